// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import PluginKit
import Testing
import TextEffects

@Suite struct EffectFolderTests {
    private static func file(_ name: String) -> String {
        "[Effect]\nName=\(name)\nKind=video\nApiVersion=1\nPipeline=videobalance saturation=0"
    }

    @Test func whatWasShownIsInstalled() throws {
        let root = FileManager.default.temporaryDirectory.appendingPathComponent("effects-\(UUID())")
        defer { try? FileManager.default.removeItem(at: root) }
        try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
        let file = root.appendingPathComponent("grey.joom-effect")
        try Self.file("Grey").write(to: file, atomically: true, encoding: .utf8)
        let folders = EffectFolders([root.appendingPathComponent("own/effects").path])
        let offer = folders.read(file.path)
        #expect(!offer.replaces)
        // Somebody else changes it while a person reads.
        try "[Effect]".write(to: file, atomically: true, encoding: .utf8)
        try folders.install(offer)
        #expect(folders.effects().map { $0.effect?.name.plain } == ["Grey"])
        #expect(folders.read(file.path).replaces)
        #expect(throws: EffectInstallError.self) { try folders.install(folders.read(file.path)) }
        #expect(throws: EffectInstallError.unwritable("/proc/joom")) {
            try EffectFolders(["/proc/joom"]).install(offer)
        }
        #expect(folders.read(root.appendingPathComponent(".joom-effect").path).listing.effect == nil)
        // Nobody writes into it, ever.
        let pipe = root.appendingPathComponent("pipe.joom-effect").path
        #expect(mkfifo(pipe, 0o600) == 0 && folders.read(pipe).listing.effect == nil)
    }

    @Test func thoseOfGnomeVideoEffectsAreImported() throws {
        let root = FileManager.default.temporaryDirectory.appendingPathComponent("effects-\(UUID())")
        defer { try? FileManager.default.removeItem(at: root) }
        try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
        let text = "[Effect]\nName=Sobel\nName[ko]=소벨\nCategory=5\nPipelineDescription=frei0r-filter-sobel\n"
        let file = root.appendingPathComponent("sobel.effect")
        try text.write(to: file, atomically: true, encoding: .utf8)
        let own = root.appendingPathComponent("own").path
        let refused = EffectFolders([own]).read(file.path)
        guard case .failure(let error) = refused.listing.content else {
            Issue.record("frei0r was allowed")
            return
        }
        #expect(error.line == 5 && error.reason.contains("frei0r-filter-sobel"))
        let folders = EffectFolders([own], allowing: ["frei0r-filter-sobel"])
        try folders.install(folders.read(file.path))
        #expect(folders.effects().map(\.id) == ["sobel"])
        #expect(folders.effects()[0].effect?.name.inLanguage("ko") == "소벨")
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
