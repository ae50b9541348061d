// SPDX-License-Identifier: GPL-3.0-or-later
import NIOCore
import NIOWebSocket

/// One frame as it came (RFC 6455 section 5.2), without its mask.
struct ReceivedFrame {
    /// The last one of its message.
    var isFinal: Bool
    /// One of the bits that only an extension gives a meaning is set.
    var hasReservedBits: Bool
    /// What it is.
    var opcode: WebSocketOpcode
    /// It came masked, as those of clients do.
    var isMasked: Bool
    /// What it carries.
    var bytes: [UInt8]

    /// Takes over a frame that NIO read.
    init(_ frame: WebSocketFrame) {
        isFinal = frame.fin
        hasReservedBits = frame.rsv1 || frame.rsv2 || frame.rsv3
        opcode = frame.opcode
        isMasked = frame.maskKey != nil
        bytes = Array(frame.unmaskedData.readableBytesView)
    }

    fileprivate init(_ header: Header, bytes: [UInt8]) {
        isFinal = header.isFinal
        hasReservedBits = header.hasReservedBits
        opcode = header.opcode
        isMasked = header.isMasked
        self.bytes = bytes
    }

    /// What comes before the bytes.
    fileprivate struct Header {
        let first: UInt8
        let isMasked: Bool
        /// Bytes of the header itself, its mask with it.
        let size: Int
        /// Bytes of what follows.
        let length: UInt64

        var isFinal: Bool { first & 0x80 != 0 }
        var hasReservedBits: Bool { first & 0x70 != 0 }
        /// Every four bits are one, known or not.
        var opcode: WebSocketOpcode { WebSocketOpcode(encodedWebSocketOpcode: first & 0x0f) ?? .continuation }

        /// Nil while bytes of it are missing.
        init?(_ buffer: ByteBuffer) {
            guard let (first, second) = buffer.peekMultipleIntegers(as: (UInt8, UInt8).self) else { return nil }
            let start = buffer.readerIndex + 2
            self.first = first
            isMasked = second & 0x80 != 0
            let mask = isMasked ? 4 : 0
            switch second & 0x7f {
            case 126:
                guard let length = buffer.getInteger(at: start, as: UInt16.self) else { return nil }
                (size, self.length) = (4 + mask, UInt64(length))
            case 127:
                guard let length = buffer.getInteger(at: start, as: UInt64.self) else { return nil }
                (size, self.length) = (10 + mask, length)
            case let length: (size, self.length) = (2 + mask, UInt64(length))
            }
        }
    }
}

/// Cuts what comes over a connection into frames.
///
/// The common case, a whole frame in what was read at once, copies its bytes once and keeps nothing.
struct WebSocketFrameReader {
    /// Bytes of one frame.
    let limit: Int
    private var buffer = ByteBuffer()
    /// The buffer is a copy, and not what NIO reads into.
    private var isCopy = false
    private var isBroken = false

    init(limit: Int) { self.limit = limit }

    /// Takes what was read.
    mutating func feed(_ bytes: ByteBuffer) {
        guard buffer.readableBytes == 0 else {
            buffer.writeImmutableBuffer(bytes)
            return
        }
        buffer = bytes
        isCopy = false
    }

    /// The next frame; nil while some of it is missing, and after a violation, behind which nobody knows what is what.
    mutating func next() throws(WebSocketViolation) -> ReceivedFrame? {
        guard !isBroken, let header = ReceivedFrame.Header(buffer) else {
            keepRest()
            return nil
        }
        do throws(WebSocketViolation) {
            try check(header)
        } catch {
            isBroken = true
            throw error
        }
        let length = Int(header.length)
        guard buffer.readableBytes >= header.size + length else {
            keepRest()
            return nil
        }
        buffer.moveReaderIndex(forwardBy: header.size - (header.isMasked ? 4 : 0))
        let mask = header.isMasked ? buffer.readInteger(as: UInt32.self) : nil
        var bytes = buffer.readBytes(length: length) ?? []
        if let mask { Self.unmask(&bytes, mask) }
        return ReceivedFrame(header, bytes: bytes)
    }

    private func check(_ header: ReceivedFrame.Header) throws(WebSocketViolation) {
        guard header.length <= UInt64(limit) else {
            throw .tooLarge(bytes: Int(clamping: header.length), limit: limit)
        }
        // Control frames are whole and short (section 5.5).
        guard header.first & 0x08 == 0 || header.isFinal && header.length <= 125 else { throw .badControlFrame }
    }

    /// Lets go of what NIO reads into: it is large, and somebody who sends half a frame would hold it.
    private mutating func keepRest() {
        if isBroken || buffer.readableBytes == 0 {
            buffer = ByteBuffer()
        } else if isCopy {
            buffer.discardReadBytes()
        } else {
            buffer = ByteBuffer(buffer: buffer)
            isCopy = true
        }
    }

    /// Section 5.3; `mask` in the order of the network.
    static func unmask(_ bytes: inout [UInt8], _ mask: UInt32) {
        var key = mask
        for index in bytes.indices {
            key = key << 8 | key >> 24
            bytes[index] ^= UInt8(truncatingIfNeeded: key)
        }
    }
}

extension ByteBuffer {
    /// Bytes that a frame's header may take, unmasked.
    static let maximumFrameHeader = 10

    /// Writes a message as one frame without a mask.
    mutating func writeFrame(_ opcode: WebSocketOpcode, _ bytes: some Collection<UInt8>) {
        writeInteger(0x80 | UInt8(webSocketOpcode: opcode))
        switch bytes.count {
        case 0...125: writeInteger(UInt8(bytes.count))
        case 126...65_535: writeMultipleIntegers(UInt8(126), UInt16(bytes.count))
        default: writeMultipleIntegers(UInt8(127), UInt64(bytes.count))
        }
        writeBytes(bytes)
    }
}
