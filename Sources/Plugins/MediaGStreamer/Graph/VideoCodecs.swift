// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import PluginKit

/// What of each codec is installed here, and works.
@MediaActor
enum VideoCodecs {
    private static var chosen: [VideoCodec: VideoEncoder] = [:]

    /// What can be encoded, sent, received and decoded, as far as installed elements can say.
    nonisolated static var installed: Set<VideoCodec> {
        guard (try? GStreamerLibrary.load()) != nil else { return [] }
        return Set(
            VideoCodec.allCases.filter { codec in
                VideoEncoder.all.contains { $0.codec == codec && GStreamerLibrary.hasElement($0.element) }
                    && decoder(of: codec) != nil
                    && GStreamerLibrary.hasElement("rtp\(codec.rtpName)pay")
            }
        )
    }

    /// The best encoder that gives a picture: one may be installed for hardware that is not there.
    ///
    /// - Parameter codec: VP8 is not tried out; no call would be without it.
    /// - Returns: the encoder, looked for once in a process.
    /// - Throws: `missingElement` when none works.
    static func encoder(_ codec: VideoCodec) async throws(MediaError) -> VideoEncoder {
        if codec == .vp8 { return .vp8 }
        if let known = chosen[codec] { return known }
        for candidate in VideoEncoder.all where candidate.codec == codec {
            guard GStreamerLibrary.hasElement(candidate.element), await works(candidate) else { continue }
            chosen[codec] = candidate
            return candidate
        }
        throw MediaRequirements.missing(element: codec == .h264 ? "x264enc" : "vp9enc")
    }

    /// From packets to raw pictures, with `depayloader` and `decoder` in it.
    ///
    /// - Parameter codec: what is in the packets.
    /// - Returns: the graph; nil when nothing here decodes it.
    nonisolated static func decoder(of codec: VideoCodec) -> String? {
        let decoder: String? =
            switch codec {
            case .vp8: "vp8dec name=decoder threads=1"
            case .vp9: "vp9dec name=decoder threads=1"
            case .h264:
                // Threads that work on pictures side by side would hold each back by one.
                if GStreamerLibrary.hasElement("avdec_h264") {
                    "\(byteStream) ! avdec_h264 name=decoder max-threads=1"
                } else if GStreamerLibrary.hasElement("openh264dec") {
                    "\(byteStream) ! openh264dec name=decoder"
                } else {
                    nil
                }
            }
        return decoder.map {
            "rtp\(codec.rtpName)depay name=depayloader request-keyframe=true wait-for-keyframe=true ! \($0)"
        }
    }

    /// Whole pictures in one form, whatever a peer's packets have.
    private nonisolated static let byteStream =
        "h264parse ! capsfilter caps=video/x-h264,stream-format=byte-stream,alignment=au"

    /// Tries ten pictures, for two seconds at the most.
    private static func works(_ encoder: VideoEncoder) async -> Bool {
        let description = """
            videotestsrc num-buffers=10 ! video/x-raw,format=I420,width=320,height=240,framerate=30/1
            ! \(encoder.description(bitrate: 300_000)) ! fakesink sync=false async=false
            """
        guard let pipeline = try? Pipeline(description) else { return false }
        defer {
            pipeline.element.setState(.null)
            pipeline.stopMessages()
        }
        let (pictures, picture) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        guard let output = try? pipeline.element.child("encoder").pad("src") else { return false }
        output.onBuffer { _ in
            picture.yield()
            return true
        }
        guard pipeline.element.setState(.playing) else { return false }
        let timeout = Task {
            try? await Task.sleep(for: .seconds(2))
            picture.finish()
        }
        defer { timeout.cancel() }
        for await _ in pictures { return true }
        return false
    }
}

extension VideoCodec {
    /// How GStreamer's payloaders and depayloaders call it.
    var rtpName: String { rawValue.lowercased() }
}
