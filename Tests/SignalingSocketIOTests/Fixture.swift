// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import JoomModel
import PluginKit
import SignalingSocketIO
import Testing

/// A program of Tests/Fixtures or the system that serves on a free port of this computer.
final class ServerProcess {
    let port: Int
    private let process: Process

    /// Starts `python3` and waits for a line that ends in `:PORT`.
    init(_ arguments: [String]) throws {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        process.arguments = ["-u"] + arguments
        process.standardOutput = output
        try process.run()
        self.process = process
        var line = ""
        while !line.hasSuffix("\n"), let byte = try output.fileHandleForReading.read(upToCount: 1), !byte.isEmpty {
            line += String(decoding: byte, as: UTF8.self)
        }
        let digits = try #require(line.split(separator: ":").last).trimmingCharacters(in: .whitespacesAndNewlines)
        port = try #require(Int(digits), "the server said \(line)")
    }

    deinit { kill() }

    /// Starts the server that behaves as the seed's does.
    static func seed(port: Int = 0, options: [String] = []) throws -> ServerProcess {
        let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let script = fixtures.appendingPathComponent("Fixtures/seed-server.py").path
        return try ServerProcess([script, "--port", String(port)] + options)
    }

    /// Ends it as a crash would, and waits until it is gone.
    func kill() {
        guard process.isRunning else { return }
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }
}

/// A channel and the one reader of its events.
final class Peer {
    let channel: any SignalingChannel
    private var iterator: AsyncStream<SignalingEvent>.Iterator

    init(_ server: ServerAddress) {
        channel = SocketIOSignalingProvider().makeChannel(to: server)
        iterator = channel.events.makeAsyncIterator()
    }

    convenience init(port: Int) { self.init(ServerAddress(host: "127.0.0.1", port: port, isSecure: false)) }

    deinit { channel.close() }

    /// The next event; nil at the end of the stream.
    func next(isolation: isolated (any Actor)? = #isolation) async -> SignalingEvent? {
        await iterator.next(isolation: isolation)
    }

    /// Connects and asks for a seat at a server that acknowledges nothing.
    func joinSeedStyle(_ room: RoomName, isolation: isolated (any Actor)? = #isolation) async {
        channel.join(room, options: JoinOptions(name: "Ada", peerID: PeerID("a")))
        #expect(await next() == .connected)
        #expect(await next() == .joinSent)
    }
}
