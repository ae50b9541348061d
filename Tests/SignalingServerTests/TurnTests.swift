// SPDX-License-Identifier: GPL-3.0-or-later
import NIOCore
import NIOPosix
import Testing

@testable import SignalingServer

struct TurnTests {
    /// RFC 5769 section 2.4: a request with USERNAME, NONCE, REALM and MESSAGE-INTEGRITY of a long-term credential.
    private static let request = StunTests.bytes(
        """
        00010060 2112a442 78ad3433 c6ad72c0 29da412e 00060012 e3839ee3 8388e383 aae38383 e382afe3 82b90000 0015001c
        662f2f34 39396b39 35346436 4f4c3334 6f4c3946 53547679 36347341 0014000b 6578616d 706c652e 6f726700 00080014
        f6702465 6dd64a3e 02b8e071 2e85c9a2 8ca89666
        """
    )

    @Test func aRequestIsSignedAsTheTestVectorsAre() {
        let credential = StunCredential(
            username: "\u{30de}\u{30c8}\u{30ea}\u{30c3}\u{30af}\u{30b9}",
            password: "TheMatrIX",
            realm: "example.org",
            nonce: Array("f//499k954d6OL34oL9FSTvy64sA".utf8)
        )
        let request = StunMessage(.bindingRequest, transaction: Array(Self.request[8..<20]))
        #expect(credential.sign(request) == Self.request)
    }

    @Test(arguments: [[192, 0, 2, 1], Array(0..<16)] as [[UInt8]])
    func anAddressIsReadAsItWasWritten(_ bytes: [UInt8]) throws {
        let transaction = Array(UInt8(1)...12)
        let attribute = StunMessage.xorAddress(0x0016, bytes, port: 32_853, transaction: transaction)
        let message = StunMessage(.allocateSuccess, transaction: transaction, attributes: [attribute])
        let read = try #require(StunMessage(message.bytes)?.address(0x0016))
        #expect(read.bytes == bytes)
        #expect(read.port == 32_853)
        #expect(message.address(0x0020) == nil)
    }

    @Test func anAddressCutShortIsNone() {
        for count in 0..<8 {
            let attribute = StunMessage.Attribute(number: 0x0016, value: [0, 1] + [UInt8](repeating: 0, count: count))
            let message = StunMessage(.allocateSuccess, transaction: Array(0..<12), attributes: [attribute])
            #expect((message.address(0x0016) != nil) == (count == 6))
        }
    }

    /// A network may lose the first question, and the second.
    @Test func aProbeAsksAgain() async throws {
        let server = try await DatagramBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Forgetful())
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        defer { server.close(promise: nil) }
        let port = try #require(server.localAddress?.port)
        try await StunProbe.ask(
            host: "127.0.0.1",
            port: port,
            patience: .milliseconds(200)
        )
    }

    /// Answers the third datagram.
    private final class Forgetful: ChannelInboundHandler {
        typealias InboundIn = AddressedEnvelope<ByteBuffer>
        typealias OutboundOut = AddressedEnvelope<ByteBuffer>
        private var count = 0

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            count += 1
            let datagram = unwrapInboundIn(data)
            guard count == 3, let request = StunMessage(Array(datagram.data.readableBytesView)) else { return }
            let answer = StunMessage(.bindingSuccess, transaction: request.transaction).bytes
            let envelope = AddressedEnvelope(remoteAddress: datagram.remoteAddress, data: ByteBuffer(bytes: answer))
            context.writeAndFlush(wrapOutboundOut(envelope), promise: nil)
        }
    }
}
