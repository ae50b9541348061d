// SPDX-License-Identifier: GPL-3.0-or-later

/// The draft's R_hat: what arrives at the peer (draft-ietf-rmcat-gcc-02, section 5.5).
struct ReceivedRate: Hashable, Sendable {
    /// The draft's T.
    static let window = Duration.milliseconds(500)

    private struct Arrival: Hashable, Sendable {
        let time: Duration
        let size: Int
    }

    private var arrivals: [Arrival] = []
    private var start: Duration?
    private var newest = Duration.zero

    init() {}

    /// Takes a packet that arrived; `size` in bytes.
    mutating func take(arrived: Duration, size: Int) {
        if let start, arrived < start || arrived - newest > PacketGroups.jump { self = ReceivedRate() }
        if start == nil { (start, newest) = (arrived, arrived) }
        newest = max(newest, arrived)
        arrivals.append(Arrival(time: arrived, size: min(max(size, 0), 1 << 16)))
        while let first = arrivals.first, newest - first.time > Self.window { arrivals.removeFirst() }
    }

    /// In bit/s; nil before a whole window was seen.
    var bitrate: Int? {
        guard let start, newest - start >= Self.window else { return nil }
        return arrivals.reduce(0) { $0 + $1.size } * 8 * 1_000 / 500
    }
}
