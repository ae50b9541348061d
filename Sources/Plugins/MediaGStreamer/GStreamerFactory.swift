// SPDX-License-Identifier: GPL-3.0-or-later
public import GLibKit
public import JoomModel
public import PluginKit

/// Makes connections that share one pipeline: one clock, one camera, one encoder.
public final class GStreamerFactory: PeerConnectionFactory {
    private let media: GStreamerLocalMedia

    /// Makes a factory, and in the background what would otherwise delay the first call.
    ///
    /// - Parameter portal: through which cameras are opened in a sandbox.
    public init(portal: CameraPortal? = nil) {
        media = GStreamerLocalMedia(portal: portal)
        WarmUp.start()
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
