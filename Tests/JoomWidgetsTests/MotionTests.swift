// SPDX-License-Identifier: GPL-3.0-or-later
import CJoomGtk
import GLibKit
import XCTest

@testable import JoomWidgets

/// Whoever switched motion off in their system's settings sees none: what moves in Joom is GTK's own.
final class MotionTests: XCTestCase {
    override func setUpWithError() throws {
        let hasDisplay = MainActor.assumeIsolated { Application.connectToDisplay() }
        XCTAssertTrue(hasDisplay, "run the tests inside a private session with DISPLAY set")
    }

    func testMessagesSlideOnlyWhereMotionIsWanted() throws {
        try MainActor.assumeIsolated {
            let settings = GObjectRef(retaining: try XCTUnwrap(gtk_settings_get_default()))
            defer { settings.set("gtk-enable-animations", true) }
            for isMotionWanted in [true, false] {
                settings.set("gtk-enable-animations", isMotionWanted)
                let window = Window(title: "Motion")
                let revealer = Revealer(child: Label("text"))
                window.setChild(revealer)
                window.present()
                let deadline = ContinuousClock.now + .seconds(5)
                while gtk_widget_get_mapped(revealer.widget) == 0, ContinuousClock.now < deadline { MainLoop.iterate() }
                revealer.isRevealed = true
                let isThere = gtk_revealer_get_child_revealed(revealer.ref.opaque) != 0
                XCTAssertEqual(isThere, !isMotionWanted)
                window.destroy()
            }
        }
    }
}
