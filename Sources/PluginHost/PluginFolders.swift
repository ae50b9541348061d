// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
public import PluginKit
import ProgramKit

extension BaseDirectories {
    /// Those of the person who runs this.
    public static var own: BaseDirectories {
        BaseDirectories(environment: ProcessInfo.processInfo.environment, home: NSHomeDirectory())
    }
}

/// Where manifests of plugins are looked for.
public enum PluginFolders {
    /// The places that there are, first to last: of the system, of the person, of Flatpak's extensions.
    public static var standard: [String] {
        var folders: [String] = []
        if let prefix { folders.append(prefix + "/lib/joom/plugins") }
        folders.append(BaseDirectories.own.data + "/joom/plugins")
        return folders + FlatpakExtensions.folders("lib/joom/plugins")
    }

    /// More of them in one folder are somebody's joke.
    private static let limit = 256

    /// Reads the manifests of some folders; those of one folder by name, and 256 of them at the most.
    public static func candidates(in folders: [String]) -> [PluginCandidate] {
        folders.flatMap { folder in
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            let manifests = names.filter { $0.hasSuffix(PluginManifest.suffix) }.sorted().prefix(limit)
            return manifests.map { read("\(folder)/\($0)") }
        }
    }

    /// Reads one manifest, wherever it is.
    public static func read(_ path: String) -> PluginCandidate {
        guard let bytes = RegularFile.read(path, upTo: 100_000) else {
            let error = KeyFileError(line: 1, key: nil, reason: "the file cannot be read")
            return PluginCandidate(content: .failure(error), path: path, isStandard: false)
        }
        return PluginCandidate(
            content: Result { () throws(KeyFileError) in try PluginManifest(parsing: bytes) },
            path: path,
            isStandard: false
        )
    }

    /// Where a manifest's library is: beside it, as `libMODULE.so` or `MODULE.so`.
    ///
    /// - Parameters:
    ///   - module: the manifest's module.
    ///   - path: the manifest's file.
    /// - Returns: the first of the two that is there, or the first of them where none is.
    public static func library(of module: String, beside path: String) -> String {
        let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
        let paths = ["lib\(module).so", "\(module).so"].map { folder.isEmpty ? "./\($0)" : "\(folder)/\($0)" }
        return paths.first { FileManager.default.fileExists(atPath: $0) } ?? paths[0]
    }

    /// What the program is installed below, such as `/usr`.
    private static var prefix: String? {
        guard let program = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe") else {
            return nil
        }
        return "/" + program.split(separator: "/").dropLast(2).joined(separator: "/")
    }
}
