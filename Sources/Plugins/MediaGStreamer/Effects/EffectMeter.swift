// SPDX-License-Identifier: GPL-3.0-or-later
import MediaCore
import Synchronization

/// Watches what goes into an effect and comes out of it, on the thread that carries it; times are ns.
final class EffectMeter: Sendable {
    private let state: Mutex<State>

    private struct State {
        var budget: TimeBudget
        /// What is in it now.
        var began: UInt64?
        /// What went in last, and when that began of which nothing came out.
        var last: UInt64 = 0
        var silentSince: UInt64?
        var unanswered = 0
        var isTold = false
    }

    /// So many in a row are no delay of a filter's own.
    private static let unansweredLimit = 10
    /// After a pause of its source an effect begins anew.
    private static let pause: UInt64 = 1_000_000_000

    /// - Parameter limit: what each picture or piece of sound may take.
    init(limit: UInt64) { state = Mutex(State(budget: TimeBudget(limit: limit))) }

    /// Something goes in.
    ///
    /// - Returns: true once, when nothing has come out for as long as it may be slow.
    func begin(at now: UInt64) -> Bool {
        state.withLock { state in
            if now &- state.last > Self.pause { (state.silentSince, state.unanswered) = (nil, 0) }
            (state.began, state.last) = (now, now)
            let since = state.silentSince ?? now
            state.silentSince = since
            state.unanswered += 1
            guard !state.isTold, state.unanswered > Self.unansweredLimit, now &- since >= TimeBudget.patience else {
                return false
            }
            state.isTold = true
            return true
        }
    }

    /// Something comes out.
    ///
    /// - Returns: true once, when it has taken too long for too long.
    func end(at now: UInt64) -> Bool {
        state.withLock { state in
            (state.silentSince, state.unanswered) = (nil, 0)
            guard let began = state.began else { return false }
            state.began = nil
            return state.budget.spend(now &- began, at: now)
        }
    }

    /// Whether one thing alone takes as long as several may be late; on any thread.
    func isStuck(at now: UInt64) -> Bool {
        state.withLock { state in state.began.map { now &- $0 >= TimeBudget.patience } ?? false }
    }
}
