// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import Foundation
import GLibKit
import JoomModel

/// `joom-cli`: a participant without a window.
struct JoomCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "joom-cli",
        abstract: "Take part in a Joom call without a window.",
        version: Product.version,
        subcommands: [JoinCommand.self, DemoCommand.self]
    )
}

/// Runs async work on the main actor while GLib's main loop has the process's first thread.
enum CommandLoop {
    /// Runs `work` to its end and leaves the process with the code it returns.
    ///
    /// - Parameters:
    ///   - work: what to do; `stop` is fulfilled when SIGINT or SIGTERM came.
    /// - Throws: the exit code, unless it is 0.
    static func run(_ work: @escaping @MainActor (_ stop: AsyncStream<Void>) async -> Int32) throws {
        let loop = MainLoop()
        let (stop, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { continuation.yield() }
            source.resume()
            return source
        }
        let result = Result()
        Task { @MainActor in
            result.code = await work(stop)
            loop.quit()
        }
        loop.run()
        for source in sources { source.cancel() }
        let code = MainActor.assumeIsolated { result.code }
        if code != 0 { throw ExitCode(code) }
    }

    @MainActor private final class Result {
        nonisolated init() {}
        var code: Int32 = 0
    }
}
