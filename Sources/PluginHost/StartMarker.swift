// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import PluginKit
import ProgramKit

/// Says in a file which libraries are being started, so that the next start knows what brought this one down.
///
/// The file is locked while its program lives; one that nobody locks belongs to a program that did not get to removing
/// it. Process ids would not do: in a Flatpak every start has the same.
public final class StartMarker {
    private static let suffix = ".starting"
    private let path: String
    private var file: Int32 = -1

    /// Writes nothing yet.
    ///
    /// - Parameter folder: where, such as the person's state directory.
    public init(folder: String) {
        path = "\(folder)/plugins-\(UInt64.random(in: 0...UInt64.max))\(Self.suffix)"
    }

    deinit { if file >= 0 { close(file) } }

    /// `$XDG_STATE_HOME/joom`.
    public static var standardFolder: String { BaseDirectories.own.state + "/joom" }

    /// Removes what programs left behind that are no more.
    ///
    /// - Parameter folder: where markers are.
    /// - Returns: the modules that were being started.
    public static func recover(in folder: String) -> Set<String> {
        var modules: Set<String> = []
        for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] where name.hasSuffix(suffix) {
            let path = "\(folder)/\(name)"
            let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
            guard file >= 0 else { continue }
            defer { close(file) }
            guard flock(file, LOCK_EX | LOCK_NB) == 0 else { continue }
            let text = String(decoding: RegularFile.read(path, upTo: 65_536) ?? [], as: UTF8.self)
            modules.formUnion(text.split(separator: "\n").map(String.init))
            unlink(path)
        }
        return modules
    }

    /// Names what runs from now on; before it does.
    public func write(_ modules: [String]) {
        if file < 0 {
            let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
            try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
            guard file >= 0 else { return }
            flock(file, LOCK_EX | LOCK_NB)
        }
        let bytes = Array(modules.joined(separator: "\n").utf8)
        ftruncate(file, 0)
        pwrite(file, bytes, bytes.count, 0)
    }

    /// All went well.
    public func remove() {
        guard file >= 0 else { return }
        unlink(path)
        close(file)
        file = -1
    }
}
