// SPDX-License-Identifier: GPL-3.0-or-later

/// One packet of Engine.IO protocol v4.
public enum EnginePacket: Hashable, Sendable {
    /// `0`: the server opens the session.
    case open(EngineHandshake)
    /// `1`: the session ends.
    case close
    /// `2`: the server's heartbeat, or `probe` from a client that upgrades.
    case ping(String)
    /// `3`: the answer, with the ping's payload.
    case pong(String)
    /// `4`: text for the layer above.
    case message(String)
    /// Bytes for the layer above: a binary WebSocket frame, or `b` and base64 in a long-polling payload.
    case binary([UInt8])
    /// `5`: the client moves to the new transport.
    case upgrade
    /// `6`: nothing; releases a waiting poll.
    case noop
}

/// Why bytes are no Engine.IO packet.
public enum EngineError: Error, Hashable, Sendable {
    /// There is nothing in it.
    case empty
    /// No packet begins like this.
    case badType(UInt8)
    /// A packet without payload has one.
    case unexpectedPayload
    /// The open packet lacks what the protocol requires.
    case badHandshake
    /// Not base64, or not canonical.
    case badBase64
    /// The bytes are not UTF-8.
    case badUTF8
    /// More bytes than allowed.
    case tooLarge(bytes: Int, limit: Int)
}

extension EnginePacket {
    /// Reads a packet from the text of a WebSocket frame.
    public init(text: String) throws(EngineError) {
        guard let type = text.utf8.first else { throw .empty }
        let payload = text.utf8.dropFirst()
        switch type {
        case UInt8(ascii: "0"): self = .open(try Self.handshake(payload))
        case UInt8(ascii: "1"): self = try Self.bare(.close, payload)
        case UInt8(ascii: "2"): self = .ping(String(payload) ?? "")
        case UInt8(ascii: "3"): self = .pong(String(payload) ?? "")
        case UInt8(ascii: "4"): self = .message(String(payload) ?? "")
        case UInt8(ascii: "5"): self = try Self.bare(.upgrade, payload)
        case UInt8(ascii: "6"): self = try Self.bare(.noop, payload)
        default: throw .badType(type)
        }
    }

    /// The text of a WebSocket frame or, for bytes, their form in a long-polling payload.
    public var text: String {
        switch self {
        case .open(let handshake): "0" + handshake.json.serialized
        case .close: "1"
        case .ping(let payload): "2" + payload
        case .pong(let payload): "3" + payload
        case .message(let payload): "4" + payload
        case .binary(let bytes): "b" + Base64.encode(bytes)
        case .upgrade: "5"
        case .noop: "6"
        }
    }

    /// About how many bytes it takes on the wire, for counting buffers.
    public var weight: Int {
        switch self {
        case .ping(let payload), .pong(let payload), .message(let payload): payload.utf8.count + 1
        case .binary(let bytes): (bytes.count + 2) / 3 * 4 + 1
        case .open: 160
        case .close, .upgrade, .noop: 1
        }
    }

    private static func bare(_ packet: EnginePacket, _ payload: Substring.UTF8View) throws(EngineError) -> EnginePacket
    {
        guard payload.isEmpty else { throw .unexpectedPayload }
        return packet
    }

    private static func handshake(_ payload: Substring.UTF8View) throws(EngineError) -> EngineHandshake {
        guard let json = try? JSONValue(parsing: payload) else { throw .badHandshake }
        return try EngineHandshake(json: json)
    }
}
