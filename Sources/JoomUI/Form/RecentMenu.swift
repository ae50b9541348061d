// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import JoomWidgets
import RoomProtocol

/// The rooms that a person was in, behind a button beside the room's entry; there is none before the first.
@MainActor
final class RecentMenu {
    private let button: MenuButton
    private let list: Box
    private let clear: Button
    private var rows: [Box] = []
    private var choose: @MainActor (JoinRequest) -> Void = { _ in }
    private let send: @MainActor (Intent) -> Void

    /// - Parameters:
    ///   - builder: the room form's.
    ///   - send: hears which rooms to forget.
    /// - Throws: a part that is missing.
    init(builder: Builder, send: @escaping @MainActor (Intent) -> Void) throws(BuilderError) {
        button = try builder.widget("recent")
        list = try builder.widget("recent_rooms")
        clear = try builder.widget("forget_rooms")
        self.send = send
        clear.onClick { [weak self] in
            self?.button.close()
            send(.forgetRooms)
        }
    }

    /// Runs `handler` when a person wants to be in one of the rooms again.
    func onChoose(_ handler: @escaping @MainActor (JoinRequest) -> Void) { choose = handler }

    /// Shows other rooms.
    func show(_ recent: RecentRooms) {
        for row in rows { list.remove(row) }
        rows = recent.rooms.map(row)
        for row in rows { list.append(row) }
        button.isVisible = !rows.isEmpty
    }

    private func row(_ request: JoinRequest) -> Box {
        let place = ServerPicker.name(of: request.wantedServer)
        let name = Label(request.room.rawValue)
        let caption = Label(place)
        caption.setClass("joom-caption")
        let words = Box(isVertical: true, spacing: 0)
        for label in [name, caption] {
            label.wrap(maximumCharacters: 30)
            label.ellipsize()
            words.append(label)
        }
        let again = Button(content: words)
        again.setClass("flat")
        again.setExpand(horizontal: true, vertical: false)
        again.setAccessibleName(tr("{room}, {server}", ["room": request.room.rawValue, "server": place]))
        again.onClick { [weak self] in
            self?.button.close()
            self?.choose(request)
        }
        let forget = Button(icon: "window-close-symbolic", name: tr("Forget {room}", ["room": request.room.rawValue]))
        forget.setClass("flat")
        forget.setClass("circular")
        forget.setAlignment(vertical: .center)
        forget.onClick { [send] in send(.forgetRoom(request)) }
        let row = Box(isVertical: false, spacing: 4)
        row.append(again)
        row.append(forget)
        row.keep(again, forget)
        return row
    }
}
