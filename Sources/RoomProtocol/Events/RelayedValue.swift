// SPDX-License-Identifier: GPL-3.0-or-later
public import JoomModel
public import SocketIOCore

/// A description or candidate on its way: the server passes it on as it came, only clients look inside.
public struct RelayedValue: Hashable, Sendable {
    /// The events whose first argument is passed on; the raw value is the event's name.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// A description that asks.
        case offer
        /// A description that accepts.
        case answer
        /// A candidate, or `null` for no more.
        case ice
    }

    /// Which event it belongs to.
    public let kind: Kind
    /// The event's first argument.
    public let value: JSONValue

    /// Pairs event and argument.
    public init(kind: Kind, value: JSONValue) {
        self.kind = kind
        self.value = value
    }

    /// Writes a description; its kind names the event.
    public init(_ description: SessionDescription) {
        self.init(
            kind: description.kind == .offer ? .offer : .answer,
            value: ["type": .string(description.kind.rawValue), "sdp": .string(description.sdp)]
        )
    }

    /// Writes a candidate as RTCIceCandidate.toJSON does; nil for no more.
    public init(_ candidate: IceCandidate?) {
        guard let candidate else {
            self.init(kind: .ice, value: .null)
            return
        }
        let object = JSONObject(said: [
            "candidate": .string(candidate.candidate),
            "sdpMid": candidate.sdpMid.map(JSONValue.string) ?? .null,
            "sdpMLineIndex": candidate.sdpMLineIndex.map { .integer(Int64($0)) } ?? .null,
            "usernameFragment": candidate.usernameFragment.map(JSONValue.string),
        ])
        self.init(kind: .ice, value: .object(object))
    }

    /// Looks inside.
    ///
    /// - Throws: what is wrong with the value; the event is then to be dropped.
    public func message() throws(MalformedEvent) -> SignalingMessage {
        switch kind {
        case .offer: .offer(try description(.offer))
        case .answer: .answer(try description(.answer))
        case .ice: .ice(try candidate())
        }
    }

    private func description(_ kind: SessionDescription.Kind) throws(MalformedEvent) -> SessionDescription {
        let reader = ValueReader([value], at: 0, "description")
        guard reader.isThere else { throw .missing(reader.place) }
        let type = try reader["type"].word(SessionDescription.Kind.self)
        guard type == nil || type == kind else { throw .badValue("description.type") }
        let sdp = try reader["sdp"]
        let text = try sdp.required(try sdp.string(limit: RoomLimits().messageBytes))
        guard !text.isEmpty else { throw .badValue(sdp.place) }
        return SessionDescription(kind: kind, sdp: text)
    }

    private func candidate() throws(MalformedEvent) -> IceCandidate? {
        let reader = ValueReader([value], at: 0, "candidate")
        guard reader.isThere else { return nil }
        let text = try reader["candidate"]
        return IceCandidate(
            candidate: try text.required(try text.string(limit: RoomLimits().messageBytes)),
            sdpMid: try reader["sdpMid"].token(),
            sdpMLineIndex: try reader["sdpMLineIndex"].natural(limit: 65_535),
            usernameFragment: try reader["usernameFragment"].token()
        )
    }
}
