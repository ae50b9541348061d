// SPDX-License-Identifier: GPL-3.0-or-later

/// Turns Engine.IO messages into Socket.IO packets, waiting for attachments where they are announced.
public struct SocketPacketDecoder: Sendable {
    /// A packet whose attachments are still on their way.
    private struct Pending: Sendable {
        var header: SocketPacketHeader
        var payload: JSONValue
        var attachments: [[UInt8]]
        var bytes: Int
    }

    private let limits: ProtocolLimits
    private let verbatimEvents: Set<String>
    private var pending: Pending?

    /// Starts between packets.
    ///
    /// - Parameters:
    ///   - limits: what is put up with.
    ///   - verbatimEvents: events whose first argument, if it is an object, becomes `JSONValue.verbatim`; for a relay,
    ///     which has no business in it. Not where attachments would have to be put into it.
    public init(limits: ProtocolLimits = ProtocolLimits(), verbatimEvents: Set<String> = []) {
        self.limits = limits
        self.verbatimEvents = verbatimEvents
    }

    /// True while attachments are due: text now would be an error.
    public var isAwaitingAttachments: Bool { pending != nil }

    /// Takes a text message.
    ///
    /// - Parameter text: what follows the Engine.IO type.
    /// - Returns: the packet, or nil while its attachments are due.
    /// - Throws: what is wrong with it; the connection should then be closed.
    public mutating func decode(text: String) throws(SocketError) -> SocketPacket? {
        if let pending {
            throw .unexpectedText(missing: pending.header.attachments - pending.attachments.count)
        }
        var parser = SocketHeaderParser(bytes: Array(text.utf8))
        let header = try parser.parse(limits: limits)
        let payload = try payload(parser.rest, isKept: header.kind == .event && header.attachments == 0)
        guard header.attachments > 0, let payload else { return try header.packet(payload: payload) }
        // A wrong payload is refused before its attachments are waited for.
        _ = try header.packet(payload: payload)
        pending = Pending(header: header, payload: payload, attachments: [], bytes: 0)
        return nil
    }

    /// Takes a binary message.
    ///
    /// - Parameter binary: the bytes of the next announced attachment.
    /// - Returns: the packet once its last attachment is there.
    /// - Throws: what is wrong with it; the connection should then be closed.
    public mutating func decode(binary: [UInt8]) throws(SocketError) -> SocketPacket? {
        guard var current = pending else { throw .unexpectedBinary }
        current.bytes += binary.count
        guard current.bytes <= limits.maximumPayload else {
            throw .tooLarge(bytes: current.bytes, limit: limits.maximumPayload)
        }
        current.attachments.append(binary)
        guard current.attachments.count == current.header.attachments else {
            pending = current
            return nil
        }
        pending = nil
        var used: Set<Int> = []
        let payload = try current.payload.restoringBinary(from: current.attachments, used: &used)
        return try current.header.packet(payload: payload)
    }

    private func payload(_ bytes: ArraySlice<UInt8>, isKept: Bool) throws(SocketError) -> JSONValue? {
        guard !bytes.isEmpty else { return nil }
        do throws(JSONError) {
            var parser = JSONParser(
                bytes: Array(bytes),
                maximumDepth: limits.maximumDepth,
                verbatimEvents: isKept ? verbatimEvents : []
            )
            return try parser.parseDocument()
        } catch {
            throw .badJSON(error)
        }
    }
}
