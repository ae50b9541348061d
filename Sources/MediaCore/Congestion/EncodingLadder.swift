// SPDX-License-Identifier: GPL-3.0-or-later

/// Chooses size and rate of the picture by what may be sent and by how long encoding takes.
///
/// A large picture at a low bitrate is blurred and its key frames are long; a small one is scaled up by the peer, sharp
/// enough and in time. Each change costs a key frame, so it comes down when it must and goes up when it may for long.
public struct EncodingLadder: Hashable, Sendable {
    /// One form of the picture.
    public struct Rung: Hashable, Sendable {
        /// In px, even.
        public let width: Int
        /// In px, even.
        public let height: Int
        /// Pictures per second at the most.
        public let frameRate: Int

        /// Below this many bit/s something smaller looks better.
        let need: Double
    }

    /// How long a bitrate must be too low.
    static let patienceDown = Duration.milliseconds(1_500)
    /// How long a bitrate must be less than half of the need: an encoder only drops pictures then.
    static let patienceFar = Duration.milliseconds(500)
    /// How long a bitrate must be high enough for more.
    static let patienceUp = Duration.seconds(4)
    /// How long encoding must be too slow.
    static let patienceBusy = Duration.seconds(2)
    /// How long encoding must be quick; twice as long each time that it was not.
    static let patienceIdle = Duration.seconds(10)
    /// Share of the time between pictures in which one must be encoded.
    static let busy = 0.7
    /// As `busy`, of the rung above, before it is tried.
    static let idle = 0.4

    /// From the largest to the smallest.
    public let rungs: [Rung]

    private var index = 0
    /// The largest rung that the processor manages.
    private var limit = 0
    private var relapses = 0
    private var lowSince: Duration?
    private var highSince: Duration?
    private var busySince: Duration?
    private var idleSince: Duration?

    /// Starts with the largest picture, as it comes from the camera.
    public init(width: Int, height: Int, frameRate: Int) {
        let slow = min(frameRate, 15)
        rungs = [
            .scaled(width, height, frameRate, by: 4),
            .scaled(width, height, frameRate, by: 3),
            .scaled(width, height, frameRate, by: 2),
            .scaled(width, height, slow, by: 2),
            .scaled(width, height, slow, by: 1),
        ]
    }

    /// Starts with the largest picture of something that has to be read: it comes seldom before it gets small.
    public init(detailedWidth width: Int, height: Int, frameRate: Int) {
        rungs = [
            .scaled(width, height, frameRate, by: 4),
            .scaled(width, height, min(frameRate, 8), by: 4),
            .scaled(width, height, min(frameRate, 5), by: 4),
            .scaled(width, height, min(frameRate, 5), by: 3),
            .scaled(width, height, min(frameRate, 5), by: 2),
        ]
    }

    /// The form to encode in.
    public var rung: Rung { rungs.indices.contains(index) ? rungs[index] : rungs[0] }

    /// Takes the bitrate of the moment and how long a picture took to encode of late, nil when none was encoded.
    public mutating func update(bitrate: Int, encodeTime: Duration?, at now: Duration) {
        if let encodeTime { watch(encodeTime, at: now) }
        let bitrate = Double(bitrate)
        let least = max(limit, fitting(bitrate / 0.9))
        if least > index {
            let since = lowSince ?? now
            lowSince = since
            let patience = bitrate < rung.need / 2 ? Self.patienceFar : Self.patienceDown
            // Too slow an encoder has had its patience already.
            if index < limit || now - since >= patience { move(to: least) }
            return
        }
        lowSince = nil
        let most = max(limit, fitting(bitrate / 1.15))
        guard most < index else {
            highSince = nil
            return
        }
        let since = highSince ?? now
        highSince = since
        if now - since >= Self.patienceUp { move(to: most) }
    }

    private mutating func move(to new: Int) {
        index = new
        (lowSince, highSince, busySince, idleSince) = (nil, nil, nil, nil)
    }

    private func fitting(_ bitrate: Double) -> Int {
        rungs.firstIndex { $0.need <= bitrate } ?? rungs.count - 1
    }

    private mutating func watch(_ encodeTime: Duration, at now: Duration) {
        let load = encodeTime.seconds * Double(rung.frameRate)
        if load > Self.busy, index < rungs.count - 1 {
            let since = busySince ?? now
            busySince = since
            idleSince = nil
            guard now - since >= Self.patienceBusy else { return }
            if limit <= index { relapses = min(relapses + 1, 6) }
            limit = index + 1
            return
        }
        busySince = nil
        guard limit > 0, limit == index, load * rungs[limit - 1].work / rung.work < Self.idle else {
            idleSince = nil
            return
        }
        let since = idleSince ?? now
        idleSince = since
        guard now - since >= Self.patienceIdle * (1 << max(relapses - 1, 0)) else { return }
        limit -= 1
        idleSince = nil
    }
}

extension EncodingLadder.Rung {
    /// Quarters of a size; the need grows with three quarters of the work's logarithm: 400 kbit/s for 640x480 at 30.
    fileprivate static func scaled(_ width: Int, _ height: Int, _ frameRate: Int, by quarters: Int) -> Self {
        let (width, height) = (max(width * quarters / 8 * 2, 16), max(height * quarters / 8 * 2, 16))
        let work = Double(width * height * max(frameRate, 1)) / Double(640 * 480 * 30)
        let need = 400_000 * (work * work.squareRoot()).squareRoot()
        return Self(width: width, height: height, frameRate: max(frameRate, 1), need: need)
    }

    /// Pixels a second.
    fileprivate var work: Double { Double(width * height * frameRate) }
}
