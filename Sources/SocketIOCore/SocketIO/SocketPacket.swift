// SPDX-License-Identifier: GPL-3.0-or-later

/// The name of a Socket.IO namespace, `/` for the main one.
public struct SocketNamespace: Hashable, Sendable, CustomStringConvertible {
    /// The main namespace.
    public static let root = SocketNamespace("/")

    /// The name on the wire, from its slash on.
    public let rawValue: String

    /// Wraps a name that begins with a slash.
    public init(_ rawValue: String) { self.rawValue = rawValue }

    /// The name on the wire.
    public var description: String { rawValue }
}

/// The public name of a client in a namespace; differs from its Engine.IO session id, which is a secret.
public struct SocketID: Hashable, Sendable, CustomStringConvertible {
    /// The id on the wire.
    public let rawValue: String

    /// Wraps an id from the wire or a random source.
    public init(_ rawValue: String) { self.rawValue = rawValue }

    /// The id on the wire.
    public var description: String { rawValue }
}

/// A name and its arguments, as `emit` takes them.
public struct SocketEvent: Hashable, Sendable {
    /// What happened; a number on the wire is taken as its digits.
    public var name: String
    /// What belongs to it; may hold bytes anywhere.
    public var arguments: [JSONValue]

    /// Pairs name and arguments.
    public init(_ name: String, _ arguments: [JSONValue] = []) {
        self.name = name
        self.arguments = arguments
    }
}

/// One packet of Socket.IO protocol v5, attachments in place.
public struct SocketPacket: Hashable, Sendable {
    /// What a packet says.
    public enum Body: Hashable, Sendable {
        /// `0`: asks for the namespace (with an object or nothing), or grants it (with `{sid}`).
        case connect(JSONValue?)
        /// `1`: leaves the namespace.
        case disconnect
        /// `2`, or `5` with bytes: something happened; `ack` asks for an answer.
        case event(SocketEvent, ack: Int?)
        /// `3`, or `6` with bytes: the answer to the event with this number.
        case ack(Int, [JSONValue])
        /// `4`: the namespace is refused.
        case connectError(JSONValue)
    }

    /// Where it belongs.
    public var namespace: SocketNamespace
    /// What it says.
    public var body: Body

    /// Makes a packet, for the main namespace unless said otherwise.
    public init(_ body: Body, namespace: SocketNamespace = .root) {
        self.body = body
        self.namespace = namespace
    }
}

/// Why a message is no Socket.IO packet; always the sender's fault, and ends its connection.
public enum SocketError: Error, Hashable, Sendable {
    /// There is nothing in it.
    case empty
    /// No packet begins like this.
    case badType(UInt8)
    /// The number of attachments is missing or no number.
    case badAttachmentCount
    /// More attachments than allowed.
    case tooManyAttachments(Int, limit: Int)
    /// A binary packet that is neither event nor answer, or bytes that nobody announced.
    case unexpectedBinary
    /// Text came where an announced attachment was due.
    case unexpectedText(missing: Int)
    /// A placeholder points at no attachment, or two at the same.
    case badPlaceholder
    /// The number that asks for an answer is too large, or missing from an answer.
    case badAckID
    /// The JSON after the header is none.
    case badJSON(JSONError)
    /// The JSON is not what this type of packet carries.
    case badPayload
    /// An event that only the library itself may raise.
    case reservedEvent(String)
    /// The announced attachments together are larger than a message may be.
    case tooLarge(bytes: Int, limit: Int)
}
