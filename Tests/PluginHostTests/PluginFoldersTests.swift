// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import ProgramKit
import Testing

@testable import PluginHost

struct PluginFoldersTests {
    @Test func eachExtensionOfAFlatpakHasAFolder() throws {
        let place = FileManager.default.temporaryDirectory.path + "/extensions-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: place) }
        for name in ["two", "one"] {
            let folder = "\(place)/\(name)/lib/joom/plugins"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try Data("[Plugin]\nModule=\(name)\n".utf8).write(to: URL(fileURLWithPath: "\(folder)/\(name).plugin"))
        }
        let found = PluginFolders.candidates(in: FlatpakExtensions.folders("lib/joom/plugins", below: place))
        #expect(found.map(\.path) == ["one", "two"].map { "\(place)/\($0)/lib/joom/plugins/\($0).plugin" })
        #expect(FlatpakExtensions.folders("lib/joom/plugins", below: place + "/nowhere").isEmpty)
    }
}
