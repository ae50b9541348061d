// SPDX-License-Identifier: GPL-3.0-or-later
import CallCore
import JoomModel
import PluginKit

/// What people in a call do together beside seeing and hearing each other.
extension CallController {
    /// Gives an add-on a line that a person wrote.
    ///
    /// - Parameters:
    ///   - line: the line.
    ///   - id: the add-on's.
    public func submit(_ line: String, to id: String) {
        registry.callAddOns.first { $0.id == id }?.submitted(line)
    }

    /// Tells the add-ons what is for them.
    func tellAddOns(_ happening: CallHappening) {
        switch happening {
        case .joined:
            for addOn in registry.callAddOns { begin(addOn) }
        case .peer(let id, let name):
            names[id] = name
            for addOn in startedAddOns { addOn.came(AddOnPeer(id: id.peer, name: name)) }
        case .left(let id, _):
            for addOn in startedAddOns { addOn.went(peer(id)) }
            names[id] = nil
            recordingPeers.remove(id)
        case .ended:
            for addOn in startedAddOns { addOn.ended() }
            (addOnHosts, names, reachable, lastEntries) = ([:], [:], [:], [:])
            (recordingPeers, hasRecorded) = ([], false)
            publish()
        case .connected: warnOfUntold()
        case .firstFrame, .state, .trust, .door, .wrote, .recording, .moved, .problem: break
        }
    }

    /// While a call is on: for those that went it is over, and for those that came it begins with who is there.
    func changeAddOns(from before: [any CallAddOn]) {
        for addOn in before where addOnHosts[addOn.id] != nil && !registry.callAddOns.contains(where: { $0 === addOn })
        {
            (addOnHosts[addOn.id], lastEntries[addOn.id]) = (nil, nil)
            addOn.ended()
        }
        guard hasAnnouncedJoin else { return publish() }
        for addOn in registry.callAddOns where addOnHosts[addOn.id] == nil {
            begin(addOn)
            for participant in call.participants {
                let peer = AddOnPeer(id: participant.peer, name: participant.name)
                addOn.came(peer)
                if reachable[ParticipantID(peer: participant.peer)] != nil { addOn.reached(peer) }
            }
        }
        publish()
    }

    private func begin(_ addOn: any CallAddOn) {
        let host = AddOnHost(controller: self, id: addOn.id)
        addOnHosts[addOn.id] = host
        addOn.began(host)
    }

    /// A connection of somebody's can carry add-ons' messages; from now on it does.
    func addOnChannelOpened(_ link: LinkID, of participant: ParticipantID) {
        reachable[participant] = link
        tellOfRecording(participant)
        for addOn in startedAddOns { addOn.reached(peer(participant)) }
    }

    /// Hands a message to the add-on that it is for, if there is one here.
    func received(_ text: String, from participant: ParticipantID) {
        guard let message = AddOnEnvelope.parse(text) else { return }
        guard message.plugin != RecordingMessage.plugin else { return take(recording: message.body, from: participant) }
        startedAddOns.first { $0.id == message.plugin }?.received(message.body, from: peer(participant))
    }

    /// What add-ons show, in the order in which they were loaded.
    var panels: [CallSnapshot.Panel] {
        startedAddOns.compactMap { addOn in addOn.panel.map { CallSnapshot.Panel(id: addOn.id, content: $0) } }
    }

    /// Shows what an add-on has now, and says what others wrote since.
    fileprivate func panelChanged(of id: String) {
        publish()
        guard let panel = snapshot.panels.first(where: { $0.id == id })?.content else { return }
        let last = lastEntries[id] ?? 0
        lastEntries[id] = panel.entries.last?.id ?? last
        for entry in panel.entries where entry.id > last {
            if let author = entry.author {
                happened(.wrote(ParticipantID(peer: author.id), addOn: id, text: entry.text))
            }
        }
    }

    fileprivate func send(_ body: String, of addOn: String, to peer: AddOnPeer) -> Bool {
        guard let link = reachable[ParticipantID(peer: peer.id)], let runner = runners[link],
            let text = AddOnEnvelope.text(addOn, body: body)
        else { return false }
        runner.sendAddOnData(text)
        return true
    }

    private var startedAddOns: [any CallAddOn] { registry.callAddOns.filter { addOnHosts[$0.id] != nil } }

    private func peer(_ id: ParticipantID) -> AddOnPeer { AddOnPeer(id: id.peer, name: names[id] ?? nil) }
}

/// A call as one add-on has it.
@MainActor
final class AddOnHost: AddOnCall {
    private weak var controller: CallController?
    private let id: String

    init(controller: CallController, id: String) { (self.controller, self.id) = (controller, id) }

    func send(_ body: String, to peer: AddOnPeer) -> Bool { controller?.send(body, of: id, to: peer) ?? false }

    func panelChanged() { controller?.panelChanged(of: id) }
}
