// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel

/// One of GStreamer's encoders, and how it is told what a call needs: a fixed rate, small key frames, no waiting.
struct VideoEncoder: Hashable, Sendable {
    /// What it makes.
    let codec: VideoCodec
    /// The element that must be there.
    let element: String
    /// The property that says how much it may make, while it runs.
    let rateProperty: String
    /// What one of that property is, in bit/s.
    let rateUnit: Int
    private let before: String
    private let settings: String
    private let after: String

    /// All of them, the best of each codec first: hardware, then what keeps its rate best.
    static let all = [vp8, vp9, vaH264, x264, openH264]

    /// libvpx, on one thread: more of them spin when cores are busy.
    ///
    /// Of the fast settings -14 has the best pictures for their price, with its simple loop filter, which decoders like, too;
    /// from -15 on it looks for motion by whole pixels only, which at 250 kbit/s nobody would want to see.
    static let vp8 = VideoEncoder(
        codec: .vp8,
        element: "vp8enc",
        rateProperty: "target-bitrate",
        settings: """
            deadline=1 cpu-used=-14 threads=1 end-usage=cbr keyframe-max-dist=3000 lag-in-frames=0
            error-resilient=default dropframe-threshold=30 buffer-initial-size=300 buffer-optimal-size=400
            buffer-size=600 max-intra-bitrate=600 min-quantizer=4 max-quantizer=56 undershoot=95 timebase=1/90000
            """
    )

    private static let vp9 = VideoEncoder(
        codec: .vp9,
        element: "vp9enc",
        rateProperty: "target-bitrate",
        settings: """
            deadline=1 cpu-used=8 threads=1 end-usage=cbr keyframe-max-dist=3000 lag-in-frames=0
            error-resilient=default dropframe-threshold=30 buffer-initial-size=300 buffer-optimal-size=400
            buffer-size=600 max-intra-bitrate=600 min-quantizer=4 max-quantizer=56 undershoot=95 timebase=1/90000
            """
    )

    /// Graphics hardware, where there is any.
    private static let vaH264 = VideoEncoder(
        codec: .h264,
        element: "vah264enc",
        rateProperty: "bitrate",
        rateUnit: 1_000,
        before: "videoconvert n-threads=1 !",
        settings: "rate-control=cbr key-int-max=1024 b-frames=0 ref-frames=1 target-usage=6",
        after: baseline
    )

    /// Without delimiters between pictures: Chromium takes each before a key frame for a picture of its own, which it cannot
    /// decode, and asks for another key frame, twice a second.
    private static let x264 = VideoEncoder(
        codec: .h264,
        element: "x264enc",
        rateProperty: "bitrate",
        rateUnit: 1_000,
        settings: "tune=zerolatency speed-preset=superfast threads=1 aud=false key-int-max=3000 vbv-buf-capacity=300",
        after: baseline
    )

    private static let openH264 = VideoEncoder(
        codec: .h264,
        element: "openh264enc",
        rateProperty: "bitrate",
        settings: "rate-control=bitrate complexity=low multi-thread=1 gop-size=3000 enable-frame-skip=true",
        after: baseline
    )

    private static let baseline =
        "! capsfilter caps=video/x-h264,profile=constrained-baseline,stream-format=byte-stream,alignment=au"

    private init(
        codec: VideoCodec,
        element: String,
        rateProperty: String,
        rateUnit: Int = 1,
        before: String = "",
        settings: String,
        after: String = ""
    ) {
        (self.codec, self.element, self.rateProperty, self.rateUnit) = (codec, element, rateProperty, rateUnit)
        (self.before, self.settings, self.after) = (before, settings, after)
    }

    /// The encoder, called `encoder`, in gst-launch's language.
    ///
    /// - Parameter bitrate: to start with, in bit/s.
    /// - Returns: from raw pictures to encoded ones.
    func description(bitrate: Int) -> String {
        "\(before) \(element) name=encoder \(settings) \(rateProperty)=\(rate(bitrate)) \(after)"
    }

    /// What tells an encoder whether writing has to be read and a still background costs nothing, or a camera's noise is to be
    /// left out, whose bits do more good elsewhere.
    ///
    /// - Parameter isDetailed: whether it is writing.
    /// - Returns: properties and their values.
    func detail(_ isDetailed: Bool) -> [(property: String, value: String)] {
        let stillness = (property: "static-threshold", value: isDetailed ? "100" : "0")
        return switch codec {
        case .vp8: [stillness, ("noise-sensitivity", isDetailed ? "0" : "1")]
        case .vp9: [stillness]
        case .h264: []
        }
    }

    /// A rate in the encoder's unit, at least 1.
    ///
    /// - Parameter bitrate: in bit/s.
    /// - Returns: what its property takes.
    func rate(_ bitrate: Int) -> Int { max(bitrate / rateUnit, 1) }
}
