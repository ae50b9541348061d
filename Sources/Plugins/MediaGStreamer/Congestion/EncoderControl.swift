// SPDX-License-Identifier: GPL-3.0-or-later
import MediaCore
import PluginKit

/// Steers the one encoder by what each peer can take.
///
/// One encoder serves all, so the peer with the least decides.
@MediaActor
final class EncoderControl {
    private var format: PictureFormat
    private let encoder: VideoEncoder
    private let element: Element
    private let size: Element
    private let meter = EncodeMeter()
    private let pace = FramePace()
    private var ladder: EncodingLadder
    /// What each connection's picture may have, by its name.
    private(set) var shares: [String: BitrateAllocator.Share] = [:]
    private var applied: Int

    /// Takes charge of an encoder and of the format in front of it.
    init(
        _ format: PictureFormat,
        encoder: VideoEncoder,
        element: Element,
        size: Element
    ) throws(MediaError) {
        (self.format, self.encoder, self.element, self.size) = (format, encoder, element, size)
        ladder = Self.ladder(format)
        applied = format.startBitrate
        applyDetail()
        let (meter, pace, newest) = (meter, pace, HighWaterMark())
        try element.pad("sink").onBuffer { facts in
            // vp8enc takes a timestamp that goes back for a broken stream; two sources never agree to the last
            // millisecond.
            guard facts.timestamp.map({ newest.rises($0) && pace.passes($0) }) ?? true else { return false }
            meter.begin()
            return true
        }
        try element.pad("src").onBuffer { _ in
            meter.end()
            return true
        }
    }

    /// Encodes pictures of another form from now on.
    func use(_ format: PictureFormat) {
        guard format != self.format else { return }
        self.format = format
        ladder = Self.ladder(format)
        applyDetail()
        applyRung()
        apply()
    }

    private func applyDetail() {
        for (property, value) in encoder.detail(format.isDetailed) { element.set(property, text: value) }
    }

    private static func ladder(_ format: PictureFormat) -> EncodingLadder {
        let (width, height, frameRate) = (format.width, format.height, format.frameRate)
        return format.isDetailed
            ? EncodingLadder(detailedWidth: width, height: height, frameRate: frameRate)
            : EncodingLadder(width: width, height: height, frameRate: frameRate)
    }

    private func applyRung() {
        pace.limit(to: ladder.rung.frameRate)
        size.set("caps", text: PictureFormat.caps(width: ladder.rung.width, height: ladder.rung.height))
    }

    /// What a connection that is new may send to begin with, in bit/s, with all headers.
    ///
    /// The others shall not be blurred for the time in which it finds out more.
    var startTarget: Int {
        BitrateAllocator.audio + (shares.isEmpty ? format.startBitrate : min(applied, format.maximumBitrate))
    }

    /// What a connection may ever send, in bit/s, with all headers.
    var targetLimits: ClosedRange<Int> {
        let least = BitrateAllocator.audio + BitrateAllocator.leastVideo
        return least...(least + format.maximumBitrate * 11 / 10)
    }

    /// Takes what a connection's picture may have.
    func allow(_ share: BitrateAllocator.Share, to connection: String) {
        shares[connection] = share
        apply()
    }

    /// Forgets a connection that is no more.
    func forget(_ connection: String) {
        guard shares.removeValue(forKey: connection) != nil else { return }
        apply()
    }

    private func apply() {
        guard let least = shares.values.map(\.bitrate).min(), let budget = shares.values.map(\.budget).min() else {
            return
        }
        let bitrate = min(least, format.maximumBitrate)
        let before = ladder.rung
        ladder.update(bitrate: budget, encodeTime: meter.mean(), at: .nanoseconds(Int64(GStreamerLibrary.now)))
        if ladder.rung != before { applyRung() }
        // Each change has the encoder compute its tables anew: not for a trifle.
        guard abs(bitrate - applied) * 50 > applied else { return }
        applied = bitrate
        element.set(encoder.rateProperty, text: String(encoder.rate(bitrate)))
    }
}
