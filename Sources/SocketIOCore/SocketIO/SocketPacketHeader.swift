// SPDX-License-Identifier: GPL-3.0-or-later

/// Everything of a packet before its JSON: `<type>[<attachments>-][<namespace>,][<ack id>]`.
struct SocketPacketHeader: Sendable {
    /// What kind of packet, binary or not.
    enum Kind: Sendable {
        case connect, disconnect, event, ack, connectError
    }

    var kind: Kind
    var attachments: Int
    var namespace: SocketNamespace
    var ackID: Int?

    /// Names that the library raises itself; a peer that sends one wants to confuse it.
    static let reservedEvents: Set<String> = [
        "connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener",
    ]

    /// Checks the payload against the kind and joins both.
    func packet(payload: JSONValue?) throws(SocketError) -> SocketPacket {
        SocketPacket(try body(payload: payload), namespace: namespace)
    }

    private func body(payload: JSONValue?) throws(SocketError) -> SocketPacket.Body {
        switch kind {
        case .connect:
            guard let payload else { return .connect(nil) }
            guard payload.object != nil else { throw .badPayload }
            return .connect(payload)
        case .disconnect:
            guard payload == nil else { throw .badPayload }
            return .disconnect
        case .connectError:
            guard let payload, payload.object != nil || payload.string != nil else { throw .badPayload }
            return .connectError(payload)
        case .ack:
            guard let values = payload?.array else { throw .badPayload }
            guard let ackID else { throw .badAckID }
            return .ack(ackID, values)
        case .event:
            guard let values = payload?.array, let first = values.first else { throw .badPayload }
            return .event(SocketEvent(try Self.eventName(first), Array(values.dropFirst())), ack: ackID)
        }
    }

    private static func eventName(_ value: JSONValue) throws(SocketError) -> String {
        switch value {
        case .string(let name):
            guard !reservedEvents.contains(name) else { throw .reservedEvent(name) }
            return name
        case .integer, .double: return value.serialized
        case .null, .bool, .array, .object, .binary, .verbatim: throw .badPayload
        }
    }
}

/// Reads a header byte by byte; `rest` is the JSON.
struct SocketHeaderParser {
    let bytes: [UInt8]
    private var position = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    var rest: ArraySlice<UInt8> { bytes[position...] }

    private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    mutating func parse(limits: ProtocolLimits) throws(SocketError) -> SocketPacketHeader {
        guard let type = peek else { throw .empty }
        position += 1
        let (kind, isBinary) = try Self.kind(type)
        var attachments = 0
        if isBinary {
            // A missing number counts as none, as with the Node parser.
            attachments = try number(else: .badAttachmentCount) ?? 0
            guard peek == UInt8(ascii: "-") else { throw .badAttachmentCount }
            position += 1
            guard attachments <= limits.maximumAttachments else {
                throw .tooManyAttachments(attachments, limit: limits.maximumAttachments)
            }
        }
        let namespace = try namespace()
        let ackID = try number(else: .badAckID)
        return SocketPacketHeader(kind: kind, attachments: attachments, namespace: namespace, ackID: ackID)
    }

    private static func kind(_ byte: UInt8) throws(SocketError) -> (SocketPacketHeader.Kind, isBinary: Bool) {
        switch byte {
        case UInt8(ascii: "0"): (.connect, false)
        case UInt8(ascii: "1"): (.disconnect, false)
        case UInt8(ascii: "2"): (.event, false)
        case UInt8(ascii: "3"): (.ack, false)
        case UInt8(ascii: "4"): (.connectError, false)
        case UInt8(ascii: "5"): (.event, true)
        case UInt8(ascii: "6"): (.ack, true)
        default: throw .badType(byte)
        }
    }

    private mutating func namespace() throws(SocketError) -> SocketNamespace {
        guard peek == UInt8(ascii: "/") else { return .root }
        let start = position
        while let byte = peek, byte != UInt8(ascii: ",") { position += 1 }
        // A client may put a query behind the name; it names nothing (Socket.IO v2 left-over, dropped by Node too).
        let name = bytes[start..<position].prefix(while: { $0 != UInt8(ascii: "?") })
        if peek != nil { position += 1 }
        return SocketNamespace(String(decoding: name, as: UTF8.self))
    }

    /// Takes decimal digits, nil when there are none; more than 15 would leave what a browser counts exactly.
    private mutating func number(else failure: SocketError) throws(SocketError) -> Int? {
        var value: Int?
        var digits = 0
        while let byte = peek, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
            digits += 1
            guard digits <= 15 else { throw failure }
            value = (value ?? 0) * 10 + Int(byte - UInt8(ascii: "0"))
            position += 1
        }
        return value
    }
}
