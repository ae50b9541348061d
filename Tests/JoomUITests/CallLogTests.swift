// SPDX-License-Identifier: GPL-3.0-or-later
import CallSession
import JoomModel
import PluginKit
import Testing

@testable import JoomUI

/// What is made of the figures of a call.
struct CallLogTests {
    private static let ada = person("a", "Ada")

    private static func person(_ id: String, _ name: String) -> CallSnapshot.Participant {
        CallSnapshot.Participant(id: ParticipantID(peer: PeerID(id)), name: name, connection: .connected)
    }

    private static func figures(_ second: Int, lost: Int64 = 0, available: Double = 900_000) -> PeerConnectionStatistics
    {
        var figures = PeerConnectionStatistics()
        figures.bytesReceived = UInt64(second) * 50_000
        figures.bytesSent = UInt64(second) * 25_000
        figures.packetsReceived = UInt64(second) * 100
        figures.packetsLost = lost
        figures.framesDecoded = UInt64(second) * 30
        figures.framesPerSecond = 30
        figures.roundTripTime = 0.04
        figures.availableOutgoingBitrate = available
        figures.path = "direct"
        return figures
    }

    private static func log(_ moments: [PeerConnectionStatistics]) -> CallLog {
        var log = CallLog()
        for (index, figures) in moments.enumerated() {
            log.add(figures, of: ada, at: Double(index + 1))
        }
        return log
    }

    private static func person(_ moments: [PeerConnectionStatistics]) throws -> CallLog.Person {
        try #require(log(moments).people[ada.id])
    }

    struct Rating: Sendable {
        var loss = 0.0
        var available: Double?
        var silence = 0.0
        let quality: Quality
    }

    @Test(arguments: [
        Rating(quality: .good), Rating(loss: 0.059, quality: .good), Rating(loss: 0.06, quality: .fair),
        Rating(loss: 0.08, quality: .poor), Rating(loss: 0.5, quality: .poor),
        Rating(available: 0.5 * Quality.target, quality: .good),
        Rating(available: 0.3 * Quality.target, quality: .fair),
        Rating(available: 0.29 * Quality.target, quality: .poor), Rating(silence: 2.9, quality: .good),
        Rating(silence: 3, quality: .lost), Rating(loss: 0.07, available: 0.1 * Quality.target, quality: .poor),
    ])
    func thresholdsAreThePublishedOnes(_ rating: Rating) {
        #expect(Quality(loss: rating.loss, available: rating.available, silence: rating.silence) == rating.quality)
    }

    @Test func figuresBecomeRates() throws {
        let person = try Self.person([Self.figures(1), Self.figures(2), Self.figures(3, lost: 100)])
        #expect(person.moments.map(\.received) == [400_000, 400_000, 400_000])
        #expect(person.moments.map(\.sent) == [200_000, 200_000, 200_000])
        #expect(person.moments.map(\.loss) == [0, 0, 0.5])
        #expect(person.quality == .good)
    }

    @Test func aNewConnectionCountsFromNothing() throws {
        let person = try Self.person([Self.figures(9), Self.figures(1)])
        #expect(person.moments.last?.received == 400_000)
    }

    @Test func silenceIsNoticedOnlyWhereMediaAreOwed() throws {
        let still = Array(repeating: Self.figures(1), count: 6)
        #expect(try Self.person(still).quality == .lost)
        func quality(_ connection: ParticipantConnection, _ media: MediaState?) -> Quality? {
            var log = CallLog()
            var ada = Self.ada
            (ada.connection, ada.media) = (connection, media)
            for (index, figures) in still.enumerated() { log.add(figures, of: ada, at: Double(index)) }
            return log.people[ada.id]?.quality
        }
        #expect(quality(.connected, MediaState(microphone: false, camera: false)) == .good)
        #expect(quality(.connecting, nil) == .good)
        #expect(quality(.reconnecting, nil) == .lost, "nothing comes, and should")
    }

    @Test func theLimitIsNamed() throws {
        var slow = Self.figures(2)
        slow.framesPerSecond = 5
        var far = Self.figures(2)
        far.roundTripTime = 0.6
        let cases: [(CallLog.Person, String)] = [
            (try Self.person([Self.figures(1)]), "Nothing limits the call."),
            (try Self.person([Self.figures(1), Self.figures(2, lost: 50)]), "loses"),
            (try Self.person([Self.figures(1, available: 100_000)]), "100 kbit/s"),
            (try Self.person([Self.figures(1), far]), "600 ms"),
            (try Self.person([Self.figures(1), slow]), "Only 5 pictures"),
            (try Self.person(Array(repeating: Self.figures(1), count: 6)), "Nothing arrives"),
            (CallLog.Person(), "Nothing was measured"),
        ]
        for (person, words) in cases { #expect(UserText.limit(person).contains(words)) }
    }

    @Test func theTableHoldsEveryMomentAndNoFormula() {
        var log = CallLog()
        let rogue = Self.person("r", "=HYPERLINK(\"x\"),y")
        log.add(Self.figures(1), of: Self.ada, at: 1)
        log.add(Self.figures(1), of: rogue, at: 1)
        let lines = log.csv.split(separator: "\r\n")
        #expect(lines.count == 3)
        #expect(lines[1] == "\"a\",\"Ada\",1.0,400000.0,200000.0,0.0,0.04,0.0,30.0,900000.0,good")
        #expect(lines[2].hasPrefix("\"r\",\"'=HYPERLINK(\"\"x\"\"),y\",1.0,"))
    }

    @Test func theSummaryTellsAPoorCall() {
        let good = Self.log((1...90).map { Self.figures($0) })
        #expect(UserText.summary(good) == "The call took 1 minute; the connection was good.")
        let poor = Self.log((1...40).map { Self.figures($0, available: 50_000) })
        #expect(UserText.summary(poor).contains("100 %"))
    }
}
