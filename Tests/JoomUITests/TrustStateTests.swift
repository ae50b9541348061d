// SPDX-License-Identifier: GPL-3.0-or-later
import CallSession
import JoomModel
import Testing

@testable import JoomUI

struct TrustStateTests {
    static let words = ["flat", "kennel", "tuna", "queen"]
    static let server = ServerAddress(host: "meet.example", port: 443, isSecure: true)

    static func state(
        _ trust: ParticipantTrust,
        isGuest: Bool = false,
        hasForeignPage: Bool = false,
        connection: ParticipantConnection = .connected,
        server: ServerAddress? = Self.server
    ) -> TrustState? {
        var person = CallSnapshot.Participant.make("Ada", connection: connection)
        person.trust = trust
        person.isGuest = isGuest
        person.hasForeignPage = hasForeignPage
        return TrustState(person, server: server)
    }

    struct Case: Sendable {
        let trust: ParticipantTrust
        let title: String
        let isVerified: Bool
        let canMatch: Bool
    }

    @Test(arguments: [
        Case(trust: .byLink, title: "Verified by link", isVerified: true, canMatch: false),
        Case(trust: .byWords(words), title: "Verified by words", isVerified: true, canMatch: false),
        Case(trust: .open(words), title: "Not verified", isVerified: false, canMatch: true),
        Case(trust: .changed(words), title: "Compare Words Again", isVerified: false, canMatch: true),
        Case(trust: .unknown, title: "Not verified", isVerified: false, canMatch: false),
    ])
    func tileSaysWhatHolds(_ example: Case) throws {
        let state = try #require(Self.state(example.trust))
        #expect(state.title == example.title)
        #expect(state.isVerified == example.isVerified)
        #expect(state.canMatch == example.canMatch)
        #expect(state.words == example.trust.words)
    }

    /// A server that sends the page can send another one: neither key nor words change that.
    @Test(arguments: [ParticipantTrust.byLink, .byWords(words), .open(words), .unknown])
    func guestIsNeverVerified(_ trust: ParticipantTrust) throws {
        let state = try #require(Self.state(trust, isGuest: true))
        #expect(state.title == "You rely on meet.example")
        #expect(!state.isVerified && !state.canMatch)
    }

    /// The server of now never saw their page.
    @Test(arguments: [ParticipantTrust.byLink, .byWords(words), .open(words), .unknown])
    func guestWhoWasMovedReliesOnAnotherServer(_ trust: ParticipantTrust) throws {
        let state = try #require(Self.state(trust, isGuest: true, hasForeignPage: true))
        #expect(state.title == "You rely on their page" && !state.explanation.contains("meet.example"))
        #expect(!state.isVerified && !state.canMatch)
    }

    @Test func serverOfOurOwnIsThisComputer() throws {
        let own = ServerAddress(host: "127.0.0.1", port: 3_000, isSecure: false)
        #expect(try #require(Self.state(.unknown, isGuest: true, server: own)).title == "You rely on this computer")
    }

    @Test(arguments: [ParticipantConnection.connecting, .reconnecting, .insecure, .noPath, .unproven(.wrong)])
    func nothingIsSaidOfWhatIsNotConnected(_ connection: ParticipantConnection) {
        #expect(Self.state(.byLink, connection: connection) == nil)
    }
}
