// SPDX-License-Identifier: GPL-3.0-or-later
public import JoomModel
import SocketIOCore

/// The second argument of `join_room`; whoever sends it is no seed-style member (Protocol.md section 3).
public struct JoinRequest: Hashable, Sendable {
    /// What the others should call the joiner.
    public var name: String?
    /// The id the joiner would like; granted when it is free, or theirs by `resume`.
    public var peerID: PeerID?
    /// The token of an earlier acknowledgement.
    public var resume: String?
    /// What the joiner's program understands.
    public var capabilities: Set<String>
    /// Proof of the link's key.
    public var admission: String?

    /// Collects what a joiner may say.
    public init(
        name: String? = nil,
        peerID: PeerID? = nil,
        resume: String? = nil,
        capabilities: Set<String> = [],
        admission: String? = nil
    ) {
        self.name = name
        self.peerID = peerID
        self.resume = resume
        self.capabilities = capabilities
        self.admission = admission
    }

    /// What this program says of itself.
    public init(_ options: JoinOptions) {
        let own: Set<String> = options.takesKey ? ["joom/1", RemotePeer.takesKey] : ["joom/1"]
        self.init(
            name: options.name,
            peerID: options.peerID,
            resume: options.resume,
            capabilities: options.videoCodecs.reduce(into: own) { $0.insert($1.capability) },
            admission: options.admission
        )
    }

    init(_ reader: ValueReader) throws(MalformedEvent) {
        self.init(
            name: try reader["name"].name(),
            peerID: try reader["peer_id"].peer(),
            resume: try reader["resume"].token(),
            capabilities: try reader["capabilities"].capabilities(),
            admission: try reader["admission"].token()
        )
    }

    var object: JSONObject {
        JSONObject(said: [
            "name": name.map(JSONValue.string),
            "peer_id": peerID.map { .string($0.rawValue) },
            "resume": resume.map(JSONValue.string),
            "capabilities": .array(capabilities.sorted().map(JSONValue.string)),
            "admission": admission.map(JSONValue.string),
        ])
    }
}
