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
        rows = recent.rooms.map { row($0, isWatched: recent.watched.contains($0)) }
        for row in rows { list.append(row) }
        button.isVisible = !rows.isEmpty
    }

    private func row(_ request: JoinRequest, isWatched: Bool) -> Box {
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
        let bell = bell(request, isWatched)
        let forget = Button(icon: "window-close-symbolic", name: tr("Forget {room}", ["room": request.room.rawValue]))
        forget.setClass("flat")
        forget.setClass("circular")
        forget.setAlignment(vertical: .center)
        forget.onClick { [send] in send(.forgetRoom(request)) }
        let row = Box(isVertical: false, spacing: 4)
        for widget in [again, bell, forget] { row.append(widget) }
        row.keep(again, bell, forget)
        return row
    }

    /// Says what a press does, and looks pressed while the room is watched.
    private func bell(_ request: JoinRequest, _ isWatched: Bool) -> ToggleButton {
        let values: KeyValuePairs = ["room": request.room.rawValue]
        let name =
            isWatched
            ? tr("No Longer Tell Me When Somebody Comes into {room}", values)
            : tr("Tell Me When Somebody Comes into {room}", values)
        let icon = isWatched ? "preferences-system-notifications-symbolic" : "notifications-disabled-symbolic"
        let bell = ToggleButton(child: Icon(icon))
        for name in ["flat", "circular"] { bell.setClass(name) }
        bell.setAlignment(vertical: .center)
        bell.setAccessibleName(name)
        bell.setTooltip(name)
        bell.isActive = isWatched
        bell.onClick { [send] in send(.watch(request, !isWatched)) }
        return bell
    }
}
