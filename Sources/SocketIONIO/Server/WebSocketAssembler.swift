// SPDX-License-Identifier: GPL-3.0-or-later
import NIOCore
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
    /// Text that is no UTF-8 (section 8.1).
    case badUTF8
    /// More bytes in a message than allowed, fragments together.
    case tooLarge(bytes: Int, limit: Int)

    /// What the close frame says.
    var code: WebSocketErrorCode {
        switch self {
        case .badMask, .reservedBits, .unknownOpcode, .badFragment: .protocolError
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
        case ping(ByteBuffer)
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
    mutating func take(_ frame: WebSocketFrame) throws(WebSocketViolation) -> Message? {
        guard (frame.maskKey != nil) == (sender == .client) else { throw .badMask }
        guard !frame.rsv1, !frame.rsv2, !frame.rsv3 else { throw .reservedBits }
        switch frame.opcode {
        case .ping: return .ping(frame.unmaskedData)
        case .pong: return nil
        case .connectionClose: return .close
        case .text, .binary:
            guard opcode == nil else { throw .badFragment }
            opcode = frame.opcode
        case .continuation:
            guard opcode != nil else { throw .badFragment }
        default: throw .unknownOpcode
        }
        let size = bytes.count + frame.length
        guard size <= limit else { throw .tooLarge(bytes: size, limit: limit) }
        bytes.append(contentsOf: frame.unmaskedData.readableBytesView)
        guard frame.fin else { return nil }
        defer {
            opcode = nil
            bytes = []
        }
        guard opcode == .text else { return .binary(bytes) }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .badUTF8 }
        return .text(text)
    }
}
