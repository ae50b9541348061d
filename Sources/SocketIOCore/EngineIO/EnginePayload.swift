// SPDX-License-Identifier: GPL-3.0-or-later

/// The body of a long-polling request or answer: packets joined by the record separator (Engine.IO v4, "Payload").
public enum EnginePayload {
    /// Between two packets; JSON text never holds it unescaped.
    public static let separator: UInt8 = 0x1e

    /// Joins packets into a body.
    public static func encode(_ packets: [EnginePacket]) -> [UInt8] {
        var bytes: [UInt8] = []
        for (index, packet) in packets.enumerated() {
            if index > 0 { bytes.append(separator) }
            bytes.append(contentsOf: packet.text.utf8)
        }
        return bytes
    }

    /// What a body says: the packets before the first bad one, and what was wrong with that.
    public struct Decoded: Hashable, Sendable {
        /// Good packets, in order.
        public var packets: [EnginePacket] = []
        /// Why the rest was dropped; nil when all is well.
        public var failure: EngineError?
    }

    /// Splits a body; packets before a bad one still count, as with the Node server.
    ///
    /// - Parameters:
    ///   - body: at most `limit` bytes.
    ///   - limit: the protocol's `maxPayload`.
    /// - Returns: the packets and what was wrong, if anything.
    public static func decode(_ body: [UInt8], limit: Int) -> Decoded {
        var result = Decoded()
        do throws(EngineError) {
            guard body.count <= limit else { throw .tooLarge(bytes: body.count, limit: limit) }
            for part in body.split(separator: separator, omittingEmptySubsequences: false) {
                result.packets.append(try packet(part))
            }
        } catch {
            result.failure = error
        }
        return result
    }

    private static func packet(_ part: ArraySlice<UInt8>) throws(EngineError) -> EnginePacket {
        if part.first == UInt8(ascii: "b") { return .binary(try Base64.decode(part.dropFirst())) }
        guard let text = String(validating: part, as: UTF8.self) else { throw .badUTF8 }
        return try EnginePacket(text: text)
    }
}
