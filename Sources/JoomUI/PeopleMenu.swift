// SPDX-License-Identifier: GPL-3.0-or-later
import CallSession
import JoomModel
import JoomWidgets

/// Who is here, and what the room's owner may do about it, behind a button.
@MainActor
final class PeopleMenu {
    /// What the list shows; computed, so that it is built anew only where something changed.
    struct State: Equatable {
        /// Ourselves first.
        var people: [PersonRow.State]
        /// Whose sound each row is about; nil for ourselves.
        var heard: [ParticipantID?]
        /// We have the say over the room.
        var isOurs: Bool
        /// Nobody gets in without the owner's word.
        var isLocked: Bool
        /// The server can do now what is asked of it.
        var canAsk: Bool

        init(_ snapshot: CallSnapshot) {
            let owner = snapshot.door.owner
            let (isOurs, canAsk) = (snapshot.isOwner, snapshot.serverTrouble == nil)
            func row(_ peer: PeerID?, _ name: String, isOwner: Bool) -> PersonRow.State {
                PersonRow.State(peer: peer, name: name, isOwner: isOwner, isOurs: isOurs, canAsk: canAsk)
            }
            let others = snapshot.participants
            people =
                [row(nil, tr("You"), isOwner: isOurs)]
                + others.map { person in
                    let peer = person.id.peer
                    return row(peer, person.name ?? tr("Guest"), isOwner: owner != nil && peer == owner)
                }
            heard = [nil] + others.map(\.id)
            self.isOurs = isOurs
            isLocked = snapshot.door.isLocked
            self.canAsk = canAsk
        }
    }

    private let button: MenuButton
    private let caption: Label
    private let rows: RowList<ParticipantID?, PersonRow>
    private let lockRow: Widget
    private let lock: Switch
    private let note: Label
    private var shown: State?

    /// - Parameters:
    ///   - builder: the call view's.
    ///   - send: hears what the owner wants.
    /// - Throws: a part that is missing.
    init(builder: Builder, send: @escaping @MainActor (Intent) -> Void) throws(BuilderError) {
        button = try builder.widget("people_button")
        caption = try builder.widget("people_caption")
        rows = RowList(in: try builder.widget("people_list")) { PersonRow(heard: $0, send: send) }
        lockRow = try builder.widget("lock_row")
        lock = try builder.widget("lock_switch")
        note = try builder.widget("lock_note")
        lock.onChange { send(.decide(.lock($0))) }
    }

    /// Opens the list.
    func open() { button.open() }

    /// Takes the word away where there is no room for it.
    func layOut(_ size: WindowSize) { caption.isVisible = !size.isCompact }

    /// Shows a moment of the call.
    func update(_ snapshot: CallSnapshot) {
        let state = State(snapshot)
        defer { for person in snapshot.participants { rows[person.id]?.volume = person.volume } }
        guard state != shown else { return }
        shown = state
        lockRow.isVisible = state.isOurs
        lockRow.isSensitive = state.canAsk
        lock.isActive = state.isLocked
        note.isVisible = state.isLocked && !state.isOurs
        note.text = tr("The room is locked: whoever comes has to ask its owner.")
        rows.show(zip(state.heard, state.people).map { (key: $0, state: $1) })
    }
}
