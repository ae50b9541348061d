// SPDX-License-Identifier: GPL-3.0-or-later
import Testing

@testable import MediaCore

/// Two computers with two cables: each end's candidates are those of its two addresses.
struct PathSwitchTests {
    private static let ours = [candidate(1, "10.1.0.1"), candidate(2, "10.2.0.1")]
    private static let theirs = [candidate(1, "10.1.0.2"), candidate(2, "10.2.0.2")]
    private static let first = KnownPaths.Pair(ours: ours[0], theirs: theirs[0])
    private static let second = KnownPaths.Pair(ours: ours[1], theirs: theirs[1])
    private static let paths = KnownPaths(ours: ours, theirs: theirs, used: first)

    private static func candidate(_ number: Int, _ address: String, _ kind: String = "host") -> CandidateAttribute {
        guard
            let candidate = CandidateAttribute(
                "candidate:\(number) 1 udp \(2_000 - number) \(address) 5000 typ \(kind)"
            )
        else { preconditionFailure("a candidate of the test's own") }
        return candidate
    }

    /// As the routing table has it: each network is reached over its own cable.
    private static func source(_ up: Set<String>) -> (String) -> String? {
        { address in up.first { $0.split(separator: ".").prefix(3) == address.split(separator: ".").prefix(3) } }
    }

    // MARK: Which way

    @Test func theOtherCableIsTakenWhereOneIsGone() {
        let up: Set = ["10.2.0.1"]
        #expect(Self.paths.replacement(addresses: up, source: Self.source(up)) == Self.second)
    }

    @Test func nothingChangesWhileTheAddressIsThere() {
        let up: Set = ["10.1.0.1", "10.2.0.1"]
        #expect(Self.paths.replacement(addresses: up, source: Self.source(up)) == nil)
    }

    @Test func wherePeersAreReachedAlreadyIsTriedFirst() {
        // Both addresses of the peer's can be reached from the one that is left, as over the Internet.
        let pair = Self.paths.replacement(addresses: ["10.2.0.1"]) { _ in "10.2.0.1" }
        #expect(pair == KnownPaths.Pair(ours: Self.ours[1], theirs: Self.theirs[0]))
    }

    @Test func withoutARouteThereIsNoWay() {
        #expect(Self.paths.replacement(addresses: ["10.2.0.1"]) { _ in nil } == nil)
        #expect(Self.paths.replacement(addresses: []) { _ in "10.2.0.1" } == nil)
        #expect(Self.paths.replacement(addresses: ["10.3.0.1"]) { _ in "10.3.0.1" } == nil)
    }

    @Test func anAddressThatStunSawLeavesFromItsBase() throws {
        let text = "candidate:3 1 udp 9 203.0.113.5 6000 typ srflx raddr 10.1.0.1 rport 5000"
        let seen = try #require(CandidateAttribute(text))
        let paths = KnownPaths(
            ours: Self.ours + [seen],
            theirs: Self.theirs,
            used: .init(ours: seen, theirs: Self.theirs[0])
        )
        #expect(paths.replacement(addresses: ["10.1.0.1"]) { _ in "10.1.0.1" } == nil)
        #expect(paths.replacement(addresses: ["10.2.0.1"], source: Self.source(["10.2.0.1"])) == Self.second)
        let relay = Self.candidate(4, "203.0.113.9", "relay")
        let relayed = KnownPaths(
            ours: Self.ours + [relay],
            theirs: Self.theirs,
            used: .init(ours: relay, theirs: Self.theirs[0])
        )
        #expect(relayed.replacement(addresses: ["10.2.0.1"]) { _ in "10.2.0.1" } == nil)
    }

    // MARK: What is let out when

    @Test func mediaWaitsForAnAnswer() {
        var change = PathSwitch()
        let ask = PathMessage(ask: "7", from: "2", to: "2")
        #expect(
            change.change(from: Self.first, to: Self.second, number: "7") == [
                .shut, .use(Self.second), .say(ask), .wait("7"),
            ]
        )
        #expect(change.take(PathMessage(answer: "8"), Self.paths, number: "9") == [])
        #expect(change.take(PathMessage(answer: "7"), Self.paths, number: "9") == [.open])
        #expect(change.take(PathMessage(answer: "7"), Self.paths, number: "9") == [])
        #expect(change.timedOut("7") == [])
    }

    @Test func thePeerFollowsAndAsksInTurn() {
        var other = PathSwitch()
        let paths = KnownPaths(
            ours: Self.theirs,
            theirs: Self.ours,
            used: .init(ours: Self.theirs[0], theirs: Self.ours[0])
        )
        let back = KnownPaths.Pair(ours: Self.theirs[1], theirs: Self.ours[1])
        let effects = other.take(PathMessage(ask: "7", from: "2", to: "2"), paths, number: "8")
        #expect(effects == [.shut, .use(back), .say(PathMessage(ask: "8", answer: "7")), .wait("8")])
        #expect(other.take(PathMessage(answer: "8"), paths, number: "9") == [.open])
    }

    @Test func whoDoesNotAnswerGetsNothingThere() {
        var change = PathSwitch()
        _ = change.change(from: Self.first, to: Self.second, number: "7")
        // A third way does not make the second the one to go back to.
        let used = KnownPaths(ours: Self.ours, theirs: Self.theirs, used: Self.second)
        _ = change.take(PathMessage(ask: "1", from: "1", to: "2"), used, number: "8")
        #expect(change.timedOut("7") == [])
        #expect(change.timedOut("8") == [.use(Self.first), .open])
        #expect(change.timedOut("8") == [])
    }

    @Test func whereThePeerIsHeardAlreadyNothingWaits() {
        var change = PathSwitch()
        let pair = KnownPaths.Pair(ours: Self.ours[1], theirs: Self.theirs[0])
        let ask = PathMessage(ask: "7", from: "2", to: "1")
        #expect(change.change(from: Self.first, to: pair, number: "7") == [.use(pair), .say(ask)])
    }

    @Test func whatNamesNoCandidatesIsOnlyAnswered() {
        var change = PathSwitch()
        for (from, to) in [("9", "1"), ("1", "9"), ("1", "1"), (nil, "2")] as [(String?, String)] {
            let effects = change.take(PathMessage(ask: "7", from: from, to: to), Self.paths, number: "8")
            #expect(effects == [.say(PathMessage(answer: "7"))])
        }
    }

    // MARK: Words

    @Test func wordsComeAcross() {
        let message = PathMessage(ask: "a", answer: "b", from: "1", to: "2")
        #expect(PathMessage(message.text) == message)
        #expect(PathMessage(answer: "b").text == #"{"answer":"b","type":"path"}"#)
        #expect(PathMessage(#"{"type":"path","ask":"x","new":1}"#) == PathMessage(ask: "x"))
    }

    @Test(arguments: [
        "", "path", "{}", #"{"type":"state"}"#, #"{"type":"path","ask":7}"#, "[1]",
        #"{"type":"path","ask":""# + String(repeating: "a", count: 600) + #""}"#,
    ])
    func otherWordsAreNone(_ text: String) { #expect(PathMessage(text) == nil) }
}
