// SPDX-License-Identifier: GPL-3.0-or-later
public import JoomModel

/// Extension point: makes connections to peers and holds the media all of them share.
public protocol PeerConnectionFactory: Sendable {
    /// Our own camera and microphone.
    var localMedia: any LocalMedia { get }

    /// What can be encoded and decoded here, VP8 among it; from any thread, at once.
    var videoCodecs: Set<VideoCodec> { get }

    /// Builds a connection with audio, one video and the data channel in place, before any description is made.
    ///
    /// - Throws: what is missing, in a form that can be told to the person.
    func makePeerConnection(
        _ configuration: PeerConnectionConfiguration
    ) async throws(MediaError) -> any PeerConnection
}

extension PeerConnectionFactory {
    /// VP8 only.
    public var videoCodecs: Set<VideoCodec> { [.vp8] }
}

/// What a connection is to be.
public struct PeerConnectionConfiguration: Hashable, Sendable {
    /// Which half of the negotiation is ours.
    public enum Role: Hashable, Sendable {
        /// We were welcomed: we offer.
        case offerer
        /// We joined: we answer.
        case answerer
    }

    /// Offer or answer.
    public let role: Role
    /// Helpers for finding a path.
    public let iceServers: [IceServer]
    /// Joom peers get the data channel as a third media section; a seed's page gets exactly audio and video.
    public let hasDataChannel: Bool
    /// The codecs for pictures, best first: an offer has the first, and an answer the first of those that were offered.
    public let videoCodecs: [VideoCodec]
    /// Which paths may be used, and so which of our addresses the peer gets to know.
    public let iceTransportPolicy: IceTransportPolicy
    /// The UDP ports of this computer that may be used; nil for any.
    public let ports: PortRange?

    /// Describes a connection.
    public init(
        role: Role,
        iceServers: [IceServer],
        hasDataChannel: Bool,
        videoCodecs: [VideoCodec] = [.vp8],
        iceTransportPolicy: IceTransportPolicy = .all,
        ports: PortRange? = nil
    ) {
        self.role = role
        self.iceServers = iceServers
        self.hasDataChannel = hasDataChannel
        self.videoCodecs = videoCodecs
        self.iceTransportPolicy = iceTransportPolicy
        self.ports = ports
    }
}

/// One connection to one peer, in W3C WebRTC's words.
///
/// Never renegotiated: recovery is another connection. Nothing is shown and nothing leaves before the DTLS
/// certificate was compared with the description's fingerprints. Calls come one at a time, from any thread.
public protocol PeerConnection: AnyObject, Sendable {
    /// What happens, in order, until `close()`; one reader.
    var events: AsyncStream<PeerConnectionEvent> { get }

    /// Makes an offer and sets it as the local description.
    func createOffer() async throws(MediaError) -> SessionDescription

    /// Sets the peer's offer, makes an answer and sets that as the local description.
    func createAnswer(to offer: SessionDescription) async throws(MediaError) -> SessionDescription

    /// Sets the peer's answer to our offer.
    func setAnswer(_ answer: SessionDescription) async throws(MediaError)

    /// Adds a way to reach the peer; one that makes no sense is dropped.
    func addIceCandidate(_ candidate: IceCandidate?) async

    /// Says where the peer's picture goes; nil for nowhere.
    func setVideoSink(_ sink: (any VideoSink)?)

    /// Says where the peer's sound goes besides the speaker; nil for nowhere.
    func setAudioSink(_ sink: (any AudioSink)?)

    /// Says where the peer's sound and picture go before they are decoded, beginning with a key frame; nil for nowhere.
    func setEncodedFrameSink(_ sink: (any EncodedFrameSink)?)

    /// Asks the peer for a picture that can be decoded on its own (RFC 4585 picture loss indication).
    func requestKeyFrame()

    /// Lets the peer's sound out to the speaker, or not; not, to begin with. Of two connections to one peer, of which the
    /// newer will replace the other, only one may be heard.
    func setPlaying(_ isPlaying: Bool)

    /// Makes the peer's sound louder or softer where it is played: 1 as it comes, 0 silence, at most 1.5; as ears count, so
    /// that half of it sounds half as loud.
    func setVolume(_ volume: Double)

    /// Sends text on the negotiated data channel `joom`; dropped while that is closed.
    func sendData(_ text: String) async

    /// Sends text on the negotiated data channel `plugins`; dropped while that is closed.
    func sendAddOnData(_ text: String) async

    /// This computer has these IP addresses now: takes another way to the peer at once, if one is known, where the one in use
    /// leaves from an address that is gone.
    func networkChanged(addresses: Set<String>) async

    /// The figures of the moment, named as in W3C webrtc-stats.
    func statistics() async -> PeerConnectionStatistics

    /// Ends the connection and the stream; returns when the network is silent.
    func close() async
}

extension PeerConnection {
    /// Hands out no sound: for connections that decode none.
    public func setAudioSink(_ sink: (any AudioSink)?) {}

    /// Asks nobody: for connections that receive nothing encoded.
    public func requestKeyFrame() {}

    /// Hands out nothing: for connections that receive nothing encoded.
    public func setEncodedFrameSink(_ sink: (any EncodedFrameSink)?) {}

    /// Plays nothing.
    public func setPlaying(_ isPlaying: Bool) {}

    /// Plays nothing.
    public func setVolume(_ volume: Double) {}

    /// Stays as it is: for connections without ways of their own.
    public func networkChanged(addresses: Set<String>) async {}

    /// Sends nothing: for connections without that channel, which never say that it is open.
    public func sendAddOnData(_ text: String) async {}
}

/// What a connection reports.
public enum PeerConnectionEvent: Hashable, Sendable {
    /// A way to reach us was found; nil when there are no more.
    case iceCandidate(IceCandidate?)
    /// W3C RTCPeerConnectionState changed.
    case stateChanged(PeerConnectionState)
    /// The peer's first picture was decoded, in pixels.
    case firstFrame(width: Int, height: Int)
    /// The peer wrote on the data channel `joom`.
    case data(String)
    /// The data channel `joom` is open, and the peer is who was described.
    case channelOpen
    /// The data channel `plugins` is open.
    case addOnChannelOpen
    /// The peer wrote on the data channel `plugins`; no more than `AddOnFloodGate` lets through.
    case addOnData(String)
    /// The certificate is not the one described: somebody is in the middle. Nothing was shown or sent.
    case fingerprintMismatch
    /// A STUN or TURN server is of no use for this connection (W3C WebRTC, RTCPeerConnectionIceErrorEvent); others may be.
    case iceCandidateError(url: String, text: String)
    /// The peer speaks no form of pictures, or of sound, that we have; the other of the two goes on.
    case noCommonCodec(EncodedFormat.Kind)
    /// The connection broke on our side.
    case failed(MediaError)
}
