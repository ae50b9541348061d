// SPDX-License-Identifier: GPL-3.0-or-later
import CJoomGtk
import GLibKit
import JoomWidgets
import XCTest

final class SettingsStoreTests: XCTestCase {
    private static let schema = "org.joom.SettingsStoreTests"
    private var folder = ""

    override func setUpWithError() throws {
        // Settings of tests are nobody's.
        g_setenv("GSETTINGS_BACKEND", "memory", 1)
        folder = NSTemporaryDirectory() + "joom-settings-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let template = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../data/joom.gschema.xml.in")
        let text = try String(contentsOf: template, encoding: .utf8)
            .replacingOccurrences(of: "@APP_ID@", with: Self.schema)
            .replacingOccurrences(of: "@APP_PATH@", with: "/" + Self.schema.replacingOccurrences(of: ".", with: "/"))
        try text.write(toFile: folder + "/test.gschema.xml", atomically: true, encoding: .utf8)
        let compiler = Process()
        compiler.executableURL = URL(fileURLWithPath: "/usr/bin/glib-compile-schemas")
        compiler.arguments = ["--strict", folder]
        try compiler.run()
        compiler.waitUntilExit()
        XCTAssertEqual(compiler.terminationStatus, 0)
    }

    override func tearDownWithError() throws { try FileManager.default.removeItem(atPath: folder) }

    @MainActor private static func store(in folder: String, _ schema: String = schema) -> SettingsStore {
        SettingsStore(schema: schema, directory: folder, file: SettingsFile(directory: folder, name: "joom.ini"))
    }

    func testTheSchemaKeepsWhatItHas() throws {
        let folder = folder
        MainActor.assumeIsolated {
            let first = Self.store(in: folder)
            XCTAssertNil(first["name"])
            XCTAssertEqual(first["camera-enabled"], "true")
            first["name"] = "true"
            first["camera-enabled"] = "false"
            XCTAssertEqual(Self.store(in: folder)["name"], "true")
            XCTAssertEqual(Self.store(in: folder)["camera-enabled"], "false")
            first["name"] = nil
            first["camera-enabled"] = nil
            XCTAssertNil(Self.store(in: folder)["name"])
            XCTAssertEqual(Self.store(in: folder)["camera-enabled"], "true")
            XCTAssertFalse(FileManager.default.fileExists(atPath: folder + "/joom.ini"))
        }
    }

    func testTheFileKeepsTheRest() throws {
        let folder = folder
        MainActor.assumeIsolated {
            Self.store(in: folder)["shape"] = "round"
            XCTAssertEqual(Self.store(in: folder)["shape"], "round")
            Self.store(in: folder, "org.joom.NoSuchSchema")["name"] = "Ada"
            XCTAssertEqual(Self.store(in: folder, "org.joom.NoSuchSchema")["name"], "Ada")
            XCTAssertNil(Self.store(in: folder)["name"])
        }
    }
}
