// SPDX-License-Identifier: GPL-3.0-or-later
import CJoomGst
import GLibKit
import JoomModel
import PluginKit

/// The webrtcbin element in the words of W3C WebRTC.
struct WebRTCBin: Sendable {
    let element: Element

    /// Makes one that bundles, does not offer TCP and waits `latency` ms for lost packets.
    init(name: String, latency: UInt) throws(MediaError) {
        element = try Element("webrtcbin", name: name)
        element.set("bundle-policy", text: "max-bundle")
        element.object.set("latency", uint: latency)
        // Two candidates more for each address, which browsers ignore. The agent is a floating reference in 1.22:
        // sinking and releasing it would end it.
        guard let agent = element.object.object("ice-agent") else { return }
        if agent.hasProperty("ice-tcp") { agent.set("ice-tcp", false) }
        // Ta of RFC 8445, 14.2: between two checks, 5 ms are enough; libnice waits 20.
        if let nice = agent.hasProperty("agent") ? agent.object("agent") : nil {
            if nice.hasProperty("stun-pacing-timer") { nice.set("stun-pacing-timer", uint: 5) }
            // Nobody asked for ports to be opened in their router; the search for one starts a web server on every address,
            // and leaves from a port outside any range.
            if nice.hasProperty("upnp") { nice.set("upnp", false) }
        }
        for address in NetworkInterfaces.loopbackIfAlone {
            joom_webrtc_ice_add_local_address(agent.pointer, address)
        }
    }

    /// Uses relays only, or any path; before the first description.
    func setTransportPolicy(_ policy: IceTransportPolicy) {
        element.set("ice-transport-policy", text: policy == .relay ? "relay" : "all")
    }

    /// Uses these UDP ports only; before the first description.
    func restrict(to ports: PortRange) {
        guard let agent = element.object.object("ice-agent") else { return }
        agent.set("min-rtp-port", uint: UInt(ports.first))
        agent.set("max-rtp-port", uint: UInt(ports.last))
    }

    /// Asks this server which address of ours others see, instead of any other: there is one.
    func setStunServer(_ url: String) { element.object.set("stun-server", url) }

    /// Announces a relay besides others; false when it cannot be used.
    func addTurnServer(_ url: String) -> Bool { joom_webrtc_add_turn_server(element.object.pointer, url) != 0 }

    /// Makes an offer without setting it.
    func createOffer() async throws(MediaError) -> String {
        try await Promise.run {
            joom_webrtc_create_offer(element.object.pointer, $0)
        } read: {
            Self.description($0, field: "offer")
        }
    }

    /// Makes an answer without setting it.
    func createAnswer() async throws(MediaError) -> String {
        try await Promise.run {
            joom_webrtc_create_answer(element.object.pointer, $0)
        } read: {
            Self.description($0, field: "answer")
        }
    }

    /// Sets our half.
    func setLocal(_ description: SessionDescription) async throws(MediaError) {
        let boxed = try Self.boxed(description)
        defer { gst_webrtc_session_description_free(boxed) }
        try await Promise.run {
            joom_webrtc_set_local_description(element.object.pointer, boxed, $0)
        } read: { _ in
            .success(())
        }
    }

    /// Sets the peer's half.
    func setRemote(_ description: SessionDescription) async throws(MediaError) {
        let boxed = try Self.boxed(description)
        defer { gst_webrtc_session_description_free(boxed) }
        try await Promise.run {
            joom_webrtc_set_remote_description(element.object.pointer, boxed, $0)
        } read: { _ in
            .success(())
        }
    }

    /// Adds a way to reach the peer.
    func add(candidate: String, line: Int) {
        joom_webrtc_add_ice_candidate(element.object.pointer, guint(clamping: line), candidate)
    }

    /// Makes a channel that both sides know by number; nil when SCTP is not there.
    func makeDataChannel(_ label: String, id: Int) -> GObjectRef? {
        joom_webrtc_create_data_channel(element.object.pointer, label, gint(id)).map { GObjectRef(taking: $0) }
    }

    /// The entries of W3C getStats, copied.
    func statistics() async throws(MediaError) -> [StatisticsEntry] {
        try await Promise.run {
            joom_webrtc_get_stats(element.object.pointer, $0)
        } read: { reply in
            .success(reply.map(StatisticsEntry.read) ?? [])
        }
    }

    /// The DTLS transports in use, each once; complete once both descriptions are set.
    var transports: [GObjectRef] {
        var found: [GObjectRef] = []
        var index: gint = 0
        while let pointer = joom_webrtc_get_transceiver(element.object.pointer, index) {
            let transceiver = GObjectRef(taking: pointer)
            for half in ["sender", "receiver"] {
                if let transport = transceiver.object(half)?.object("transport") { found.append(transport) }
            }
            index += 1
        }
        if let transport = element.object.object("sctp-transport")?.object("transport") { found.append(transport) }
        return found.enumerated().filter { offset, transport in
            !found[..<offset].contains { $0.pointer == transport.pointer }
        }.map(\.element)
    }

    /// Lets RTCP out often enough for retransmission and congestion control, and no more than that.
    ///
    /// - Parameter isReducedSize: whether requests and feedback may go out alone (RFC 5506). Otherwise each brings a report
    ///   of every stream with it: 65 a second, 57 kbit/s.
    /// - Throws: a bin without its parts.
    func tuneSessions(isReducedSize: Bool) throws(MediaError) {
        for session in try sessions() {
            session.set("bandwidth", double: 4_000_000)
            // RFC 3550 A.1 waits for a second packet of a source that nobody vouches for; SRTP does vouch, and a first
            // key frame may be one packet, which would wait for the next picture.
            session.set("probation", uint: 0)
            // webrtcbin 1.22 offers it and does without.
            session.set("rtcp-reduced-size", isReducedSize)
            // A report of all streams takes 600 bytes. Requests and feedback do not wait for one (RFC 4585 section 3.5.1).
            session.set("rtcp-min-interval", uint64: 500_000_000)
            if session.hasProperty("twcc-feedback-interval") {
                // 75 bytes each, and requests for retransmission travel with them.
                session.set("twcc-feedback-interval", uint64: 50_000_000)
            }
        }
    }

    /// The RTP sessions: one, where all media share a transport.
    func sessions() throws(MediaError) -> [GObjectRef] {
        let rtpbin = try element.child("rtpbin")
        return (0..<guint(4)).compactMap { id in
            joom_rtpbin_get_internal_session(rtpbin.object.pointer, id).map { GObjectRef(taking: $0) }
        }
    }

    /// W3C connectionState, of webrtcbin's own accord: it knows nothing of certificates.
    var connectionState: PeerConnectionState {
        switch GstWebRTCPeerConnectionState(UInt32(clamping: element.object.int("connection-state"))) {
        case GST_WEBRTC_PEER_CONNECTION_STATE_CONNECTING: .connecting
        case GST_WEBRTC_PEER_CONNECTION_STATE_CONNECTED: .connected
        case GST_WEBRTC_PEER_CONNECTION_STATE_DISCONNECTED: .disconnected
        case GST_WEBRTC_PEER_CONNECTION_STATE_FAILED: .failed
        case GST_WEBRTC_PEER_CONNECTION_STATE_CLOSED: .closed
        default: .new
        }
    }

    /// Whether ICE has a path, or has given up; nil while it is looking.
    var hasPath: Bool? {
        switch GstWebRTCICEConnectionState(UInt32(clamping: element.object.int("ice-connection-state"))) {
        case GST_WEBRTC_ICE_CONNECTION_STATE_CONNECTED, GST_WEBRTC_ICE_CONNECTION_STATE_COMPLETED: true
        case GST_WEBRTC_ICE_CONNECTION_STATE_FAILED: false
        default: nil
        }
    }

    /// Whether all candidates of our own are known.
    var isGatheringComplete: Bool {
        GstWebRTCICEGatheringState(UInt32(clamping: element.object.int("ice-gathering-state")))
            == GST_WEBRTC_ICE_GATHERING_STATE_COMPLETE
    }

    private static func description(_ reply: UnsafePointer<GstStructure>?, field: String) -> Result<String, MediaError>
    {
        guard let reply, let value = gst_structure_get_value(reply, field), let boxed = g_value_get_boxed(value),
            let text = gst_sdp_message_as_text(
                boxed.assumingMemoryBound(to: GstWebRTCSessionDescription.self).pointee.sdp
            )
        else { return .failure(.engine("no \(field)")) }
        defer { g_free(text) }
        return .success(String(cString: text))
    }

    private static func boxed(
        _ description: SessionDescription
    ) throws(MediaError) -> UnsafeMutablePointer<GstWebRTCSessionDescription> {
        var message: UnsafeMutablePointer<GstSDPMessage>?
        guard gst_sdp_message_new_from_text(description.sdp, &message) == GST_SDP_OK, let message else {
            if let message { gst_sdp_message_free(message) }
            throw .badDescription("not SDP")
        }
        let type =
            switch description.kind {
            case .offer: GST_WEBRTC_SDP_TYPE_OFFER
            case .answer: GST_WEBRTC_SDP_TYPE_ANSWER
            }
        guard let boxed = gst_webrtc_session_description_new(type, message) else { throw .engine("no description") }
        return boxed
    }
}
