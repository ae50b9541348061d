// SPDX-License-Identifier: GPL-3.0-or-later

/// How good the connection to somebody is, by the thresholds that Jitsi published (jitsi-meet, connection indicator).
enum Quality: String, Equatable, Comparable {
    /// Half of the bitrate that the picture needs or more, and less than 6 % of the packets lost.
    case good
    /// From 30 % of the bitrate, up to 8 % lost.
    case fair
    /// Less than that.
    case poor
    /// Nothing has arrived for 3 s.
    case lost

    /// What a picture of 640x480 at 30 per second needs with its sound, in bit/s.
    static let target = 440_000.0
    /// From here on nothing counts as arriving, in s.
    static let patience = 3.0

    /// Rates a moment; the worst of the three counts.
    ///
    /// - Parameters:
    ///   - loss: part of the packets that were lost, 0...1.
    ///   - available: what the network carries to them, in bit/s; nil when it is not known.
    ///   - silence: time since media last arrived that should have, in s.
    init(loss: Double, available: Double?, silence: Double) {
        guard silence < Self.patience else {
            self = .lost
            return
        }
        let share = available.map { $0 / Self.target } ?? 1
        let byBitrate: Quality = share >= 0.5 ? .good : share >= 0.3 ? .fair : .poor
        let byLoss: Quality = loss < 0.06 ? .good : loss < 0.08 ? .fair : .poor
        self = max(byBitrate, byLoss)
    }

    /// From good to lost.
    static func < (lhs: Quality, rhs: Quality) -> Bool { lhs.rank < rhs.rank }

    private var rank: Int {
        switch self {
        case .good: 0
        case .fair: 1
        case .poor: 2
        case .lost: 3
        }
    }
}

extension CallLog.Person {
    /// How good the connection was of late: the middle of the last five moments, so that one lost packet does not flicker;
    /// nil before the first.
    var quality: Quality? {
        guard let last = moments.last else { return nil }
        guard last.quality != .lost else { return .lost }
        let recent = moments.suffix(5).map(\.quality).sorted()
        return recent[recent.count / 2]
    }
}
