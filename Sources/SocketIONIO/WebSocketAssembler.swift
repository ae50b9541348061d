// SPDX-License-Identifier: GPL-3.0-or-later
import NIOWebSocket

/// What the other side did against RFC 6455, which ends its connection.
enum WebSocketViolation: Error, Hashable, Sendable {
    /// A client's frames must be masked, a server's must not (section 5.1).
    case badMask
    /// No extension was agreed on (section 5.2).
    case reservedBits
    /// Nobody knows this opcode.
    case unknownOpcode
    /// A continuation without a beginning, or a beginning inside a message (section 5.4).
    case badFragment
    /// A control frame that is long, or only a part (section 5.5).
    case badControlFrame
    /// Text that is no UTF-8 (section 8.1).
    case badUTF8
    /// More bytes in a message than allowed, fragments together.
    case tooLarge(bytes: Int, limit: Int)

    /// What the close frame says.
    var code: WebSocketErrorCode {
        switch self {
        case .badMask, .reservedBits, .unknownOpcode, .badFragment, .badControlFrame: .protocolError
        case .badUTF8: .dataInconsistentWithMessage
        case .tooLarge: .messageTooLarge
        }
    }
}

/// Joins the frames of the other side to messages.
struct WebSocketAssembler {
    /// A whole message, or a control frame that wants something.
    enum Message {
        case text(String)
        case binary([UInt8])
        case ping([UInt8])
        case close
    }

    /// Who the other side is.
    enum Sender {
        case client
        case server
    }

    /// Bytes of one message, fragments together.
    let limit: Int
    private var opcode: WebSocketOpcode?
    private var bytes: [UInt8] = []

    private let sender: Sender

    init(limit: Int, sender: Sender = .client) {
        self.limit = limit
        self.sender = sender
    }

    /// Takes a frame; nil while more are due, and for a pong.
    mutating func take(_ frame: ReceivedFrame) throws(WebSocketViolation) -> Message? {
        guard frame.isMasked == (sender == .client) else { throw .badMask }
        guard !frame.hasReservedBits else { throw .reservedBits }
        switch frame.opcode {
        case .ping: return .ping(frame.bytes)
        case .pong: return nil
        case .connectionClose: return .close
        case .text, .binary:
            guard opcode == nil else { throw .badFragment }
            guard !frame.isFinal else { return try message(frame.opcode, frame.bytes) }
            opcode = frame.opcode
        case .continuation:
            guard opcode != nil else { throw .badFragment }
        default: throw .unknownOpcode
        }
        let size = bytes.count + frame.bytes.count
        guard size <= limit else { throw .tooLarge(bytes: size, limit: limit) }
        bytes.append(contentsOf: frame.bytes)
        guard frame.isFinal, let opcode else { return nil }
        defer {
            self.opcode = nil
            bytes = []
        }
        return try message(opcode, bytes)
    }

    private func message(_ opcode: WebSocketOpcode, _ bytes: [UInt8]) throws(WebSocketViolation) -> Message {
        guard bytes.count <= limit else { throw .tooLarge(bytes: bytes.count, limit: limit) }
        guard opcode == .text else { return .binary(bytes) }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .badUTF8 }
        return .text(text)
    }
}
