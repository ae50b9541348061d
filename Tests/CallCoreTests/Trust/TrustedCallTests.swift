// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import Testing

@testable import CallCore

/// Calls of people who share a key, through a server that may do as it likes.
struct TrustedCallTests {
    static let key = SealTests.key
    static let anna = CallScript.anna
    static let session = SessionID(bits: 77)
    static let theirs = SessionDescription(kind: .offer, sdp: SealTests.sdp("AA:AA"))
    static let ours = SessionDescription(kind: .answer, sdp: SealTests.sdp("BB:BB"))

    static func keyed(_ key: [UInt8]? = Self.key) throws -> CallScript {
        var script = try CallScript.joined(peers: [RemotePeer(id: anna, capabilities: ["joom/1"])])
        script.take(.user(.keys(key.map { RoomKeys(admission: "proof", seal: $0) })))
        return script
    }

    static func mac(_ description: SessionDescription, from: PeerID = anna, to: PeerID = CallScript.me) throws -> String
    {
        let place = Seal.Place(room: try RoomName("kitchen"), from: from, to: to, session: session)
        return try #require(Seal(key)).mac(description, at: place)
    }

    static func offer(_ script: inout CallScript, _ offer: SessionDescription, mac: String?) -> [Call.Effect] {
        let routing = Routing(peer: anna, session: session, mac: mac)
        return script.take(.signaling(.message(.offer(offer), routing)))
    }

    static func answered(_ key: [UInt8]? = Self.key) throws -> CallScript {
        var script = try keyed(key)
        _ = offer(&script, theirs, mac: try mac(theirs))
        script.take(1, .built)
        script.take(1, .described(ours))
        script.take(1, .path(.connected))
        return script
    }

    static func trust(_ script: CallScript) -> Call.Trust? { script.call.participants.first.map(script.call.trust) }

    @Test func provedOfferIsAnsweredWithProof() throws {
        let script = try Self.answered()
        let mac = try Self.mac(Self.ours, from: CallScript.me, to: Self.anna)
        let routing = Routing(peer: Self.anna, session: Self.session, mac: mac)
        #expect(script.effects.contains(.send(.answer(Self.ours), try RoomName("kitchen"), routing)))
        #expect(Self.trust(script) == .byLink)
    }

    @Test func withoutAKeyNothingIsSealedOrBelieved() throws {
        let script = try Self.answered(nil)
        let routing = Routing(peer: Self.anna, session: Self.session)
        #expect(script.effects.contains(.send(.answer(Self.ours), try RoomName("kitchen"), routing)))
        #expect(Self.trust(script) == .unknown)
    }

    @Test(arguments: [(String?.none, ProofFault.missing), ("AAAA", .wrong)])
    func alteredOfferMakesNoConnection(_ mac: String?, _ fault: ProofFault) throws {
        var script = try Self.keyed()
        let effects = Self.offer(&script, Self.theirs, mac: mac)
        #expect(effects.contains(.notify(.unproven(Self.anna, name: nil, fault))))
        let refusal = Routing(peer: Self.anna, session: Self.session)
        #expect(effects.contains(.send(.negotiate(.proof), try RoomName("kitchen"), refusal)))
        #expect(!effects.contains { if case .build = $0 { true } else { false } })
        #expect(script.connection(Self.anna) == .broken(.unproven(fault)))
        #expect(script.take(.timer(.offerMissing(Self.anna))).isEmpty)
    }

    @Test func honestOfferAfterAForgedOneIsTaken() throws {
        var script = try Self.keyed()
        _ = Self.offer(&script, SessionDescription(kind: .offer, sdp: SealTests.sdp("EE:EE")), mac: nil)
        _ = Self.offer(&script, Self.theirs, mac: try Self.mac(Self.theirs))
        #expect(script.links(Self.anna) == [1])
        #expect(script.connection(Self.anna) == .connecting)
    }

    @Test func replayedProofOfAnotherGenerationIsRefused() throws {
        var script = try Self.answered()
        let again = Routing(peer: Self.anna, session: SessionID(bits: 78), mac: try Self.mac(Self.theirs))
        let other = SessionDescription(kind: .offer, sdp: Self.theirs.sdp + "a=x\r\n")
        let effects = script.take(.signaling(.message(.offer(other), again)))
        #expect(effects.contains(.notify(.unproven(Self.anna, name: nil, .wrong))))
        // What works has proved itself.
        #expect(script.connection(Self.anna) == .connected)
        #expect(Self.trust(script) == .byLink)
        // A flood of them is told once.
        let more = SessionDescription(kind: .offer, sdp: Self.theirs.sdp + "a=y\r\n")
        let second = script.take(.signaling(.message(.offer(more), again)))
        #expect(!second.contains { if case .notify = $0 { true } else { false } })
    }

    @Test func alteredAnswerClosesTheConnection() throws {
        var script = try Self.keyed()
        script.take(.signaling(.welcome(RemotePeer(id: Self.anna, capabilities: ["joom/1"]))))
        script.take(1, .built)
        script.take(1, .described(SessionDescription(kind: .offer, sdp: SealTests.sdp("BB:BB"))))
        let routing = Routing(peer: Self.anna, session: script.session(1), mac: "AAAA")
        let answer = SessionDescription(kind: .answer, sdp: SealTests.sdp("EE:EE"))
        let effects = script.take(.signaling(.message(.answer(answer), routing)))
        #expect(effects.contains(.close(LinkID(1))))
        #expect(!effects.contains { if case .run = $0 { true } else { false } })
        #expect(script.connection(Self.anna) == .broken(.unproven(.wrong)))
    }

    @Test func refusalOfOursIsSaid() throws {
        var script = try Self.keyed()
        script.take(.signaling(.welcome(RemotePeer(id: Self.anna, capabilities: ["joom/1"]))))
        script.offer(1)
        let effects = script.hear(.negotiate(.proof), from: Self.anna, session: script.session(1))
        #expect(effects.contains(.notify(.unproven(Self.anna, name: nil, .refusedByPeer))))
        #expect(script.connection(Self.anna) == .broken(.unproven(.refusedByPeer)))
    }

    @Test func refusalOfWhatWorksIsAServersLie() throws {
        var script = try Self.answered()
        script.hear(.negotiate(.proof), from: Self.anna, session: Self.session)
        #expect(script.connection(Self.anna) == .connected)
    }

    @Test func serverThatGivesNoNamesProvesNothing() throws {
        var script = try CallScript.joined(acknowledged: false)
        script.take(.user(.keys(RoomKeys(admission: "proof", seal: Self.key))))
        script.hear(.offer(Self.theirs))
        #expect(script.connection(nil) == .broken(.unproven(.missing)))
    }

    // MARK: Words

    static func agreed() throws -> (script: CallScript, words: WordExchange.Words) {
        var script = try answered(nil)
        let words = try agree(&script, link: 1)
        return (script, words)
    }

    /// Plays the offerer's half.
    static func agree(_ script: inout CallScript, link: Int) throws -> WordExchange.Words {
        let nonce = [UInt8](repeating: 4, count: 32)
        script.take(link, .channelOpen(nonce: [UInt8](repeating: 5, count: 32)))
        script.take(link, .word(WordMessage(.commit(Digest.sha256(nonce)), language: .english)))
        script.take(link, .word(WordMessage(.reveal(nonce), language: .english)))
        let participant = try #require(script.call.participants.first)
        return try #require(participant.currentLink?.words.words)
    }

    @Test func comparedWordsVerify() throws {
        var (script, words) = try Self.agreed()
        #expect(Self.trust(script) == .open(words))
        script.take(.user(.compared(Self.anna, words: words.list, areAlike: true)))
        #expect(Self.trust(script) == .byWords(words))
    }

    @Test func wordsThatAreNotOnTheScreenVerifyNothing() throws {
        var (script, words) = try Self.agreed()
        script.take(.user(.compared(Self.anna, words: ["one", "two", "three", "four"], areAlike: true)))
        #expect(Self.trust(script) == .open(words))
    }

    @Test func differentWordsEndTheConnection() throws {
        var (script, words) = try Self.agreed()
        let effects = script.take(.user(.compared(Self.anna, words: words.list, areAlike: false)))
        #expect(effects.contains(.close(LinkID(1))))
        #expect(script.connection(Self.anna) == .broken(.wordsDiffer))
        let other = SessionDescription(kind: .offer, sdp: Self.theirs.sdp + "a=x\r\n")
        #expect(Self.offer(&script, other, mac: nil) == [.note(.unexpected)])
    }

    @Test func brokenPromiseEndsTheConnection() throws {
        var script = try Self.answered(nil)
        script.take(1, .channelOpen(nonce: [UInt8](repeating: 5, count: 32)))
        script.take(1, .word(WordMessage(.commit([UInt8](repeating: 1, count: 32)), language: .english)))
        script.take(1, .word(WordMessage(.reveal([UInt8](repeating: 2, count: 32)), language: .english)))
        #expect(script.connection(Self.anna) == .broken(.insecure))
    }

    @Test func changedPeerShoutsOnce() throws {
        var (script, words) = try Self.agreed()
        script.take(.user(.compared(Self.anna, words: words.list, areAlike: true)))
        script.effects = []
        let next = SessionDescription(kind: .offer, sdp: SealTests.sdp("EE:EE"))
        script.hear(.offer(next), from: Self.anna, session: SessionID(bits: 99))
        script.take(2, .built)
        script.take(2, .described(Self.ours))
        script.take(2, .path(.connected))
        script.take(2, .firstPicture(width: 4, height: 3))
        let shouts = script.effects.filter { $0 == .notify(.wordsChanged(Self.anna, name: nil)) }
        #expect(shouts.count == 1)
        #expect(Self.trust(script) == .changed(nil))
        let fresh = try Self.agree(&script, link: 2)
        #expect(fresh != words)
        #expect(Self.trust(script) == .changed(fresh))
        script.take(.user(.compared(Self.anna, words: fresh.list, areAlike: true)))
        #expect(Self.trust(script) == .byWords(fresh))
    }
}
