// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import Testing

@testable import CallCore

/// Rooms that were found on the network, entered without their link.
struct VisitorTests {
    private static let key = HandedKey(
        key: "AAECAwQFBgcICQoLDA0ODw",
        keys: RoomKeys(admission: "proof", seal: SealTests.key)
    )

    private static func knocking(takesKey: Bool = true) throws -> CallScript {
        var script = CallScript()
        var options = JoinOptions(name: nil, peerID: CallScript.me)
        options.takesKey = takesKey
        script.take(.user(.join(try RoomName("kitchen"), options)))
        script.take(.signaling(.connected))
        script.take(.signaling(.refused(DoorTests.locked)))
        return script
    }

    @Test func theKeyIsShownAtTheNextJoinAndProvesNobody() throws {
        var script = try Self.knocking()
        guard case .join(_, let options) = script.take(.signaling(.door(.admit(Self.key)))).first else {
            Issue.record("the owner let us in, and nobody goes through")
            return
        }
        #expect(options.admission == "proof" && options.seal == SealTests.key && !options.takesKey)
        #expect(script.call.handedKey == Self.key.key)
        let anna = RemotePeer(id: CallScript.anna, capabilities: ["joom/1"])
        script.take(.signaling(.joined(JoinAcknowledgement(you: CallScript.me, peers: [anna]))))
        // What is not sealed with the key is refused, as in every keyed room.
        let bare = TrustedCallTests.offer(&script, TrustedCallTests.theirs, mac: nil)
        #expect(bare.contains(.notify(.unproven(CallScript.anna, name: nil, .missing))))
        let again = SessionDescription(kind: .offer, sdp: TrustedCallTests.theirs.sdp + "a=x\r\n")
        _ = TrustedCallTests.offer(&script, again, mac: try TrustedCallTests.mac(again))
        script.take(1, .built)
        script.take(1, .described(TrustedCallTests.ours))
        script.take(1, .path(.connected))
        #expect(script.call.participants.first?.currentLink?.isProved == true)
        #expect(TrustedCallTests.trust(script) == .unknown)
    }

    @Test func nobodyGivesAnotherKeyToThoseWhoHaveALink() throws {
        var script = try Self.knocking(takesKey: false)
        let effects = script.take(.signaling(.door(.admit(Self.key))))
        guard case .join(_, let options) = effects.last else {
            Issue.record("an admission is good without the key")
            return
        }
        #expect(options.admission == nil && script.call.handedKey == nil)
    }

    @Test(arguments: [false, true])
    func thoseWhoCameAfterTheKeyWasGivenAwayAreNotVerified(_ isVisitor: Bool) throws {
        var script = try TrustedCallTests.answered()
        #expect(TrustedCallTests.trust(script) == .byLink)
        let words: Set<String> = isVisitor ? ["joom/1", RemotePeer.visitor] : ["joom/1"]
        script.take(.signaling(.welcome(RemotePeer(id: CallScript.anna, capabilities: words))))
        #expect(TrustedCallTests.trust(script) == (isVisitor ? .unknown : .byLink))
    }

    @Test(arguments: [false, true]) func aKeyThatIsKnownToBeLooseStaysSo(_ isLoose: Bool) throws {
        var script = CallScript()
        var options = JoinOptions(name: nil, peerID: CallScript.me)
        (options.seal, options.isKeyLoose) = (SealTests.key, isLoose)
        script.take(.user(.join(try RoomName("kitchen"), options)))
        #expect(script.call.isKeyLoose == isLoose)
        #expect(script.call.isByLink(Participant(peer: CallScript.anna)) != isLoose)
    }

    @Test func theNextRoomKnowsNothingOfTheKey() throws {
        var script = try Self.knocking()
        script.take(.signaling(.door(.admit(Self.key))))
        script.take(.user(.leave))
        script.take(.closedDown)
        script.take(.user(.join(try RoomName("hall"), JoinOptions(name: nil, peerID: CallScript.me))))
        #expect(script.call.handedKey == nil)
    }
}
