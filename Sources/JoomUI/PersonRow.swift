// SPDX-License-Identifier: GPL-3.0-or-later
import CallSession
import JoomModel
import JoomWidgets

/// One person in the list of who is here, and what the room's owner may do about them.
@MainActor
final class PersonRow: ListRow {
    /// What a row shows.
    struct State: Equatable {
        /// Who; nil for ourselves and for the one unnamed peer of a seed server.
        var peer: PeerID?
        /// What the row calls them.
        var name: String
        /// They have the say over the room.
        var isOwner: Bool
        /// We have it, and may decide about them.
        var isOurs: Bool
        /// The server can do now what is asked of it.
        var canAsk: Bool
    }

    let root = Box(isVertical: false, spacing: 6)
    private let name = Label("")
    private let owner = Label(tr("Owner of the room"))
    private let handOver = Button(icon: "starred-symbolic", name: "")
    private let remove = Button(icon: "list-remove-symbolic", name: "")
    private let scale: Scale?
    private var peer: PeerID?

    /// - Parameters:
    ///   - heard: whose sound can be made louder or softer; nil for ourselves.
    ///   - send: hears what the person wants.
    init(heard: ParticipantID?, send: @escaping @MainActor (Intent) -> Void) {
        scale = heard.map { _ in Scale(range: CallController.volumes, step: 0.05, value: 1) }
        let words = Box(isVertical: true, spacing: 0)
        words.setExpand(horizontal: true, vertical: false)
        words.setAlignment(vertical: .center)
        for label in [name, owner] {
            label.wrap(maximumCharacters: 24)
            words.append(label)
        }
        name.ellipsize()
        owner.setClass("joom-caption")
        root.append(words)
        if let heard, let scale {
            scale.mark(1)
            scale.onChange { send(.setVolume(heard, $0)) }
            words.append(scale)
        }
        root.append(round: [handOver, remove])
        handOver.onClick { [weak self] in if let peer = self?.peer { send(.decide(.handOver(peer))) } }
        remove.onClick { [weak self] in if let peer = self?.peer { send(.decide(.remove(peer))) } }
    }

    /// How loud they are played.
    var volume: Double {
        get { scale?.value ?? 1 }
        set { scale?.value = newValue }
    }

    func update(_ state: State) {
        peer = state.peer
        name.text = state.name
        owner.isVisible = state.isOwner
        let values: KeyValuePairs = ["name": state.name]
        call(handOver, tr("Make {name} the Owner", values))
        call(remove, tr("Remove {name}", values))
        if let scale { call(scale, tr("Volume of {name}", values)) }
        for button in [handOver, remove] {
            button.isVisible = state.isOurs && state.peer != nil
            button.isSensitive = state.canAsk
        }
    }

    private func call(_ widget: Widget, _ name: String) {
        widget.setAccessibleName(name)
        widget.setTooltip(name)
    }
}
