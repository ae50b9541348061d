// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
public import PluginKit
import ProgramKit

/// Folders with files called NAME.joom-effect; in a later one a file takes the place of an earlier one's of that name.
public struct EffectFolders: EffectSource {
    /// How the files' names end.
    public static let suffix = ".joom-effect"

    /// How the files of gnome-video-effects are called.
    private static let importedSuffix = ".effect"

    let folders: [String]
    let elements: Set<String>

    /// - Parameters:
    ///   - folders: paths, the person's own last; those that are not there hold nothing.
    ///   - elements: those that the person allows besides ours.
    public init(_ folders: [String], allowing elements: Set<String> = []) {
        (self.folders, self.elements) = (folders, elements)
    }

    /// Sorted by id.
    public func effects() -> [EffectListing] {
        var found: [String: EffectListing] = [:]
        for folder in folders {
            for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            where name.hasSuffix(Self.suffix) {
                let listing = Self.read("\(folder)/\(name)", allowing: elements).listing
                found[listing.id] = listing
            }
        }
        return found.values.sorted { $0.id < $1.id }
    }

    /// Reads one file, wherever it is.
    ///
    /// - Parameters:
    ///   - path: the file.
    ///   - elements: those that the person allows besides ours.
    /// - Returns: what it says, and its bytes.
    public static func read(
        _ path: String,
        allowing elements: Set<String> = []
    ) -> (listing: EffectListing, bytes: [UInt8]) {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        let end = [suffix, importedSuffix].first { name.hasSuffix($0) } ?? ""
        let id = String(name.dropLast(end.count))
        var bytes: [UInt8] = []
        let content = Result { () throws(KeyFileError) in
            guard !id.isEmpty, !id.hasPrefix(".") else {
                throw KeyFileError(line: 1, key: nil, reason: "the file has no name")
            }
            guard let read = RegularFile.read(path, upTo: 100_000) else {
                throw KeyFileError(line: 1, key: nil, reason: "the file cannot be read")
            }
            bytes = read
            return try Effect(parsing: bytes, allowing: elements)
        }
        return (EffectListing(id: id, path: path, content: content), bytes)
    }

    /// Joom's own folder, those of Flatpak's extensions, and then the person's: `$XDG_DATA_HOME/joom/effects`.
    static var standard: [String] {
        installed(ProcessInfo.processInfo.environment) + FlatpakExtensions.folders("share/joom/effects") + [personal]
    }

    /// Where a person puts effects of their own.
    public static var personal: String {
        let environment = ProcessInfo.processInfo.environment
        return BaseDirectories(environment: environment, home: NSHomeDirectory()).data + "/joom/effects"
    }

    /// The first place that is there: named by `JOOM_DATADIR`, installed, or in the source tree.
    private static func installed(_ environment: [String: String]) -> [String] {
        var places: [String] = []
        if let named = environment["JOOM_DATADIR"], !named.isEmpty { places.append(named + "/effects") }
        if let program = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe") {
            let parts = program.split(separator: "/")
            places.append("/" + (parts.dropLast(2) + ["share", "joom", "effects"]).joined(separator: "/"))
            if let build = parts.lastIndex(of: ".build") {
                places.append("/" + (parts[..<build] + ["data", "effects"]).joined(separator: "/"))
            }
        }
        return places.first { FileManager.default.fileExists(atPath: $0) }.map { [$0] } ?? []
    }
}
