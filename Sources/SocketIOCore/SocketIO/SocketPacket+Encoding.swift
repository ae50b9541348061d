// SPDX-License-Identifier: GPL-3.0-or-later

/// A packet as it crosses Engine.IO: a text message, then its attachments with nothing in between.
public struct EncodedSocketPacket: Hashable, Sendable {
    /// The first message.
    public let text: String
    /// The binary messages that follow at once.
    public let attachments: [[UInt8]]

    /// The Engine.IO packets to send, in order and uninterrupted.
    public var packets: [EnginePacket] { [.message(text)] + attachments.map(EnginePacket.binary) }
}

extension SocketPacket {
    /// Writes the packet (Socket.IO v5, "Packet encoding"); bytes become placeholders and attachments.
    public func encoded() -> EncodedSocketPacket {
        switch body {
        case .connect(let payload):
            return EncodedSocketPacket(text: header("0") + (payload?.serialized ?? ""), attachments: [])
        case .disconnect:
            return EncodedSocketPacket(text: header("1"), attachments: [])
        case .event(let event, let ack):
            let payload: [JSONValue] = [.string(event.name)] + event.arguments
            return encode(payload, plain: "2", binary: "5", id: ack)
        case .ack(let id, let values):
            return encode(values, plain: "3", binary: "6", id: id)
        case .connectError(let payload):
            return EncodedSocketPacket(text: header("4") + payload.serialized, attachments: [])
        }
    }

    private func header(_ type: String) -> String {
        namespace == .root ? type : "\(type)\(namespace.rawValue),"
    }

    private func encode(_ payload: [JSONValue], plain: String, binary: String, id: Int?) -> EncodedSocketPacket {
        let number = id.map { "\($0)" } ?? ""
        guard payload.contains(where: \.containsBinary) else {
            let text = JSONValue.array(payload).serialized(after: header(plain) + number)
            return EncodedSocketPacket(text: text, attachments: [])
        }
        var attachments: [[UInt8]] = []
        let stripped = JSONValue.array(payload).takingBinary(into: &attachments)
        let text = stripped.serialized(after: header("\(binary)\(attachments.count)-") + number)
        return EncodedSocketPacket(text: text, attachments: attachments)
    }
}

extension JSONValue {
    /// The name of the member that marks a placeholder.
    static let placeholderKey = "_placeholder"

    /// Replaces bytes by placeholders, collecting them in order.
    func takingBinary(into attachments: inout [[UInt8]]) -> JSONValue {
        switch self {
        case .binary(let bytes):
            attachments.append(bytes)
            return [Self.placeholderKey: true, "num": .integer(Int64(attachments.count - 1))]
        case .array(let values):
            return .array(values.map { $0.takingBinary(into: &attachments) })
        case .object(let object):
            let members = object.members.map {
                JSONObject.Member(key: $0.key, value: $0.value.takingBinary(into: &attachments))
            }
            return .object(JSONObject(members))
        case .null, .bool, .integer, .double, .string, .verbatim:
            return self
        }
    }

    /// Puts bytes back in place of placeholders; each attachment may be used once, which keeps a relay from growing.
    func restoringBinary(from attachments: [[UInt8]], used: inout Set<Int>) throws(SocketError) -> JSONValue {
        switch self {
        case .array(let values):
            var restored: [JSONValue] = []
            for value in values { restored.append(try value.restoringBinary(from: attachments, used: &used)) }
            return .array(restored)
        case .object(let object) where object[Self.placeholderKey] == .bool(true):
            guard let number = object["num"]?.integer, attachments.indices.contains(number),
                used.insert(number).inserted
            else { throw .badPlaceholder }
            return .binary(attachments[number])
        case .object(let object):
            var members: [JSONObject.Member] = []
            for member in object.members {
                let value = try member.value.restoringBinary(from: attachments, used: &used)
                members.append(JSONObject.Member(key: member.key, value: value))
            }
            return .object(JSONObject(members))
        case .null, .bool, .integer, .double, .string, .binary, .verbatim:
            return self
        }
    }
}
