// SPDX-License-Identifier: GPL-3.0-or-later
import GLibKit
import XCTest

@testable import JoomWidgets

/// What a window holds back until it is on the screen.
final class FirstPictureTests: XCTestCase {
    override func setUpWithError() throws {
        let hasDisplay = MainActor.assumeIsolated { Application.connectToDisplay() }
        XCTAssertTrue(hasDisplay, "run the tests inside a private session with DISPLAY set")
    }

    func testItComesOnceAndNotBeforeTheWindowIsShown() {
        MainActor.assumeIsolated {
            var count = 0
            let window = Window(title: "First picture")
            window.onFirstPicture { count += 1 }
            for _ in 0..<20 { MainLoop.iterate() }
            XCTAssertEqual(count, 0)
            window.present()
            let deadline = ContinuousClock.now + .seconds(5)
            while count == 0, ContinuousClock.now < deadline { MainLoop.iterate() }
            // Another picture, and shown anew.
            window.setChild(Label("text"))
            window.isVisible = false
            window.present()
            let end = ContinuousClock.now + .milliseconds(300)
            while ContinuousClock.now < end { MainLoop.iterate() }
            XCTAssertEqual(count, 1)
            window.destroy()
        }
    }
}
