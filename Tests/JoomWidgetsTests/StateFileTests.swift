// SPDX-License-Identifier: GPL-3.0-or-later
import JoomWidgets
import XCTest

final class StateFileTests: XCTestCase {
    func testOnlyTheOwnerCanReadIt() throws {
        let folder = NSTemporaryDirectory() + "joom-state-\(UUID().uuidString)/deeper"
        try MainActor.assumeIsolated {
            let file = StateFile(directory: folder, name: "rooms")
            XCTAssertNil(file.text)
            file.text = nil
            for text in ["one", "둘", ""] {
                file.text = text
                XCTAssertEqual(StateFile(directory: folder, name: "rooms").text, text)
                let attributes = try FileManager.default.attributesOfItem(atPath: folder + "/rooms")
                XCTAssertEqual(attributes[.posixPermissions] as? Int, 0o600)
            }
            file.text = nil
            XCTAssertFalse(FileManager.default.fileExists(atPath: folder + "/rooms"))
        }
        try FileManager.default.removeItem(atPath: URL(fileURLWithPath: folder).deletingLastPathComponent().path)
    }

    func testAllOfADirectoryCanBeRemoved() throws {
        let folder = NSTemporaryDirectory() + "joom-state-\(UUID().uuidString)"
        try MainActor.assumeIsolated {
            let files = ["rooms", "somebody-elses"].map { StateFile(directory: folder, name: $0) }
            files[0].removeAll()
            for file in files { file.text = "known" }
            files[0].removeAll()
            XCTAssertEqual(try FileManager.default.contentsOfDirectory(atPath: folder), [])
        }
        try FileManager.default.removeItem(atPath: folder)
    }
}
