// SPDX-License-Identifier: GPL-3.0-or-later

/// Takes a connection's packets another way, and lets media out there only when the peer has shown to be at its end.
///
/// The peer names the addresses, and could name anybody's; so it has to say back a number that was sent there, as with QUIC
/// (RFC 9000 section 8.2). ICE's own checks do not do: libnice does not tell which pairs passed them.
public struct PathSwitch: Hashable, Sendable {
    /// What is to be done, in order.
    public enum Effect: Hashable, Sendable {
        /// Send this way from now on.
        case use(KnownPaths.Pair)
        /// Let no media out.
        case shut
        /// Let media out, beginning with a key frame.
        case open
        /// Tell the peer, this way.
        case say(PathMessage)
        /// Call `timedOut` with this number in a second.
        case wait(String)
    }

    private struct Trial: Hashable, Sendable {
        /// What is used again when no answer comes.
        let former: KnownPaths.Pair
        let ask: String
    }

    private var trial: Trial?

    /// Tries nothing yet.
    public init() {}

    /// Our own network changed.
    ///
    /// - Parameters:
    ///   - used: the way in use.
    ///   - pair: the way to take.
    ///   - number: one that nobody can guess.
    /// - Returns: what is to be done.
    public mutating func change(from used: KnownPaths.Pair, to pair: KnownPaths.Pair, number: String) -> [Effect] {
        let message = PathMessage(ask: number, from: pair.ours.foundation, to: pair.theirs.foundation)
        // Where the peer is already heard nobody else is bothered.
        guard pair.theirs != used.theirs || trial != nil else { return [.use(pair), .say(message)] }
        return attempt(pair, instead: used, message)
    }

    /// The peer said something of its way.
    ///
    /// - Parameters:
    ///   - message: what it said.
    ///   - paths: the ways that are known.
    ///   - number: another one that nobody can guess.
    /// - Returns: what is to be done; nothing for an answer to something else.
    public mutating func take(_ message: PathMessage, _ paths: KnownPaths, number: String) -> [Effect] {
        var effects: [Effect] = []
        if let trial, message.answer == trial.ask {
            self.trial = nil
            effects = [.open]
        }
        guard let ask = message.ask else { return effects }
        guard let from = message.from, let to = message.to, let pair = paths.pair(ours: to, theirs: from),
            pair != paths.used
        else { return effects + [.say(PathMessage(answer: ask))] }
        return effects + attempt(pair, instead: paths.used, PathMessage(ask: number, answer: ask))
    }

    /// No answer came in time: what is tried with this number, if anything, is given up.
    public mutating func timedOut(_ number: String) -> [Effect] {
        guard let trial, trial.ask == number else { return [] }
        self.trial = nil
        return [.use(trial.former), .open]
    }

    private mutating func attempt(
        _ pair: KnownPaths.Pair,
        instead used: KnownPaths.Pair,
        _ message: PathMessage
    ) -> [Effect] {
        let number = message.ask ?? ""
        trial = Trial(former: trial?.former ?? used, ask: number)
        return [.shut, .use(pair), .say(message), .wait(number)]
    }
}
