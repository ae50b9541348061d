// SPDX-License-Identifier: GPL-3.0-or-later
import CJoomGtk
import JoomModel
import JoomWidgets
import RoomProtocol
import XCTest

@testable import JoomUI

final class RoomFormTests: XCTestCase {
    private struct NothingAsked: Error {}

    /// Runs a body on the form of a window; afterwards the window is gone.
    private static func onForm(_ body: @MainActor (Stage, RoomForm) throws -> Void) throws {
        try MainActor.assumeIsolated {
            let stage = try Stage()
            stage.present()
            try body(stage, stage.main.form)
            stage.main.window.destroy()
        }
    }

    @MainActor private static func press(_ button: Button, on stage: Stage) {
        gtk_widget_activate(button.ref.cast())
        stage.present(for: .milliseconds(300))
    }

    @MainActor private static func request(of stage: Stage) throws -> JoomUI.JoinRequest {
        guard case .join(let request) = try XCTUnwrap(stage.log.intents.last) else {
            throw NothingAsked()
        }
        return request
    }

    func testNewRoomHasAKeyUntilItsNameIsChanged() throws {
        try Self.onForm { stage, form in
            Self.press(form.suggestion, on: stage)
            let suggested = form.room.text
            Self.press(form.join, on: stage)
            let keyed = try Self.request(of: stage)
            XCTAssertEqual(keyed.room.rawValue, suggested)
            XCTAssertNotNil(keyed.secret)
            form.room.text = suggested + "s"
            Self.press(form.join, on: stage)
            XCTAssertNil(try Self.request(of: stage).secret)
        }
    }

    func testHintSaysWhoCanEnter() throws {
        try Self.onForm { stage, form in
            XCTAssertTrue(form.access.text.hasPrefix("People who enter the same name"))
            form.room.text = "tea"
            XCTAssertTrue(form.access.text.hasPrefix("Everybody who knows this name"))
            Self.press(form.suggestion, on: stage)
            XCTAssertTrue(form.access.text.hasPrefix("Only people who have this room’s link"))
            form.room.text = "https://example.org/r/tea#k=AAECAwQFBgcICQoLDA0ODw"
            XCTAssertEqual(form.access.text, RoomAccess.link.text)
            form.room.text = ""
            Self.press(form.join, on: stage)
            XCTAssertFalse(form.access.isVisible, "what is wrong is said in its place")
        }
    }

    func testRoomOfBeforeKeepsItsKey() throws {
        try Self.onForm { stage, form in
            var generator = SystemRandomNumberGenerator()
            let before = JoomUI.JoinRequest(try NewRoom(using: &generator))
            form.choose(before)
            Self.press(form.join, on: stage)
            XCTAssertEqual(try Self.request(of: stage), before)
        }
    }
}
