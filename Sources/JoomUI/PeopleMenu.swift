// SPDX-License-Identifier: GPL-3.0-or-later
import CallSession
import JoomModel
import JoomWidgets

/// Who is here, and what the room's owner may do about it, behind a button.
@MainActor
final class PeopleMenu {
    /// What the list shows; computed, so that it is built anew only where something changed.
    struct State: Equatable {
        /// One person.
        struct Row: Equatable {
            /// Who; nil for ourselves and for the one unnamed peer of a seed server.
            var peer: PeerID?
            /// Whose sound can be made louder or softer; nil for ourselves.
            var heard: ParticipantID?
            /// What the row calls them.
            var name: String
            /// They have the say over the room.
            var isOwner: Bool
        }

        /// Ourselves first.
        var rows: [Row]
        /// We have the say over the room.
        var isOurs: Bool
        /// Nobody gets in without the owner's word.
        var isLocked: Bool
        /// The server can do now what is asked of it.
        var canAsk: Bool

        init(_ snapshot: CallSnapshot) {
            let owner = snapshot.door.owner
            let others = snapshot.participants.map { person in
                Row(
                    peer: person.id.peer,
                    heard: person.id,
                    name: person.name ?? tr("Guest"),
                    isOwner: owner != nil && person.id.peer == owner
                )
            }
            rows = [Row(peer: nil, name: tr("You"), isOwner: snapshot.isOwner)] + others
            isOurs = snapshot.isOwner
            isLocked = snapshot.door.isLocked
            canAsk = snapshot.serverTrouble == nil
        }
    }

    private let button: MenuButton
    private let caption: Label
    private let list: Box
    private let lockRow: Widget
    private let lock: Switch
    private let note: Label
    private let send: @MainActor (Intent) -> Void
    private var rows: [Box] = []
    private var volumes: [ParticipantID: Scale] = [:]
    private var shown: State?

    /// - Parameters:
    ///   - builder: the call view's.
    ///   - send: hears what the owner wants.
    /// - Throws: a part that is missing.
    init(builder: Builder, send: @escaping @MainActor (Intent) -> Void) throws(BuilderError) {
        button = try builder.widget("people_button")
        caption = try builder.widget("people_caption")
        list = try builder.widget("people_list")
        lockRow = try builder.widget("lock_row")
        lock = try builder.widget("lock_switch")
        note = try builder.widget("lock_note")
        self.send = send
        lock.onChange { send(.decide(.lock($0))) }
    }

    /// Opens the list.
    func open() { button.open() }

    /// Takes the word away where there is no room for it.
    func layOut(_ size: WindowSize) { caption.isVisible = !size.isCompact }

    /// Shows a moment of the call.
    func update(_ snapshot: CallSnapshot) {
        let state = State(snapshot)
        defer { for person in snapshot.participants { volumes[person.id]?.value = person.volume } }
        guard state != shown else { return }
        shown = state
        lockRow.isVisible = state.isOurs
        lockRow.isSensitive = state.canAsk
        lock.isActive = state.isLocked
        note.isVisible = state.isLocked && !state.isOurs
        note.text = tr("The room is locked: whoever comes has to ask its owner.")
        for row in rows { list.remove(row) }
        volumes = [:]
        rows = state.rows.map { row($0, in: state) }
        for row in rows { list.append(row) }
    }

    private func row(_ person: State.Row, in state: State) -> Box {
        let row = Box(isVertical: false, spacing: 6)
        let words = Box(isVertical: true, spacing: 0)
        words.setExpand(horizontal: true, vertical: false)
        words.setAlignment(vertical: .center)
        let name = Label(person.name)
        name.wrap(maximumCharacters: 24)
        name.ellipsize()
        words.append(name)
        row.append(words)
        if person.isOwner {
            let owner = Label(tr("Owner of the room"))
            owner.wrap(maximumCharacters: 24)
            owner.setClass("joom-caption")
            words.append(owner)
        }
        if let heard = person.heard { words.append(volume(of: heard, named: person.name)) }
        guard state.isOurs, let peer = person.peer else { return row }
        let handOver = Button(icon: "starred-symbolic", name: tr("Make {name} the Owner", ["name": person.name]))
        handOver.onClick { [send] in send(.decide(.handOver(peer))) }
        let remove = Button(icon: "list-remove-symbolic", name: tr("Remove {name}", ["name": person.name]))
        remove.onClick { [send] in send(.decide(.remove(peer))) }
        for button in [handOver, remove] {
            button.setClass("flat")
            button.setClass("circular")
            button.setAlignment(vertical: .center)
            button.isSensitive = state.canAsk
            row.append(button)
        }
        row.keep(handOver, remove)
        return row
    }

    private func volume(of participant: ParticipantID, named name: String) -> Widget {
        let scale = Scale(range: CallController.volumes, step: 0.05, value: 1)
        scale.mark(1)
        scale.setAccessibleName(tr("Volume of {name}", ["name": name]))
        scale.setTooltip(tr("Volume of {name}", ["name": name]))
        scale.onChange { [send] in send(.setVolume(participant, $0)) }
        volumes[participant] = scale
        return scale
    }
}
