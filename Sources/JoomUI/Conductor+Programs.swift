// SPDX-License-Identifier: GPL-3.0-or-later
import CallSession
import PluginKit

/// What other programs get to see.
extension Conductor {
    /// The call at this moment.
    var snapshot: CallSnapshot { controller.snapshot }

    /// The call from now on.
    func snapshots() -> AsyncStream<CallSnapshot> { controller.snapshots() }

    /// What happens from now on.
    func happenings() -> AsyncStream<CallHappening> { controller.happenings() }

    /// Figures of a participant's connection in use; nil without one.
    func statistics(for participant: ParticipantID) async -> PeerConnectionStatistics? {
        await controller.statistics(for: participant)
    }
}
