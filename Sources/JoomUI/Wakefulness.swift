// SPDX-License-Identifier: GPL-3.0-or-later
import CallSession
import JoomWidgets

/// Keeps the computer awake while there is a call.
@MainActor
final class Wakefulness {
    private let application: Application
    private let window: Window
    private var follower: Task<Void, Never>?
    private var inhibition: UInt32?

    init(application: Application, window: Window, snapshots: AsyncStream<CallSnapshot>) {
        self.application = application
        self.window = window
        follower = Task { [weak self] in
            for await snapshot in snapshots { self?.update(Self.wants(snapshot.phase)) }
        }
    }

    isolated deinit { follower?.cancel() }

    /// Whether somebody who touches nothing may still be busy.
    nonisolated static func wants(_ phase: CallSnapshot.Phase) -> Bool {
        switch phase {
        // Somebody who waits at a door does not see the answer on a computer that sleeps.
        case .knocking, .joined: true
        case .idle, .joining, .leaving, .ended: false
        }
    }

    private func update(_ isWanted: Bool) {
        if isWanted, inhibition == nil {
            inhibition = application.preventSleep(for: window, reason: tr("A call is on"))
        } else if !isWanted, let inhibition {
            application.allowSleep(inhibition)
            self.inhibition = nil
        }
    }
}
