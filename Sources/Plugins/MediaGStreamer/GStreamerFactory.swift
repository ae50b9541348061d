// SPDX-License-Identifier: GPL-3.0-or-later
public import GLibKit
public import JoomModel
public import PluginKit

/// Makes connections that share one pipeline: one clock, one camera, one encoder.
public final class GStreamerFactory: PeerConnectionFactory {
    private let media: GStreamerLocalMedia

    /// Makes a factory, and in the background the certificate that would otherwise delay the first call.
    ///
    /// - Parameter portal: through which cameras are opened in a sandbox.
    public init(portal: CameraPortal? = nil) {
        media = GStreamerLocalMedia(portal: portal)
        Task { @MediaActor in Certificates.warmUp() }
    }

    /// Our own camera and microphone.
    public var localMedia: any LocalMedia { media }

    /// What is installed here.
    public var videoCodecs: Set<VideoCodec> { VideoCodecs.installed }

    /// Builds a connection; starts the pipeline, with black and silence, if nothing was captured yet.
    public func makePeerConnection(
        _ configuration: PeerConnectionConfiguration
    ) async throws(MediaError) -> any PeerConnection {
        try await media.makePeerConnection(configuration)
    }
}

@MediaActor
enum Certificates {
    private static var keeper: Element?

    /// Makes webrtcbin's RSA key, which the process has one of and takes up to a second.
    static func warmUp() {
        guard keeper == nil, (try? GStreamerLibrary.load()) != nil, let element = try? Element("dtlsdec") else {
            return
        }
        element.setState(.ready)
        keeper = element
    }
}
