// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
public import PluginKit
import ProgramKit

/// Where a person's decisions about plugins are kept, for the window and the command line alike.
public struct ChoicesFile: Sendable {
    /// The file.
    public let path: String

    /// Names a file, which need not be there.
    public init(_ path: String) { self.path = path }

    /// `$XDG_CONFIG_HOME/joom/plugins.ini`.
    public static var standard: ChoicesFile { ChoicesFile(BaseDirectories.own.config + "/joom/plugins.ini") }

    /// What was decided; nothing where the file is missing or broken.
    public func read() -> PluginChoices {
        RegularFile.read(path, upTo: 100_000).map { PluginChoices(reading: $0) } ?? PluginChoices()
    }

    /// Changes what was decided; read anew first, since another program may have changed it.
    ///
    /// - Parameter change: the change.
    /// - Returns: what is decided now.
    /// - Throws: why the file cannot be written.
    @discardableResult
    public func change(_ change: (inout PluginChoices) -> Void) throws -> PluginChoices {
        var choices = read()
        change(&choices)
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data(choices.text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
        return choices
    }
}
