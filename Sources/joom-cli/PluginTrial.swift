// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import Foundation
import PluginHost
import PluginKit

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
        let pipe = Pipe()
        process.standardOutput = pipe
        do { try process.run() } catch {
            return .failed(.library(path: path, reason: "cannot be tried out: \(error.localizedDescription)"))
        }
        let words = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationReason == .exit else {
            let reason = "brings the program down (signal \(process.terminationStatus))"
            return .failed(.library(path: path, reason: reason))
        }
        guard process.terminationStatus != 0 else { return .loaded }
        let reason = words.split(separator: "\n").last.map(String.init) ?? "nobody knows why"
        return .failed(.library(path: path, reason: "does not work: \(reason)"))
    }
}
