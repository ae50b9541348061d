// SPDX-License-Identifier: GPL-3.0-or-later
import JoomWidgets

/// A room that a person was in: to be entered again, watched, or forgotten.
@MainActor
final class RecentRow: ListRow {
    let root = Box(isVertical: false, spacing: 4)
    private let room: String
    private let icon = Icon("notifications-disabled-symbolic")
    private let bell: ToggleButton
    private var isWatched = false

    /// - Parameters:
    ///   - request: the room.
    ///   - choose: enters it.
    ///   - send: hears whether to watch or forget it.
    init(_ request: JoinRequest, choose: @escaping @MainActor () -> Void, send: @escaping @MainActor (Intent) -> Void) {
        room = request.room.rawValue
        bell = ToggleButton(child: icon)
        let again = Self.again(request)
        again.onClick(choose)
        let forget = Button(icon: "window-close-symbolic", name: tr("Forget {room}", ["room": room]))
        forget.onClick { send(.forgetRoom(request)) }
        bell.onClick { [weak self] in if let self { send(.watch(request, !self.isWatched)) } }
        root.append(again)
        root.append(round: [bell, forget])
        root.keep(again, forget)
    }

    /// Says what a press of the bell does, and has it look pressed while the room is watched.
    func update(_ isWatched: Bool) {
        self.isWatched = isWatched
        let values: KeyValuePairs = ["room": room]
        let name =
            isWatched
            ? tr("No Longer Tell Me When Somebody Comes into {room}", values)
            : tr("Tell Me When Somebody Comes into {room}", values)
        icon.show(isWatched ? "preferences-system-notifications-symbolic" : "notifications-disabled-symbolic")
        bell.setAccessibleName(name)
        bell.setTooltip(name)
        bell.isActive = isWatched
    }

    private static func again(_ request: JoinRequest) -> Button {
        let (room, place) = (request.room.rawValue, ServerPicker.name(of: request.wantedServer))
        let again = Button(content: Box.lines(room, place))
        again.setClass("flat")
        again.setExpand(horizontal: true, vertical: false)
        again.setAccessibleName(tr("{room}, {server}", ["room": room, "server": place]))
        return again
    }
}
