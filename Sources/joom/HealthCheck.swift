// SPDX-License-Identifier: GPL-3.0-or-later
import NIOCore
import NIOPosix

/// Asks whoever listens on a port of this computer whether they are a Joom server.
enum HealthCheck {
    /// How long somebody who does not speak HTTP may take to say nothing.
    private static let patience = TimeAmount.seconds(2)
    private static let maximumBytes = 16_384

    /// True when `GET /healthz` is answered as a Joom server does: 200, and an object with the member `joom`.
    static func isJoom(port: Int) async -> Bool {
        do {
            let bootstrap = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton).connectTimeout(patience)
            let channel = try await bootstrap.connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
            let deadline = channel.channel.eventLoop.scheduleTask(in: patience) {
                channel.channel.close(promise: nil)
            }
            defer { deadline.cancel() }
            return isHealthy(try await ask(channel))
        } catch {
            return false
        }
    }

    private static func ask(_ channel: NIOAsyncChannel<ByteBuffer, ByteBuffer>) async throws -> String {
        try await channel.executeThenClose { inbound, outbound in
            let request = "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
            try await outbound.write(ByteBuffer(string: request))
            var answer = ByteBuffer()
            for try await part in inbound {
                answer.writeImmutableBuffer(part)
                guard answer.readableBytes <= maximumBytes else { break }
            }
            return String(buffer: answer)
        }
    }

    /// Judges an answer with its head and body.
    static func isHealthy(_ answer: String) -> Bool {
        guard let body = answer.firstRange(of: "\r\n\r\n") else { return false }
        return answer.hasPrefix("HTTP/1.1 200") && answer[body.upperBound...].contains("\"joom\":")
    }
}
