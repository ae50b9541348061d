// SPDX-License-Identifier: GPL-3.0-or-later
import GLibKit
import XCTest

@testable import JoomWidgets

final class ToastTests: XCTestCase {
    override func setUpWithError() throws {
        let hasDisplay = MainActor.assumeIsolated { Application.connectToDisplay() }
        XCTAssertTrue(hasDisplay, "run the tests inside a private session with DISPLAY set")
    }

    @MainActor private static func iterate(until done: () -> Bool) {
        let deadline = ContinuousClock.now + .seconds(5)
        while !done(), ContinuousClock.now < deadline { MainLoop.iterate() }
    }

    func testMessagesComeOneAfterTheOtherAndGo() {
        MainActor.assumeIsolated {
            let toaster = Toaster(dismissName: "Close")
            toaster.show("one", for: .milliseconds(5))
            toaster.show("two", for: .milliseconds(5))
            XCTAssertEqual(toaster.text, "one")
            Self.iterate { toaster.text == "two" }
            XCTAssertEqual(toaster.text, "two")
            Self.iterate { toaster.text == nil }
            XCTAssertNil(toaster.text)
        }
    }

    func testAMessageThatIsUpIsNotRepeated() {
        MainActor.assumeIsolated {
            let toaster = Toaster(dismissName: "Close")
            toaster.show("one", for: .milliseconds(5))
            toaster.show("one", for: .seconds(60))
            Self.iterate { toaster.text == nil }
            XCTAssertNil(toaster.text)
        }
    }
}

final class SettingsFileTests: XCTestCase {
    func testWhatIsSetIsThereAtTheNextStart() {
        MainActor.assumeIsolated {
            let directory = NSTemporaryDirectory() + "joom-settings-\(UInt64.random(in: .min ... .max))"
            defer { try? FileManager.default.removeItem(atPath: directory) }
            SettingsFile(directory: directory, name: "joom.ini")["name"] = "Zoë \\ [x]"
            let file = SettingsFile(directory: directory, name: "joom.ini")
            XCTAssertEqual(file["name"], "Zoë \\ [x]")
            file["name"] = nil
            XCTAssertNil(SettingsFile(directory: directory, name: "joom.ini")["name"])
        }
    }

    func testAFileThatCannotBeReadCountsAsEmpty() {
        MainActor.assumeIsolated {
            XCTAssertNil(SettingsFile(directory: "/nonexistent", name: "joom.ini")["name"])
        }
    }
}

final class TranslationTests: XCTestCase {
    func testValuesGoWhereTheirNamesAre() {
        XCTAssertEqual(tr("{a} and {b}", ["b": "two", "a": "one"]), "one and two")
    }
}
