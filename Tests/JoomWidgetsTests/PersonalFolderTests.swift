// SPDX-License-Identifier: GPL-3.0-or-later
import JoomWidgets
import XCTest

final class PersonalFolderTests: XCTestCase {
    func testHomeIsWrittenShort() {
        XCTAssertEqual(PersonalFolder.shown("x", data: "/home/ada/.local/share", home: "/home/ada"), "~/.local/share/x")
        XCTAssertEqual(PersonalFolder.shown("x", data: "/home/adam", home: "/home/ada"), "/home/adam/x")
        XCTAssertEqual(PersonalFolder.shown("x", data: "/srv/data", home: ""), "/srv/data/x")
    }
}
