// SPDX-License-Identifier: GPL-3.0-or-later
import NIOCore
import NIOPosix

/// A TCP connection on which a test says exactly what it wants.
final class RawClient: Sendable {
    private let channel: any Channel
    private let incoming: Incoming

    /// What has come and was not read yet.
    private actor Incoming {
        private var iterator: AsyncStream<[UInt8]>.Iterator
        private var buffer: [UInt8] = []

        init(_ stream: AsyncStream<[UInt8]>) { iterator = stream.makeAsyncIterator() }

        /// Waits until `parse` finds what it wants at the front and says how long it is; nil at the end.
        func read<Value: Sendable>(_ parse: @Sendable ([UInt8]) -> (Value, Int)?) async -> Value? {
            while true {
                if let (value, count) = parse(buffer) {
                    buffer.removeFirst(count)
                    return value
                }
                var current = iterator
                guard let bytes = await current.next(isolation: self) else { return nil }
                iterator = current
                buffer += bytes
            }
        }

        /// Throws away what comes until the connection ends.
        func drain() async {
            var current = iterator
            while await current.next(isolation: self) != nil {}
        }
    }

    private final class Collector: ChannelInboundHandler, Sendable {
        typealias InboundIn = ByteBuffer
        private let continuation: AsyncStream<[UInt8]>.Continuation

        init(_ continuation: AsyncStream<[UInt8]>.Continuation) { self.continuation = continuation }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            continuation.yield(Array(unwrapInboundIn(data).readableBytesView))
        }

        func channelInactive(context: ChannelHandlerContext) { continuation.finish() }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
    }

    /// Connects to a port of this computer; a client that does not read leaves everything to the kernel.
    init(port: Int, reads: Bool = true) async throws {
        let (stream, continuation) = AsyncStream.makeStream(of: [UInt8].self)
        incoming = Incoming(stream)
        channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.autoRead, value: reads)
            // A small window, so that the kernel does not read in the place of a client that sleeps.
            .channelOption(.socketOption(.so_rcvbuf), value: reads ? 262_144 : 4_096)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Collector(continuation))
                }
            }
            .connect(host: "127.0.0.1", port: port).get()
    }

    /// Sends bytes at once.
    func send(_ bytes: some Sequence<UInt8>) async throws { try await channel.writeAndFlush(ByteBuffer(bytes: bytes)) }

    /// Reads something from the front; nil when the connection ended first.
    func read<Value: Sendable>(_ parse: @Sendable ([UInt8]) -> (Value, Int)?) async -> Value? {
        await incoming.read(parse)
    }

    /// Waits until the server has closed, throwing away what it says.
    func ended() async { await incoming.drain() }

    /// Ends the connection.
    func close() async { try? await channel.close() }
}

/// An HTTP answer as a test sees it.
struct RawResponse: Sendable, Equatable {
    var status: Int
    var headers: [String: String]
    var body: String
}

extension RawClient {
    /// Sends a request; headers are lines without their ends.
    func request(_ line: String, headers: [String] = [], body: String? = nil) async throws {
        var text = "\(line) HTTP/1.1\r\nHost: test\r\n"
        for header in headers { text += header + "\r\n" }
        if let body { text += "Content-Length: \(body.utf8.count)\r\n" }
        try await send((text + "\r\n" + (body ?? "")).utf8)
    }

    /// Reads an answer whose body has a `Content-Length`.
    func response(hasBody: Bool = true) async -> RawResponse? {
        await read { bytes in
            guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
            let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).split(separator: "\r\n")
            var headers: [String: String] = [:]
            for line in lines.dropFirst() {
                let parts = line.split(separator: ":", maxSplits: 1)
                guard parts.count == 2 else { continue }
                headers[parts[0].lowercased()] = String(parts[1].drop(while: { $0 == " " }))
            }
            let length = hasBody ? headers["content-length"].flatMap { Int($0) } ?? 0 : 0
            guard bytes.count >= end.upperBound + length else { return nil }
            let words = lines.first?.split(separator: " ") ?? []
            let body = String(decoding: bytes[end.upperBound..<(end.upperBound + length)], as: UTF8.self)
            let status = words.count > 1 ? Int(words[1]) ?? 0 : 0
            return (RawResponse(status: status, headers: headers, body: body), end.upperBound + length)
        }
    }

    /// Asks and reads the answer.
    func fetch(_ line: String, headers: [String] = [], body: String? = nil) async throws -> RawResponse? {
        try await request(line, headers: headers, body: body)
        return await response(hasBody: !line.hasPrefix("HEAD"))
    }
}
