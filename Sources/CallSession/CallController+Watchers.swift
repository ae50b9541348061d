// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import PluginKit

/// Plugins that follow the call.
extension CallController {
    /// Hears what the watchers of now ask for, and no others any more.
    func listenToWatchers() {
        let watchers = registry.callWatchers
        let ids = Set(watchers.map { ObjectIdentifier($0) })
        for (id, listener) in listeners where !ids.contains(id) {
            listener.cancel()
            listeners[id] = nil
        }
        for watcher in watchers where listeners[ObjectIdentifier(watcher)] == nil {
            let requests = watcher.requests
            listeners[ObjectIdentifier(watcher)] = Task { [weak self] in
                for await request in requests { self?.obey(request) }
            }
        }
    }

    /// Tells the watchers what is for them.
    func tellWatchers(_ happening: CallHappening) {
        let event: CallEvent
        switch happening {
        case .joined(_, let room, _): event = .joined(room)
        case .peer(let id, let name): event = .came(id.peer, name: name)
        case .connected(let id, _): event = .connected(id.peer)
        case .left(let id, _): event = .went(id.peer)
        case .ended: event = .ended
        case .firstFrame, .state, .trust, .door, .wrote, .recording, .moved, .problem: return
        }
        for watcher in registry.callWatchers { watcher.watch(event) }
        if event == .ended { stopMeasuring() } else { measureForWatchers() }
    }

    /// While a call is on: for those that went it is over, and for those that came it begins with who is there.
    func changeWatchers(from before: [any CallWatcher]) {
        guard hasAnnouncedJoin, case .joined(let room, _) = call.phase else { return }
        for watcher in before where !registry.callWatchers.contains(where: { $0 === watcher }) { watcher.watch(.ended) }
        for watcher in registry.callWatchers where !before.contains(where: { $0 === watcher }) {
            watcher.watch(.joined(room))
            for participant in call.participants {
                watcher.watch(.came(participant.peer, name: participant.name))
                if participant.currentLink?.path == .connected { watcher.watch(.connected(participant.peer)) }
            }
        }
        measureForWatchers()
    }

    /// Takes effects out of use that no plugin brings any more.
    func dropUnknownEffects() {
        guard !local.state.effects.isEmpty else { return }
        let known = Set(availableEffects().map(\.id))
        let rest = local.state.effects.filter { known.contains($0.id) }
        if rest != local.state.effects { setEffects(rest) }
    }

    /// Does what a plugin asks for, and tells the person: nobody is to be seen or heard unawares.
    private func obey(_ request: CallRequest) {
        switch request.wish {
        case .say: break
        case .microphone(let isOn):
            guard isOn != local.state.isMicrophoneEnabled else { return }
            setMicrophoneEnabled(isOn)
        case .camera(let isOn):
            guard isOn != local.state.isCameraEnabled else { return }
            setCameraEnabled(isOn)
        case .leave:
            switch call.phase {
            case .idle, .leaving, .ended: return
            case .joining, .knocking, .joined: leave()
            }
        }
        notify(.plugin(request))
        happened(.problem(.plugin(request)))
    }
}
