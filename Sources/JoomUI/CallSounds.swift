// SPDX-License-Identifier: GPL-3.0-or-later
import CallSession
import PluginKit

/// Decides what is to be heard of what happens in a call, by somebody who looks elsewhere.
struct CallSounds: Equatable {
    /// Who is there within this time of our own coming was there before us.
    static let arrival = Duration.seconds(3)

    private var lastNotice = 0
    private var joined: Duration?

    /// Takes a moment of the call.
    ///
    /// - Parameters:
    ///   - snapshot: the moment.
    ///   - time: by any clock that only goes forward.
    /// - Returns: what to play; nil for nothing.
    mutating func hear(_ snapshot: CallSnapshot, at time: Duration) -> CallSound? {
        if case .joined = snapshot.phase { joined = joined ?? time } else { joined = nil }
        let fresh = snapshot.notices.filter { $0.id > lastNotice }
        lastNotice = max(lastNotice, fresh.last?.id ?? 0)
        guard let joined else { return nil }
        // One for all that comes at once; what needs an answer or a deed first.
        return fresh.compactMap { sound(of: $0.kind, after: time - joined) }.max { Self.weight($0) < Self.weight($1) }
    }

    private func sound(of notice: NoticeKind, after time: Duration) -> CallSound? {
        switch notice {
        case .serverLost: .lost
        case .door(.knocked): .knocked
        case .came where time > Self.arrival: .came
        case _: nil
        }
    }

    private static func weight(_ sound: CallSound) -> Int {
        switch sound {
        case .test: 0
        case .came: 1
        case .knocked: 2
        case .lost: 3
        }
    }
}
