// SPDX-License-Identifier: GPL-3.0-or-later
import CallSession
import GLibKit
import JoomModel
import PluginKit
import Testing

@testable import JoomUI

struct CallReportTests {
    @Test func aParticipantSaysWhatIsKnown() {
        let ada = CallReport.participant(.make("Ada", media: MediaState(microphone: false, camera: true)))
        #expect(
            ada == [
                "id": .string("Ada"), "name": .string("Ada"), "connection": .string("connected"),
                "microphone": .boolean(false), "camera": .boolean(true), "verified": .string("none"),
            ]
        )
        let unnamed = CallReport.participant(CallSnapshot.Participant(id: ParticipantID(peer: nil)))
        #expect(unnamed == ["id": .string(""), "connection": .string("connecting")])
    }

    @Test(arguments: [
        (ParticipantTrust.byLink, false, "link"), (.byWords(["a"]), false, "words"), (.open(["a"]), false, "none"),
        (.byLink, true, "none"), (.byWords(["a"]), true, "none"),
    ])
    func nobodyInABrowserIsVerified(_ trust: ParticipantTrust, _ isGuest: Bool, _ verified: String) {
        let entry = CallReport.participant(.make("Ada", trust: trust, isGuest: isGuest))
        #expect(entry["verified"] == .string(verified))
    }

    @Test func figuresThatAreNotKnownAreLeftOut() {
        var figures = PeerConnectionStatistics()
        figures.bytesSent = .max
        figures.codec = "VP8"
        let entry = CallReport.statistics(of: ParticipantID(peer: PeerID("p")), figures)
        #expect(entry["bytesSent"] == .integer(.max))
        #expect(entry["codec"] == .string("VP8"))
        #expect(entry["roundTripTime"] == nil)
    }

    @Test func whatIsPrintedIsSortedAndSafeToParse() {
        let entries: [CallReport.Entry] = [
            ["name": .string("Ada \"Countess\"\t\u{1B}"), "id": .string("1"), "camera": .boolean(true)],
            ["id": .string("2"), "jitter": .double(0.25)],
        ]
        #expect(
            CallReport.json(entries)
                == #"[{"camera":true,"id":"1","name":"Ada \"Countess\"\t\u001b"},{"id":"2","jitter":0.25}]"#
        )
        #expect(CallReport.lines(entries) == "camera=true\tid=1\tname=Ada \"Countess\"  \nid=2\tjitter=0.25")
        #expect(CallReport.json([]) == "[]")
    }

    @Test func onlyACallKeepsTheComputerAwake() throws {
        #expect(Wakefulness.wants(.joined(try .make())))
        for phase in [CallSnapshot.Phase.idle, .joining(try .make()), .leaving, .ended(.left)] {
            #expect(!Wakefulness.wants(phase))
        }
    }
}
