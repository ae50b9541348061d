// SPDX-License-Identifier: GPL-3.0-or-later
import GLibKit
import JoomModel
import MediaCore
import PluginKit

/// One webrtcbin on the shared pipeline.
///
/// The security gate stands in both directions: what arrives is dropped and what leaves is held by valves until the
/// peer's certificate was found in its description.
@MediaActor
final class GStreamerPeerConnection: PeerConnection {
    nonisolated let events: AsyncStream<PeerConnectionEvent>
    nonisolated let continuation: AsyncStream<PeerConnectionEvent>.Continuation

    /// Where the negotiation stands; never back.
    enum Phase {
        /// No description is set.
        case new
        /// Our offer is out.
        case offered
        /// Both descriptions are set.
        case negotiated
        /// Everything is taken down.
        case closed
    }

    let name: String
    let role: PeerConnectionConfiguration.Role
    let graph: CallGraph
    let webrtc: WebRTCBin
    let gate = SecurityGate()
    let network = FlowMeter()
    let signals: AsyncStream<PeerSignal>.Continuation

    var phase = Phase.new
    var health = ConnectionHealth()
    var state = PeerConnectionState.new
    var frames = FrameMeter()
    var loudness: Double?
    var rate: PeerRate
    /// What pictures are sent and expected as.
    private(set) var codec = VideoCodec.vp8
    /// Where our picture for this peer comes from.
    private(set) var line: VideoLine
    let repeats = RetransmissionBudget()
    var jitterBuffers = PeerJitterBuffers()
    var reported = Duration.zero
    var reception = ReceptionReader()
    var sending: [SendBranch] = []
    var localMids: [String?] = []
    var remote: ExaminedDescription?
    var hasGathered = false
    /// Whether the peer was told of a way to reach us.
    var hasCandidate = false
    var pathSwitch = PathSwitch()
    let policy: IceTransportPolicy
    let ports: PortRange?
    let servers: IceServers
    var frameSink: (any EncodedFrameSink)?

    nonisolated let videoOutlet: VideoOutlet
    nonisolated let audioOutlet: AudioOutlet
    private(set) var receiving: [RTPFormat.Kind: ReceiveBranch] = [:]
    private let hasDataChannel: Bool
    private let codecs: [VideoCodec]
    /// `joom` and `plugins`, where the peer has them.
    private(set) var channels: [GObjectRef] = []
    var toldOfChannels: Set<Int> = []
    private var connections: [SignalConnection] = []
    private var earlyCandidates: [IceCandidate] = []
    private var tasks: [Task<Void, Never>] = []

    /// Builds the connection and starts its webrtcbin.
    init(
        _ configuration: PeerConnectionConfiguration,
        graph: CallGraph
    ) throws(MediaError) {
        (events, continuation) = AsyncStream.makeStream()
        let (signalStream, signals) = AsyncStream.makeStream(of: PeerSignal.self)
        self.signals = signals
        self.graph = graph
        (name, webrtc) = try graph.spares.take()
        role = configuration.role
        line = graph.mainLine
        rate = PeerRate(graph.mainLine.control)
        hasDataChannel = configuration.hasDataChannel
        codecs = configuration.videoCodecs
        (policy, ports) = (configuration.iceTransportPolicy, configuration.ports)
        servers = IceServers { signals.yield(.serverFailed(url: $0, text: $1)) }
        let audioOutlet = AudioOutlet()
        (videoOutlet, self.audioOutlet) = (VideoOutlet(), audioOutlet)
        do {
            try findPaths(with: configuration.iceServers)
            receiving[.audio] = try .audio(graph: graph, name: "\(name)-audio-in") { audioOutlet.receive($0) }
        } catch {
            graph.spares.discard(webrtc)
            throw error
        }
        connect()
        tasks = [
            Task { [weak self] in
                for await signal in signalStream { self?.handle(signal) }
            },
            Task { [weak self] in
                while !Task.isCancelled {
                    try? await Task.sleep(for: .milliseconds(250))
                    self?.updateState()
                    await self?.steer()
                }
            },
        ]
    }

    func createOffer() async throws(MediaError) -> SessionDescription {
        guard phase == .new, role == .offerer else { throw .invalidState("an offer was made already") }
        phase = .offered
        try await prepare(RTPFormat.offered(codecs.first ?? .vp8), channels: hasDataChannel)
        let offer = SessionDescription(kind: .offer, sdp: try await webrtc.createOffer())
        try learnLocal(offer)
        try await webrtc.setLocal(offer)
        return offer
    }

    func createAnswer(to offer: SessionDescription) async throws(MediaError) -> SessionDescription {
        guard phase == .new, role == .answerer else { throw .invalidState("an answer was made already") }
        let examined = try examine(offer, as: .offer)
        let formats = examined.sections.filter { !$0.isRejected }
            .compactMap { RTPFormat(answering: $0, with: codecs) }
        guard !formats.isEmpty else { throw .noCommonCodec }
        phase = .offered
        try await prepare(formats, channels: hasDataChannel && examined.application != nil)
        try await webrtc.setRemote(SessionDescription(kind: .offer, sdp: examined.sdp))
        let text = examined.completing(answer: try await webrtc.createAnswer())
        let answer = SessionDescription(kind: .answer, sdp: text)
        try learnLocal(answer)
        remote = examined
        try await webrtc.setLocal(answer)
        try finishNegotiation(examined)
        tellOfMissingCodecs(examined, codecs)
        return answer
    }

    func setAnswer(_ answer: SessionDescription) async throws(MediaError) {
        guard phase == .offered, role == .offerer else { throw .invalidState("there is no offer to answer") }
        let examined = try examine(answer, as: .answer)
        let live = examined.sections.filter { !$0.isRejected }
        guard live.contains(where: { $0.chosenCodec(among: [codec]) != nil }) else { throw .noCommonCodec }
        remote = examined
        try await webrtc.setRemote(SessionDescription(kind: .answer, sdp: examined.sdp))
        try finishNegotiation(examined)
        tellOfMissingCodecs(examined, [codec])
    }

    func addIceCandidate(_ candidate: IceCandidate?) async {
        guard phase != .closed, let candidate else { return }
        guard phase == .negotiated else {
            // As many as an honest peer has, and no more.
            if earlyCandidates.count < 64 { earlyCandidates.append(candidate) }
            return
        }
        add(candidate)
    }

    func close() async {
        // A wrong certificate took everything down already, but the stream goes on to tell of it.
        if phase != .closed { takeDown() }
        report(.closed)
        continuation.finish()
        Heap.giveBack()
    }

    /// Ends everything that touches the network or shows anything.
    func takeDown() {
        phase = .closed
        line.control.forget(name)
        gate.lock()
        signals.finish()
        for task in tasks { task.cancel() }
        for branch in sending { branch.shut() }
        for branch in sending { branch.remove() }
        sending = []
        connections = []
        channels = []
        graph.spares.discard(webrtc)
        servers.close()
        for branch in receiving.values { branch.remove() }
        videoOutlet.set(nil)
        audioOutlet.set(nil)
    }

    // MARK: - Negotiation

    private func examine(
        _ description: SessionDescription,
        as kind: SessionDescription.Kind
    ) throws(MediaError) -> ExaminedDescription {
        guard description.kind == kind else { throw .invalidState("\(description.kind) in place of \(kind)") }
        do {
            return try SDPGate().examine(description)
        } catch {
            throw .badDescription(String(describing: error))
        }
    }

    /// Puts everything in place before the first description: webrtcbin cannot add or turn anything later.
    private func prepare(_ formats: [RTPFormat], channels wanted: Bool) async throws(MediaError) {
        if let picture = formats.first(where: { $0.kind == .video }) { try await choose(picture.codec) }
        let stream = String(UInt64.random(in: .min ... .max), radix: 16)
        for format in formats {
            let line = format.kind == .video ? line : nil
            let branch = "\(name)-\(format.kind)-out"
            sending.append(
                try SendBranch(format, graph: graph, line: line, webrtc: webrtc, name: branch, stream: stream)
            )
        }
        listenForStreams()
        guard wanted else { return }
        channels = [("joom", 0), ("plugins", 1)].compactMap { webrtc.makeDataChannel($0.0, id: $0.1) }
        guard channels.count == 2 else { throw MediaRequirements.missing(element: "sctpenc") }
        connections += listen(to: channels)
    }

    /// Builds what sends and shows pictures of a codec.
    private func choose(_ codec: VideoCodec) async throws(MediaError) {
        if codec != .vp8 {
            line = try await graph.line(codec)
            rate = PeerRate(line.control)
            guard phase != .closed else { throw .invalidState("closed meanwhile") }
        }
        self.codec = codec
        receiving[.video] = try .video(codec, graph: graph, name: "\(name)-video-in", outlet: videoOutlet) {
            [signals] in
            signals.yield(.frame(at: GStreamerLibrary.now, width: $0.width, height: $0.height))
        }
        receiving[.video]?.setFrameSink(frameSink)
    }

    private func learnLocal(_ description: SessionDescription) throws(MediaError) {
        localMids = try examine(description, as: description.kind).sections.map(\.mid)
    }

    private func finishNegotiation(_ examined: ExaminedDescription) throws(MediaError) {
        guard phase != .closed else { throw .invalidState("closed meanwhile") }
        phase = .negotiated
        health.negotiatedAt = GStreamerLibrary.now
        watchForCandidates()
        try webrtc.tuneSessions(isReducedSize: examined.video?.takesReducedSizeRTCP ?? false)
        watchCertificates(CertificateCheck(expected: examined.fingerprints, transports: webrtc.transports))
        for candidate in examined.candidates + earlyCandidates { add(candidate) }
        earlyCandidates = []
        updateState()
    }

    // MARK: - Signals of webrtcbin

    private func connect() {
        let (signals, network, repeats) = (signals, network, repeats)
        connections = [
            webrtc.onCandidate { signals.yield(.candidate(line: $0, text: $1)) },
            webrtc.onPart { part in PeerStreams.tune(part, network: network, repeats: repeats, signals: signals) },
        ]
        for property in ["connection-state", "ice-connection-state", "ice-gathering-state"] {
            connections.append(
                .notify(webrtc.element.object, property) { signals.yield(.stateChanged) }
            )
        }
    }

    /// Leads streams to the branches, all of which are there now.
    private func listenForStreams() {
        let (gate, inputs) = (gate, receiving.mapValues(\.input))
        connections.append(webrtc.onPad { pad in PeerStreams.accept(pad, inputs: inputs, gate: gate) })
    }

    /// Compares certificates on the thread that finishes DTLS, so that no packet can be faster.
    private func watchCertificates(_ check: CertificateCheck) {
        let (signals, gate) = (signals, gate)
        let look: @Sendable () -> Void = {
            let verdict = check.run()
            switch verdict {
            case .pending: return
            case .verified: gate.unlock()
            case .mismatch: gate.lock()
            }
            signals.yield(.certificate(verdict))
        }
        for transport in check.transports {
            connections.append(.notify(transport, "state", look))
        }
        look()
    }
}
