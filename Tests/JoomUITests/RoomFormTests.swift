// SPDX-License-Identifier: GPL-3.0-or-later
import CJoomGtk
import CallSession
import JoomModel
import JoomWidgets
import NearbyRooms
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

    func testRoomsNearbyAreThereWhileThereAreAny() throws {
        try Self.onForm { stage, form in
            XCTAssertFalse(form.nearby.root.isVisible)
            let server = ServerAddress(host: "192.168.1.7", port: 3_443, isSecure: true, certificate: "c")
            let room = NearbyRoom(room: try RoomName("tea"), name: "Ada", server: server)
            form.offer([room, NearbyRoom(room: try RoomName("coffee"), name: nil, server: server)])
            XCTAssertTrue(form.nearby.root.isVisible)
            XCTAssertEqual(form.nearby.rows.count, 2)
            Self.press(form.nearby.rows[0], on: stage)
            let request = try Self.request(of: stage)
            XCTAssertEqual(request.room.rawValue, "tea")
            XCTAssertEqual(request.wantedServer, server)
            XCTAssertTrue(request.isNearby)
            form.offer([NearbyRoom]())
            XCTAssertFalse(form.nearby.root.isVisible)
            XCTAssertTrue(form.nearby.rows.isEmpty)
        }
    }

    /// Draws the form with rooms nearby, and the wait for one, where JOOM_SHOTS names a directory.
    func testRoomsNearbyFitEveryWindow() throws {
        try MainActor.assumeIsolated {
            let directory = ProcessInfo.processInfo.environment["JOOM_SHOTS"]
            let server = ServerAddress(host: "192.168.1.7", port: 3_443, isSecure: true, certificate: "c")
            let names = [
                ("olive-egret-street", "Ada Lovelace"), ("차 마시는 방", nil),
                (String(repeating: "long ", count: 20), "Bob"),
            ]
            let rooms = try names.map { NearbyRoom(room: try RoomName($0.0), name: $0.1, server: server) }
            for (width, height) in directory == nil ? [(360, 294)] : [(360, 294), (420, 760), (1000, 640)] {
                let stage = try Stage(width: width, height: height)
                stage.main.update(.make(.idle))
                stage.main.form.offer(rooms)
                stage.present(for: .milliseconds(directory == nil ? 150 : 450))
                XCTAssertLessThanOrEqual(stage.main.window.width, width)
                if let directory { try stage.save("\(directory)/\(width)-form-nearby.png") }
                var snapshot = CallSnapshot.make(.knocking(rooms[0].room))
                snapshot.server = server
                stage.main.update(snapshot)
                stage.present(for: .milliseconds(directory == nil ? 150 : 450))
                XCTAssertLessThanOrEqual(stage.main.window.width, width)
                if let directory { try stage.save("\(directory)/\(width)-waiting-nearby.png") }
                stage.main.window.destroy()
            }
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
