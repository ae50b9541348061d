// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import Foundation
import PluginHost
import PluginKit
import Synchronization

/// Tries a plugin out.
enum PluginTrial {
    /// Checks a manifest and, in a process of its own, its library.
    ///
    /// - Parameter text: a manifest's file, or a module of the list.
    /// - Returns: what came of it.
    /// - Throws: when there is no such plugin.
    static func check(_ text: String) throws -> PluginReport {
        let listing: PluginListing
        if text.contains("/") || text.hasSuffix(PluginManifest.suffix) {
            listing = roster(PluginFolders.read(text))
        } else {
            let listings = PluginsCommand.survey()
            guard let found = listings.first(where: { $0.id == text }) else {
                let names = listings.map(\.id).joined(separator: ", ")
                throw ValidationError("There is no plugin called “\(text)”. There are: \(names).")
            }
            listing = found
        }
        guard let path = listing.path, listing.manifest != nil else { return PluginReport(listing) }
        switch listing.state {
        case .needsNewerJoom, .failed(.duplicate), .failed(.cycle), .failed(.manifest): return PluginReport(listing)
        case .loaded, .untried, .off, .failed: break
        }
        if let fault = NativeLibrary.fault(of: PluginFolders.library(of: listing.id, beside: path)) {
            return PluginReport(listing, trial: .failed(fault))
        }
        return PluginReport(listing, trial: outcome(path))
    }

    /// Starts a library here.
    ///
    /// - Parameter manifest: its manifest's file.
    /// - Returns: the exit status; standard output has the reason of a fault.
    @MainActor
    static func run(_ manifest: String) -> Int32 {
        let state = PluginKeeper.tryOut(manifest) { print($0) }
        guard case .failed(let fault) = state else { return EXIT_SUCCESS }
        print(fault.description)
        return EXIT_FAILURE
    }

    private static func roster(_ candidate: PluginCandidate) -> PluginListing {
        var choices = PluginChoices()
        if case .success(let manifest) = candidate.content { choices.set(manifest.module, on: true) }
        return PluginRoster([candidate], choices: choices).listings[0]
    }

    private static func outcome(_ path: String) -> PluginState {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments = ["plugins", "try", path]
        let (pipe, words) = (Pipe(), LastWords())
        let silence = DispatchSemaphore(value: 0)
        process.standardOutput = pipe
        pipe.fileHandleForReading.readabilityHandler = { handle in
            let more = handle.availableData
            words.hear(more)
            guard more.isEmpty else { return }
            handle.readabilityHandler = nil
            silence.signal()
        }
        do { try process.run() } catch {
            return .failed(.library(path: path, reason: "cannot be tried out: \(error.localizedDescription)"))
        }
        guard let end = end(of: process) else {
            kill(process.processIdentifier, SIGKILL)
            return .failed(.blocked)
        }
        // What it started may keep the pipe open for as long as it likes.
        _ = silence.wait(timeout: .now() + .milliseconds(200))
        guard end.isExit else {
            let reason = "brings the program down (signal \(end.status))"
            return .failed(.library(path: path, reason: reason))
        }
        guard end.status != 0 else { return .loaded }
        return .failed(.library(path: path, reason: "does not work: \(words.line)"))
    }

    /// How a process ended; nil when it goes on.
    ///
    /// Foundation takes note of it only when all that the process started have ended, too, so the system is asked.
    private static func end(of process: Process) -> (isExit: Bool, status: Int32)? {
        let limit = ContinuousClock.now + patience
        while ContinuousClock.now < limit {
            guard process.isRunning else {
                return (process.terminationReason == .exit, process.terminationStatus)
            }
            var info = siginfo_t()
            let answer = waitid(P_PID, id_t(process.processIdentifier), &info, WEXITED | WNOHANG | WNOWAIT)
            if answer == 0, info.si_signo == SIGCHLD {
                return (info.si_code == CLD_EXITED, info._sifields._sigchld.si_status)
            }
            usleep(20_000)
        }
        return nil
    }

    /// Registering has five seconds, and letting go has one.
    private static let patience = Duration.seconds(10)
}

/// The end of what a process says; it may say too much.
private final class LastWords: Sendable {
    private static let limit = 4_096
    private let text = Mutex(Data())

    func hear(_ more: Data) { text.withLock { $0 = Data(($0 + more).suffix(Self.limit)) } }

    /// The last line that is not empty.
    var line: String {
        let words = text.withLock { String(decoding: $0, as: UTF8.self) }
        return words.split(separator: "\n").last.map(String.init) ?? "nobody knows why"
    }
}
