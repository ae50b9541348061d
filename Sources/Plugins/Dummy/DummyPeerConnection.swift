// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
public import PluginKit

/// Makes connections to the echo.
public struct DummyPeerConnectionFactory: PeerConnectionFactory {
    /// The made-up cameras.
    public var localMedia: any LocalMedia { media }

    private let media: DummyLocalMedia

    /// Echoes what `media` draws.
    public init(media: DummyLocalMedia) { self.media = media }

    /// Never fails.
    public func makePeerConnection(
        _ configuration: PeerConnectionConfiguration
    ) async throws(MediaError) -> any PeerConnection {
        DummyPeerConnection(media: media)
    }
}

/// A connection whose far end shows our own picture back, as soon as there is an offer and an answer.
final class DummyPeerConnection: PeerConnection {
    let events: AsyncStream<PeerConnectionEvent>

    private let id: DummyStudio.EchoID
    private let media: DummyLocalMedia

    init(media: DummyLocalMedia) {
        self.media = media
        id = DummyStudio.EchoID(rawValue: .random(in: .min ... .max))
        let (stream, report) = AsyncStream.makeStream(of: PeerConnectionEvent.self)
        events = stream
        media.studio.yield(.open(id, report))
    }

    func createOffer() async throws(MediaError) -> SessionDescription {
        SessionDescription(kind: .offer, sdp: "v=0\r\ns=dummy \(id.rawValue)\r\n")
    }

    func createAnswer(to offer: SessionDescription) async throws(MediaError) -> SessionDescription {
        media.studio.yield(.connect(id))
        return SessionDescription(kind: .answer, sdp: "v=0\r\ns=dummy \(id.rawValue)\r\n")
    }

    func setAnswer(_ answer: SessionDescription) async throws(MediaError) { media.studio.yield(.connect(id)) }

    func addIceCandidate(_ candidate: IceCandidate?) async {}

    func setVideoSink(_ sink: (any VideoSink)?) { media.studio.yield(.show(id, sink)) }

    func sendData(_ text: String) async {}

    func statistics() async -> PeerConnectionStatistics {
        await withCheckedContinuation { reply in
            if case .enqueued = media.studio.yield(.statistics(id, reply)) { return }
            reply.resume(returning: PeerConnectionStatistics())
        }
    }

    func close() async { media.studio.yield(.close(id)) }
}
