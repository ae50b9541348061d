// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import Foundation
import GLibKit
import JoomModel
import ProgramKit

/// `joom-cli`: a participant without a window.
struct JoomCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "joom-cli",
        abstract: "Take part in a Joom call without a window.",
        version: Product.version,
        subcommands: [
            JoinCommand.self, NearbyCommand.self, DemoCommand.self, EffectsCommand.self, PluginsCommand.self,
            DoctorCommand.self,
        ]
    )
}

/// Runs async work on the main actor while GLib's main loop has the process's first thread.
enum CommandLoop {
    /// Runs `work` to its end and leaves the process with the code it returns.
    ///
    /// - Parameter work: what to do; its `stop` brings SIGINT and SIGTERM.
    static func run(_ work: @escaping @MainActor (_ stop: AsyncStream<Int32>) async -> Int32) -> Never {
        let loop = MainLoop()
        let signals = TerminationSignals()
        let result = Result()
        Task { @MainActor in
            result.code = await work(signals.received)
            loop.quit()
        }
        loop.run()
        // Not exit(): its handlers take OpenSSL down under a thread of GStreamer that may still make a certificate.
        fflush(nil)
        _exit(MainActor.assumeIsolated { result.code })
    }

    @MainActor private final class Result {
        nonisolated init() {}
        var code: Int32 = 0
    }
}
