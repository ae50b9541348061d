// SPDX-License-Identifier: GPL-3.0-or-later
import FoundationEssentials
import PluginKit

/// What stands for a choice that a person wanted to be remembered; a file of one line, for nobody else to read.
///
/// Losing it costs a question, so nothing here fails.
struct RestoreToken: Sendable {
    private let directory: String
    private var file: String { directory + "/screen-share" }

    /// Longer ones are none.
    private static let longest = 4_096

    init(_ directories: BaseDirectories) { directory = directories.state + "/joom" }

    /// The token, which is not there any more afterwards.
    func take() -> String? {
        let manager = FileManager.default
        guard let content = manager.contents(atPath: file), content.count <= Self.longest else { return nil }
        try? manager.removeItem(atPath: file)
        let token = String(decoding: content, as: UTF8.self)
        return token.isEmpty ? nil : token
    }

    /// Keeps one for the next time.
    func keep(_ token: String) {
        guard !token.isEmpty, token.utf8.count <= Self.longest else { return }
        let manager = FileManager.default
        try? manager.createDirectory(atPath: directory, withIntermediateDirectories: true)
        _ = manager.createFile(atPath: file, contents: Data(token.utf8), attributes: [.posixPermissions: 0o600])
    }
}
