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
    private lazy var rows = RowList<JoinRequest, RecentRow>(in: list) { [weak self, send] request in
        RecentRow(
            request,
            choose: {
                self?.button.close()
                self?.choose(request)
            },
            send: send
        )
    }
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
        rows.show(recent.rooms.map { (key: $0, state: recent.watched.contains($0)) })
        button.isVisible = !recent.rooms.isEmpty
    }
}
