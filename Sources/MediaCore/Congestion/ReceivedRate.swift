// SPDX-License-Identifier: GPL-3.0-or-later

/// The draft's R_hat: what arrives at the peer (draft-ietf-rmcat-gcc-02, section 5.5).
///
/// Feedback is lost like anything else, and what it would have told of came all the same: such times do not count. Otherwise a
/// call that fills both ways takes its link for half of what it is.
struct ReceivedRate: Hashable, Sendable {
    /// The draft's T.
    static let window = Duration.milliseconds(500)
    /// How much of it has to be known.
    static let least = Duration.milliseconds(100)

    private struct Arrival: Hashable, Sendable {
        let time: Duration
        let size: Int
        /// How long before it nothing is known of.
        let unknown: Duration
    }

    /// In bit/s; nil before a whole window was seen.
    private(set) var bitrate: Int?

    private var arrivals: [Arrival] = []
    private var start: Duration?
    private var newest = Duration.zero

    init() {}

    /// Takes a packet that arrived.
    ///
    /// - Parameters:
    ///   - arrived: when, on the peer's clock.
    ///   - size: in bytes.
    ///   - isAfterGap: whether nothing was told of packets that were sent between it and the one before.
    mutating func take(arrived: Duration, size: Int, isAfterGap: Bool = false) {
        if let start, arrived < start || arrived - newest > PacketGroups.jump { self = ReceivedRate() }
        if start == nil { (start, newest) = (arrived, arrived) }
        let unknown = isAfterGap ? max(arrived - newest, .zero) : .zero
        newest = max(newest, arrived)
        // What came in a known time is all but the packet with which it begins.
        let counted = unknown > .zero ? 0 : min(max(size, 0), 1 << 16)
        arrivals.append(Arrival(time: arrived, size: counted, unknown: unknown))
        while let first = arrivals.first, newest - first.time >= Self.window { arrivals.removeFirst() }
        measure()
    }

    /// What is known of too little stays as it was.
    private mutating func measure() {
        guard let start, newest - start >= Self.window else { return }
        let begin = newest - Self.window
        let known = arrivals.reduce(Self.window) { $0 - min($1.unknown, max($1.time - begin, .zero)) }
        guard known >= Self.least else { return }
        bitrate = Int(Double(arrivals.reduce(0) { $0 + $1.size } * 8) / known.seconds)
    }
}
