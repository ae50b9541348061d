// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import JoomWidgets
import NearbyRooms

/// The rooms that others opened to this network, each a button that enters it; there is nothing to see without one.
@MainActor
final class NearbyList {
    let root: Widget
    private let list: Box
    private(set) var rows: [Button] = []
    private var shown: [NearbyRoom] = []
    private let send: @MainActor (Intent) -> Void

    /// - Parameters:
    ///   - builder: the room form's.
    ///   - send: hears which room to enter.
    /// - Throws: a part that is missing.
    init(builder: Builder, send: @escaping @MainActor (Intent) -> Void) throws(BuilderError) {
        root = try builder.widget("nearby", as: Widget.self)
        list = try builder.widget("nearby_rooms")
        self.send = send
    }

    /// Shows other rooms.
    func show(_ rooms: [NearbyRoom]) {
        guard rooms != shown else { return }
        for row in rows { list.remove(row) }
        shown = rooms
        rows = rooms.map(row)
        for row in rows { list.append(row) }
        root.isVisible = !rows.isEmpty
    }

    private func row(_ room: NearbyRoom) -> Button {
        let words = Box.lines(room.room.rawValue, UserText.caption(room))
        words.setExpand(horizontal: true, vertical: false)
        let content = Box(isVertical: false, spacing: 10)
        let icon = Icon("network-workgroup-symbolic")
        content.append(icon)
        content.append(words)
        content.keep(icon, words)
        let button = Button(content: content)
        button.setClass("flat")
        button.setAccessibleName(UserText.name(room))
        button.setTooltip(tr("Ask to be let in"))
        button.onClick { [send] in send(.join(JoinRequest(room))) }
        return button
    }
}

extension UserText {
    /// Whose room it is, as they say themselves.
    static func caption(_ room: NearbyRoom) -> String {
        guard let name = room.name else { return room.server.host }
        return tr("{name}, on your network", ["name": name])
    }

    /// The same with the room, for those who hear one line at a time.
    static func name(_ room: NearbyRoom) -> String {
        guard let name = room.name else { return tr("Ask to join {room}", ["room": room.room.rawValue]) }
        return tr("Ask {name} to join {room}", ["name": name, "room": room.room.rawValue])
    }
}

extension JoinRequest {
    /// A room that was found on the network: its owner is asked.
    init(_ room: NearbyRoom) {
        self.init(destination: .room(room.room), server: room.server)
    }

    /// Without its link, and at an address that tomorrow may be somebody else's: nothing to remember.
    var isNearby: Bool {
        guard case .room = destination else { return false }
        return server?.certificate != nil
    }
}
