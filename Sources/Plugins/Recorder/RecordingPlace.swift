// SPDX-License-Identifier: GPL-3.0-or-later
import FoundationEssentials
import JoomModel
public import PluginKit
import ProgramKit

/// Where recordings go.
public enum RecordingPlace: Hashable, Sendable {
    /// Into the person's folder for videos (XDG user directories), under names of our own.
    case videos(BaseDirectories)
    /// Into this file.
    case file(String)

    /// A name that the file may have; one that is taken is followed by others.
    ///
    /// - Parameters:
    ///   - room: where the call is.
    ///   - moment: when, in local time.
    /// - Returns: paths, best first.
    func paths(for room: RoomName, at moment: LocalMoment) -> [String] {
        switch self {
        case .file(let path): return [path]
        case .videos(let directories):
            let folder = Self.folder(directories)
            let name = "\(folder)/Joom \(Self.tame(room.rawValue)) \(moment.text)"
            return ["\(name).webm"] + (2...9).map { "\(name) \($0).webm" }
        }
    }

    /// The folder that recordings are in; nil where a file was named.
    var folder: String? {
        switch self {
        case .videos(let directories): Self.folder(directories)
        case .file: nil
        }
    }

    /// Whether the name is ours, so that its ending may follow what is in it.
    var isNamedByUs: Bool { if case .videos = self { true } else { false } }

    /// Makes the folder if there is none; that it cannot be made shows when the file is.
    func prepare() {
        guard case .videos(let directories) = self else { return }
        let folder = Self.folder(directories)
        try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    /// The person's folder for videos; where a sandbox hides it, one among the program's data, which is not lost with it.
    static func folder(
        _ directories: BaseDirectories,
        isSandboxed: Bool = FileManager.default.fileExists(atPath: "/.flatpak-info")
    ) -> String {
        let videos = named(directories)
        // The home that a sandbox shows is gone when the program ends, but for folders that were let in.
        guard isSandboxed, !FileManager.default.fileExists(atPath: videos) else { return videos }
        return directories.data + "/joom/recordings"
    }

    /// The folder that `user-dirs.dirs` names: `XDG_VIDEOS_DIR="$HOME/Videos"`.
    private static func named(_ directories: BaseDirectories) -> String {
        let content = FileManager.default.contents(atPath: directories.config + "/user-dirs.dirs") ?? Data()
        for line in String(decoding: content.prefix(65_536), as: UTF8.self).split(separator: "\n") {
            let parts = line.split(separator: "=", maxSplits: 1)
            guard parts.count == 2, parts[0].filter({ $0 != " " }) == "XDG_VIDEOS_DIR" else { continue }
            let value = parts[1].filter { $0 != "\"" }
            let path = value.hasPrefix("$HOME") ? directories.home + value.dropFirst(5) : value
            guard path.hasPrefix("/") else { continue }
            return path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
        }
        return directories.home + "/Videos"
    }

    /// A room's name without what file systems, also those of USB sticks, do not take in names.
    static func tame(_ name: String) -> String {
        let tamed = String(
            name.unicodeScalars.map { scalar in
                switch scalar {
                case "/", "\\", ":", "*", "?", "\"", "<", ">", "|": "-"
                case _
                where scalar.properties.generalCategory == .control
                    || scalar.properties.generalCategory == .format:
                    "-"
                case _: Character(scalar)
                }
            }
        )
        var short = Substring(tamed)
        while short.utf8.count > 120 { short = short.dropLast() }
        return String(short)
    }
}
