// SPDX-License-Identifier: GPL-3.0-or-later
import CJoomGtk
import CallSession
import GLibKit
import JoomModel
import JoomWidgets
import XCTest

@testable import JoomUI

final class TrustMenuTests: XCTestCase {
    private static let words = ["flat", "kennel", "tuna", "queen"]

    @MainActor private static func state(_ trust: ParticipantTrust, isGuest: Bool = false) throws -> TrustState {
        try XCTUnwrap(TrustState(.make("Ada", trust: trust, isGuest: isGuest), server: nil))
    }

    func testWordsAreThereToBeComparedAndGoneWhereTheLinkVerifies() throws {
        try MainActor.assumeIsolated {
            _ = try Stage()
            let menu = TrustMenu { _, _ in }
            XCTAssertFalse(menu.button.isVisible)
            menu.update(try Self.state(.open(Self.words)))
            XCTAssertTrue(menu.button.isVisible)
            XCTAssertEqual(menu.visibleWords, Self.words)
            menu.update(try Self.state(.byLink))
            XCTAssertEqual(menu.visibleWords, [])
            menu.update(nil)
            XCTAssertFalse(menu.button.isVisible)
        }
    }

    func testAnswersCarryTheWordsThatWereOnTheScreen() throws {
        try MainActor.assumeIsolated {
            _ = try Stage()
            var heard: [String] = []
            let menu = TrustMenu { heard.append("\($0.joined(separator: " ")) \($1)") }
            menu.update(try Self.state(.open(Self.words)))
            menu.answer(areAlike: true)
            menu.update(try Self.state(.changed(Self.words.reversed())))
            menu.answer(areAlike: false)
            XCTAssertEqual(heard, ["flat kennel tuna queen true", "queen tuna kennel flat false"])
        }
    }

    /// Draws the open menu for a person to look at, where JOOM_SHOTS names a directory.
    func testMenuFitsASmallWindow() throws {
        try MainActor.assumeIsolated {
            let directory = ProcessInfo.processInfo.environment["JOOM_SHOTS"]
            for (name, trust, isGuest) in [
                ("open", ParticipantTrust.open(Self.words), false), ("link", .byLink, false),
                ("guest", .open(Self.words), true),
            ] {
                let stage = try Stage(width: 360, height: 640)
                let person = CallSnapshot.Participant.make("Ada", trust: trust, isGuest: isGuest)
                stage.main.update(.make(.joined(try .make()), people: [person]))
                stage.present(for: .milliseconds(100))
                stage.main.call.openTrust(of: person.id)
                stage.present(for: .milliseconds(directory == nil ? 100 : 500))
                XCTAssertLessThanOrEqual(stage.main.window.width, 360, name)
                if let directory { try stage.save("\(directory)/trust-\(name).png") }
                stage.main.window.destroy()
            }
        }
    }
}
