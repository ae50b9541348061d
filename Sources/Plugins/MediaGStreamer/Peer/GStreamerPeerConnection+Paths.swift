// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import MediaCore
import PluginKit

/// The ways to the peer: which may be used, which are found, and which the peer names.
extension GStreamerPeerConnection {
    /// Says by which ways the peer may be reached.
    func findPaths(with iceServers: [IceServer]) throws(MediaError) {
        webrtc.setTransportPolicy(policy)
        if let ports { webrtc.restrict(to: ports) }
        servers.announce(iceServers, to: webrtc, policy: policy)
        guard policy == .all || !servers.relays.isEmpty else { throw .noRelay }
    }

    /// Takes a way to the peer; names of multicast DNS are passed over, since whoever hides behind one finds us.
    func add(_ candidate: IceCandidate) {
        guard case .pass(let candidate) = CandidateFilter().examine(candidate) else { return }
        let byMid = remote?.sections.first { $0.mid != nil && $0.mid == candidate.sdpMid }?.index
        webrtc.add(candidate: candidate.candidate, line: candidate.sdpMLineIndex ?? byMid ?? 0)
    }

    /// Tells the peer of a way to us, as far as it may know.
    func found(line: Int, text: String) {
        let candidate = IceCandidate(
            candidate: text,
            sdpMid: localMids.indices.contains(line) ? localMids[line] : nil,
            sdpMLineIndex: line
        )
        if policy == .all { hasCandidate = true }
        guard case .pass(let passed) = CandidateFilter().examine(own: candidate, policy: policy) else { return }
        hasCandidate = true
        continuation.yield(.iceCandidate(passed))
    }

    /// Tells the peer that there are no more, a little later: webrtcbin may be done before it told of the last.
    func endCandidates() {
        Task { [weak self] in
            try? await Task.sleep(for: .milliseconds(250))
            guard let self, phase != .closed else { return }
            continuation.yield(.iceCandidate(nil))
        }
    }

    /// Goes on without a server; where only relays may be used, the last of them was the last hope.
    func lost(server url: String, _ text: String) {
        servers.giveUp(url)
        continuation.yield(.iceCandidateError(url: url, text: text))
        if policy == .relay, servers.relays.isEmpty, !hasCandidate { continuation.yield(.failed(.noRelay)) }
    }

    /// A person's own restrictions may leave no way at all, and libnice says nothing of that.
    func watchForCandidates() {
        guard policy == .relay || ports != nil else { return }
        Task { [weak self, policy] in
            // Sockets are there at once; a TURN server far away is asked several times.
            try? await Task.sleep(for: policy == .relay ? .seconds(8) : .seconds(2))
            guard let self, phase != .closed, !hasCandidate else { return }
            if policy == .relay {
                continuation.yield(.failed(.noRelay))
            } else if let ports, NetworkInterfaces.loopbackIfAlone.isEmpty {
                continuation.yield(.failed(.noPort(ports)))
            }
        }
    }
}
