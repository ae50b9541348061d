// SPDX-License-Identifier: GPL-3.0-or-later

/// What was played and heard lately, as loudness in slots of 10 ms.
struct EchoHistory: Sendable {
    static let slot = Duration.milliseconds(10)
    /// Slots by which an echo may be late: a second covers sound servers, Bluetooth not.
    static let latest = 100
    /// Slots in which an echo is looked for.
    static let span = 200
    /// Slots by which an echo may be later and earlier than what was learnt: rooms are not small, and what a busy computer
    /// has in store changes faster than it is learnt.
    private static let (later, earlier) = (6, 8)
    private static let quietest = -100.0

    private var playedLevels = Levels()
    private var heardLevels = Levels()
    private var now = 0

    /// The levels of slots, in a ring; of two in one slot the louder one.
    private struct Levels: Sendable {
        private var entries = [(slot: Int, level: Double)](repeating: (-1, quietest), count: 512)

        subscript(slot: Int) -> Double {
            let entry = entries[slot & 511]
            return entry.slot == slot ? entry.level : quietest
        }

        mutating func note(_ level: Double, in slot: Int) {
            guard slot >= 0 else { return }
            entries[slot & 511] = (slot, max(self[slot], level))
        }
    }

    mutating func play(_ level: Double, at time: Duration) { playedLevels.note(level, in: Int(time / Self.slot)) }

    mutating func hear(_ level: Double, at time: Duration) {
        now = Int(time / Self.slot)
        heardLevels.note(level, in: now)
    }

    /// The loudest that can be heard now, whenever it was played.
    var loudest: Double { (0...Self.latest).reduce(Self.quietest) { max($0, playedLevels[now - $1]) } }

    /// What was played so many slots ago, or about then.
    func played(before slots: Int) -> Double {
        (-Self.later...Self.earlier).reduce(Self.quietest) { max($0, playedLevels[now - slots + $1]) }
    }

    /// What was heard in the last `span` slots, and what was played in them and in `latest` before.
    var recent: (heard: [Double], played: [Double]) {
        let start = now - Self.span + 1
        return (
            (start...now).map { heardLevels[$0] }, (start - Self.latest...now).map { playedLevels[$0] }
        )
    }
}

/// How much later a microphone hears what is played: where the loudness of both rises and falls together.
struct EchoDelay: Sendable {
    /// How alike they have to be, as Pearson's coefficient: speech and other speech reach 0.4.
    private static let likeness = 0.6
    /// What is quieter is the room's noise, and all the same.
    private static let floor = -60.0
    /// Two searches have to agree to so many slots.
    private static let agreement = 2

    /// In slots; nil before it is known.
    private(set) var slots: Int?
    private var candidate: Int?

    /// Looks for it in what was played and heard lately: what is found once may be chance, what is found twice counts.
    mutating func learn(_ history: EchoHistory) {
        let (heard, played) = history.recent
        guard let found = Self.best(heard.map { max($0, Self.floor) }, played.map { max($0, Self.floor) }) else {
            return
        }
        if let candidate, abs(candidate - found) <= Self.agreement { slots = found }
        candidate = found
    }

    private static func best(_ heard: [Double], _ played: [Double]) -> Int? {
        // Every second is enough to see the hill, whose top is then looked for slot by slot.
        let hill = top(of: stride(from: 0, through: EchoHistory.latest, by: 2), heard, played).slots
        let found = top(of: max(hill - 1, 0)...min(hill + 1, EchoHistory.latest), heard, played)
        return found.likeness >= likeness ? found.slots : nil
    }

    private static func top(
        of candidates: some Sequence<Int>,
        _ heard: [Double],
        _ played: [Double]
    ) -> (slots: Int, likeness: Double) {
        candidates.map { ($0, correlation(heard, played, late: $0)) }.max { $0.1 < $1.1 } ?? (0, 0)
    }

    /// Pearson's coefficient of what was heard and what was played so many slots before; 0 of what never changes.
    private static func correlation(_ heard: [Double], _ played: [Double], late slots: Int) -> Double {
        let part = played[(EchoHistory.latest - slots)..<(EchoHistory.latest - slots + heard.count)]
        let count = Double(heard.count)
        let (meanHeard, meanPlayed) = (heard.reduce(0, +) / count, part.reduce(0, +) / count)
        var (both, squareHeard, squarePlayed) = (0.0, 0.0, 0.0)
        for (one, other) in zip(heard, part) {
            let (a, b) = (one - meanHeard, other - meanPlayed)
            (both, squareHeard, squarePlayed) = (both + a * b, squareHeard + a * a, squarePlayed + b * b)
        }
        let scale = (squareHeard * squarePlayed).squareRoot()
        return scale > 0 ? both / scale : 0
    }
}
