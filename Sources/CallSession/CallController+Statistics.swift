// SPDX-License-Identifier: GPL-3.0-or-later
import CallCore
import JoomModel
import PluginKit

/// What connections measure, for plugins that want to know.
extension CallController {
    /// Measures once a second while a call is on and somebody wants to know it, and not otherwise.
    func measureForWatchers() {
        guard hasAnnouncedJoin, registry.callWatchers.contains(where: \.wantsStatistics) else { return stopMeasuring() }
        guard measuring == nil else { return }
        measuring = Task { [weak self, sleep = environment.sleep] in
            while true {
                do { try await sleep(.seconds(1)) } catch { return }
                await self?.measure()
            }
        }
    }

    func stopMeasuring() {
        measuring?.cancel()
        measuring = nil
    }

    /// Returns when what watchers keep of calls is where it belongs.
    func finishWatchers() async {
        for watcher in registry.callWatchers { await watcher.finish() }
    }

    private func measure() async {
        var all: [PeerStatistics] = []
        for participant in call.participants {
            guard let figures = await statistics(for: ParticipantID(peer: participant.peer)) else { continue }
            let peer = AddOnPeer(id: participant.peer, name: participant.name)
            all.append(PeerStatistics(peer: peer, statistics: figures))
        }
        // The call may have ended meanwhile.
        guard !Task.isCancelled, hasAnnouncedJoin else { return }
        for watcher in registry.callWatchers where watcher.wantsStatistics { watcher.watch(.measured(all)) }
    }
}
