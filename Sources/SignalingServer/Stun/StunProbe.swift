// SPDX-License-Identifier: GPL-3.0-or-later
import NIOCore
import NIOPosix

/// Asks a STUN or TURN server over UDP whether it is there (RFC 8489, section 2).
public enum StunProbe {
    /// Why there is no answer.
    public enum Failure: Error, Hashable, Sendable {
        /// The name leads nowhere, or nothing can be sent.
        case unreachable(String)
        /// Nothing came back in time: no server, or a firewall that keeps UDP out.
        case silent
    }

    /// Sends up to three binding requests.
    ///
    /// - Parameters:
    ///   - host: a name or address.
    ///   - port: of UDP.
    ///   - transaction: 12 bytes of chance.
    ///   - patience: how long an answer is waited for, each time.
    /// - Throws: why nothing can be said.
    public static func ask(
        host: String,
        port: Int,
        transaction: [UInt8],
        patience: Duration = .milliseconds(700)
    ) async throws(Failure) {
        let request = StunMessage(.bindingRequest, transaction: transaction, hasFingerprint: true)
        let (answers, heard) = AsyncStream.makeStream(of: Void.self)
        let channel: any Channel
        do {
            let address = try SocketAddress.makeAddressResolvingHost(host, port: port)
            let own = address.protocol == .inet6 ? "::" : "0.0.0.0"
            channel = try await DatagramBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandler(Listener(transaction: transaction, heard: heard))
                    }
                }
                .bind(host: own, port: 0).get()
            defer { channel.close(promise: nil) }
            for _ in 0..<3 {
                let datagram = ByteBuffer(bytes: request.bytes)
                try await channel.writeAndFlush(AddressedEnvelope(remoteAddress: address, data: datagram))
                if await answers.first(within: patience) { return }
            }
        } catch {
            throw .unreachable(String(describing: error))
        }
        throw .silent
    }

    /// Hears the answer to one transaction, whoever else sends something.
    private final class Listener: ChannelInboundHandler {
        typealias InboundIn = AddressedEnvelope<ByteBuffer>

        private let transaction: [UInt8]
        private let heard: AsyncStream<Void>.Continuation

        init(transaction: [UInt8], heard: AsyncStream<Void>.Continuation) {
            (self.transaction, self.heard) = (transaction, heard)
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let bytes = Array(unwrapInboundIn(data).data.readableBytesView)
            // An error is an answer too: somebody is there.
            guard let answer = StunMessage(bytes), answer.kind != .bindingRequest, answer.transaction == transaction
            else { return }
            heard.yield()
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            // A port that nobody listens on says so; the next request may still reach somebody.
        }
    }
}

extension AsyncStream where Element == Void {
    /// Whether something came before the time was over.
    fileprivate func first(within limit: Duration) async -> Bool {
        await withTaskGroup(of: Bool.self) { group in
            group.addTask {
                for await _ in self { return true }
                return false
            }
            group.addTask {
                try? await Task.sleep(for: limit)
                return false
            }
            defer { group.cancelAll() }
            return await group.next() ?? false
        }
    }
}
