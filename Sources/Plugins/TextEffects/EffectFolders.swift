// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
public import PluginKit

/// Folders with files called NAME.joom-effect; in a later one a file takes the place of an earlier one's of that name.
public struct EffectFolders: EffectSource {
    /// How the files' names end.
    public static let suffix = ".joom-effect"

    private let folders: [String]

    /// - Parameter folders: paths; those that are not there hold nothing.
    public init(_ folders: [String]) { self.folders = folders }

    /// Sorted by id.
    public func effects() -> [EffectListing] {
        var found: [String: EffectListing] = [:]
        for folder in folders {
            for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            where name.hasSuffix(Self.suffix) {
                let listing = Self.read("\(folder)/\(name)")
                found[listing.id] = listing
            }
        }
        return found.values.sorted { $0.id < $1.id }
    }

    /// Reads one file, wherever it is.
    public static func read(_ path: String) -> EffectListing {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        let id = name.hasSuffix(suffix) ? String(name.dropLast(suffix.count)) : name
        guard let handle = FileHandle(forReadingAtPath: path), let bytes = try? handle.read(upToCount: 100_000) else {
            let error = EffectError(line: 1, key: nil, reason: "the file cannot be read")
            return EffectListing(id: id, path: path, content: .failure(error))
        }
        return EffectListing(
            id: id,
            path: path,
            content: Result { () throws(EffectError) in try Effect(parsing: Array(bytes)) }
        )
    }

    /// Joom's own folder, those of Flatpak's extensions, and then the person's: `$XDG_DATA_HOME/joom/effects`.
    static var standard: [String] {
        installed(ProcessInfo.processInfo.environment) + [added].compactMap(\.self) + [personal]
    }

    /// Where Flatpak shows the effects of extensions (org.joom.Joom.Plugin); nil outside of it.
    private static var added: String? {
        let place = "/app/extensions/effects"
        return FileManager.default.fileExists(atPath: place) ? place : nil
    }

    /// Where a person puts effects of their own.
    public static var personal: String {
        let environment = ProcessInfo.processInfo.environment
        let data = environment["XDG_DATA_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
        return (data ?? NSHomeDirectory() + "/.local/share") + "/joom/effects"
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
