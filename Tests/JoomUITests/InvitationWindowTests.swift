// SPDX-License-Identifier: GPL-3.0-or-later
import CJoomGtk
import CallSession
import Foundation
import GLibKit
import JoomModel
import JoomWidgets
import RoomProtocol
import XCTest

@testable import JoomUI

final class InvitationWindowTests: XCTestCase {
    @MainActor private static func open() throws -> (CallSnapshot, Invitation) {
        let link = try RoomLink(
            "https://192.168.1.7:3443/r/blue#k=AAECAwQFBgcICQoLDA0ODw&fp=47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU"
        )
        var snapshot = CallSnapshot.make(.joined(link.room))
        snapshot.server = ServerAddress(host: "localhost", port: 3_000, isSecure: false)
        snapshot.isOwner = true
        return (snapshot, Invitation(door: .open(link), isAnnounced: true))
    }

    func testItShowsTheLinkAndGoesWithTheCall() throws {
        try MainActor.assumeIsolated {
            let stage = try Stage()
            let (snapshot, invitation) = try Self.open()
            stage.main.update(snapshot)
            stage.main.invite()
            let shown = try XCTUnwrap(stage.main.invitationWindow)
            XCTAssertEqual(shown.link.text, "http://localhost:3000/r/blue")
            XCTAssertFalse(shown.certificate.isVisible)
            XCTAssertTrue(shown.internet.isVisible)
            XCTAssertFalse(shown.move.isSensitive)
            shown.server.text = "example.org"
            gtk_widget_activate(shown.move.ref.cast())
            stage.present(shown.window, for: .milliseconds(300))
            XCTAssertEqual(stage.log.intents.last, .moveRoom(to: "example.org"))
            var guest = snapshot
            guest.isOwner = false
            stage.main.update(guest)
            XCTAssertFalse(shown.internet.isVisible, "only the owner moves a room")
            stage.main.update(snapshot)
            stage.main.show(invitation)
            XCTAssertTrue(shown.link.text.hasPrefix("https://192.168.1.7:3443/r/blue#k="))
            XCTAssertTrue(shown.fingerprint.text.hasPrefix("E3 B0 C4 42 98 FC 1C 14\n9A FB"))
            XCTAssertEqual(shown.code.isVisible, QRCode("a") != nil)
            stage.present(shown.window)
            XCTAssertLessThanOrEqual(shown.window.width, 400)
            gtk_widget_activate(shown.copy.ref.cast())
            stage.present(shown.window, for: .milliseconds(300))
            XCTAssertEqual(stage.log.intents.last, .copyLink)
            stage.main.update(.make(.ended(.left)))
            XCTAssertNil(stage.main.invitationWindow)
            stage.main.window.destroy()
        }
    }

    /// Draws the windows for a person to look at, where JOOM_SHOTS names a directory.
    func testWindowsCanBeDrawn() throws {
        try MainActor.assumeIsolated {
            let directory = ProcessInfo.processInfo.environment["JOOM_SHOTS"]
            for (width, height) in directory == nil ? [(360, 294)] : [(360, 294), (420, 760), (1000, 640)] {
                let stage = try Stage(width: width, height: height)
                let (snapshot, invitation) = try Self.open()
                stage.main.update(snapshot)
                stage.main.show(invitation)
                stage.present(for: .milliseconds(directory == nil ? 150 : 450))
                XCTAssertLessThanOrEqual(stage.main.window.width, width)
                stage.main.invite()
                let shown = try XCTUnwrap(stage.main.invitationWindow)
                stage.present(shown.window)
                if let directory {
                    try stage.save("\(directory)/\(width)-open.png")
                    try stage.save("\(directory)/\(width)-invitation.png", shown.window)
                }
                // As the program does: the window goes with the call.
                stage.main.update(.make(.ended(.left)))
                stage.main.window.destroy()
            }
        }
    }

    func testWhoWaitsInVainHearsOfFirewalls() throws {
        try MainActor.assumeIsolated {
            let stage = try Stage()
            let page = try WaitingPage(builder: try Builder(.callView), patience: .milliseconds(100)) { _ in }
            let (snapshot, invitation) = try Self.open()
            page.update(snapshot)
            page.show(invitation)
            XCTAssertFalse(page.firewall.isVisible)
            stage.present(for: .milliseconds(400))
            XCTAssertTrue(page.firewall.isVisible)
            XCTAssertTrue(page.firewall.text.contains("3443"))
            var joined = snapshot
            joined.participants = [.make("Ada")]
            page.update(joined)
            XCTAssertFalse(page.firewall.isVisible)
            page.update(snapshot)
            XCTAssertFalse(page.firewall.isVisible, "the wait begins anew")
            page.show(Invitation())
            stage.present(for: .milliseconds(400))
            XCTAssertFalse(page.firewall.isVisible, "nobody can come in")
            stage.main.window.destroy()
        }
    }
}
