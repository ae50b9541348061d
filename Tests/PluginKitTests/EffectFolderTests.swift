// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import PluginKit
import Testing
import TextEffects

@Suite struct EffectFolderTests {
    private static func file(_ name: String) -> String {
        "[Effect]\nName=\(name)\nKind=video\nApiVersion=1\nPipeline=videobalance saturation=0"
    }

    @Test func ownFilesTakeThePlaceOfOurs() throws {
        let root = FileManager.default.temporaryDirectory.appendingPathComponent("effects-\(UUID())")
        defer { try? FileManager.default.removeItem(at: root) }
        for (folder, name, text) in [
            ("ours", "grey.joom-effect", Self.file("Grey")), ("ours", "other.joom-effect", Self.file("Other")),
            ("own", "grey.joom-effect", Self.file("My Grey")), ("own", "broken.joom-effect", "[Effect]\nName=x"),
            ("own", "notes.txt", "nothing"),
        ] {
            let directory = root.appendingPathComponent(folder)
            try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
            try text.write(to: directory.appendingPathComponent(name), atomically: true, encoding: .utf8)
        }
        let listings = EffectFolders(["ours", "own", "absent"].map { root.appendingPathComponent($0).path }).effects()
        #expect(listings.map(\.id) == ["broken", "grey", "other"])
        #expect(listings[1].effect?.name.plain == "My Grey")
        guard case .failure(let error) = listings[0].content else { return #expect(Bool(false), "it is broken") }
        #expect(error == KeyFileError(line: 1, key: "ApiVersion", reason: "it is missing in [Effect]"))
    }
}
