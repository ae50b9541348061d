// SPDX-License-Identifier: GPL-3.0-or-later
import Glibc
import NIOCore

/// Tells whoever asks under which address and port they are seen (RFC 8489, a binding responder).
///
/// It needs no secret and keeps nothing; an answer is hardly longer than its question, so it amplifies nothing.
final class StunResponder: ChannelInboundHandler {
    typealias InboundIn = AddressedEnvelope<ByteBuffer>
    typealias OutboundOut = AddressedEnvelope<ByteBuffer>

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let datagram = unwrapInboundIn(data)
        guard datagram.data.readableBytes <= 1_500,
            let request = StunMessage(Array(datagram.data.readableBytesView)),
            let answer = Self.answer(to: request, from: datagram.remoteAddress)
        else { return }
        let envelope = AddressedEnvelope(
            remoteAddress: datagram.remoteAddress,
            data: context.channel.allocator.buffer(bytes: answer.bytes)
        )
        context.write(wrapOutboundOut(envelope), promise: nil)
    }

    func channelReadComplete(context: ChannelHandlerContext) { context.flush() }

    /// A datagram that could not be sent concerns only whom it was for.
    func errorCaught(context: ChannelHandlerContext, error: any Error) {}

    /// What the answer is; nil for none.
    static func answer(to request: StunMessage, from address: SocketAddress) -> StunMessage? {
        // Nothing can be sent to port 0, which only a forger writes; trying it would cost the socket.
        guard request.kind == .bindingRequest, let seen = bytes(of: address), let port = address.port, port != 0 else {
            return nil
        }
        let unknown = request.attributes.filter { $0.isRequired && !understood.contains($0.number) }
        guard unknown.isEmpty else {
            return StunMessage(
                .bindingError,
                transaction: request.transaction,
                attributes: [unknownAttribute, list(of: unknown.map(\.number))],
                hasFingerprint: request.hasFingerprint
            )
        }
        let mapped =
            request.isClassic
            ? StunMessage.mappedAddress(seen, port: UInt16(port))
            : StunMessage.xorMappedAddress(seen, port: UInt16(port), transaction: request.transaction)
        return StunMessage(
            .bindingSuccess,
            transaction: request.transaction,
            attributes: [mapped],
            hasFingerprint: request.hasFingerprint
        )
    }

    /// USERNAME, MESSAGE-INTEGRITY, PRIORITY, USE-CANDIDATE and the like mean nothing here and do no harm.
    private static let understood: Set<UInt16> = [
        0x0006, 0x0008, 0x0014, 0x0015, 0x001c, 0x001d, 0x001e, 0x0024, 0x0025,
    ]

    /// ERROR-CODE 420 (section 14.8).
    private static let unknownAttribute = StunMessage.Attribute(
        number: 0x0009,
        value: [0, 0, 4, 20] + Array("Unknown Attribute".utf8)
    )

    /// UNKNOWN-ATTRIBUTES (section 14.13).
    private static func list(of numbers: [UInt16]) -> StunMessage.Attribute {
        StunMessage.Attribute(
            number: 0x000a,
            value: numbers.prefix(64).flatMap { [UInt8($0 >> 8), UInt8($0 & 0xff)] }
        )
    }

    private static func bytes(of address: SocketAddress) -> [UInt8]? {
        switch address {
        case .v4(let v4):
            let word = UInt32(bigEndian: v4.address.sin_addr.s_addr)
            return split(word)
        case .v6(let v6):
            let words = v6.address.sin6_addr.__in6_u.__u6_addr32
            let all = [words.0, words.1, words.2, words.3].map { UInt32(bigEndian: $0) }
            // A dual-stack socket shows IPv4 peers in mapped form; they want to know their IPv4 address.
            if all.prefix(3) == [0, 0, 0xffff] { return split(all[3]) }
            return all.flatMap(split)
        case .unixDomainSocket: return nil
        }
    }

    private static func split(_ word: UInt32) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: word >> $0) }
    }
}
