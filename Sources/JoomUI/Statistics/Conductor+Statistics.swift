// SPDX-License-Identifier: GPL-3.0-or-later
import CallSession
import Foundation
import JoomWidgets

/// Measures once a second while a call is on, and shows it where it is wanted.
extension Conductor {
    /// Reads the connections' figures until it is cancelled.
    func measure() async {
        let clock = ContinuousClock()
        var start = clock.now
        var room = snapshot.room
        while !Task.isCancelled {
            try? await clock.sleep(for: .seconds(1))
            guard let here = snapshot.room else {
                room = nil
                continue
            }
            if here != room || room == nil {
                (room, start, log) = (here, clock.now, CallLog())
            }
            for participant in snapshot.participants {
                guard let figures = await statistics(for: participant.id) else { continue }
                let time = start.duration(to: clock.now)
                log.add(figures, of: participant, at: time / .seconds(1))
            }
            window?.call.show(log)
            figures?.update(log)
        }
    }

    /// Opens the window with the figures, or closes the one that is open.
    func toggleStatistics() {
        guard figures == nil, let main = window else { return figures?.window.close() ?? () }
        let fresh = StatisticsWindow { Self.write($0) }
        figures = fresh
        fresh.update(log)
        main.window.own(fresh.window)
        fresh.window.onClose { [weak self] in
            self?.figures = nil
            return false
        }
        fresh.window.present()
    }

    /// Says how the call was, where it was long enough to say anything.
    func sumUp(_ snapshot: CallSnapshot) {
        guard case .ended(.left) = snapshot.phase, log.length >= 30 else { return }
        window?.sumUp(UserText.summary(log))
    }

    /// Saves a table where a person looks for what they saved.
    private static func write(_ log: CallLog) -> String {
        let folder = URL(fileURLWithPath: UserFolder.downloads)
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.dateFormat = "yyyy-MM-dd-HHmmss"
        let file = folder.appendingPathComponent("joom-\(formatter.string(from: Date())).csv")
        do {
            try Data(log.csv.utf8).write(to: file, options: .atomic)
            return tr("Saved as {file}", ["file": file.path])
        } catch {
            return tr(
                "The table cannot be saved in {folder}. Make room there, or change its permissions, and try again.",
                ["folder": folder.path]
            )
        }
    }
}
