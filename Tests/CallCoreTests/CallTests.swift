// SPDX-License-Identifier: GPL-3.0-or-later
import CallCore
import JoomModel
import Testing

/// Coming, going, and the server between.
struct CallTests {
    static let anna = CallScript.anna

    @Test func nothingIsMadeBeforeTheRoomIsJoined() throws {
        var script = CallScript()
        let offer = SignalingMessage.offer(CallScript.offer("o"))
        let early: [Call.Event] = [
            .signaling(.message(offer, Routing())),
            .signaling(.welcome(RemotePeer(id: Self.anna))),
            .signaling(.message(.negotiate(.reload), Routing(peer: Self.anna))),
        ]
        for event in early { #expect(script.take(event) == [.note(.unexpected)]) }
        script.take(.user(.join(try RoomName("kitchen"), JoinOptions(name: nil, peerID: CallScript.me))))
        for event in early { #expect(script.take(event) == [.note(.unexpected)]) }
        #expect(script.call.participants.isEmpty)
    }

    @Test func joinsAsItConnects() throws {
        var script = CallScript()
        let room = try RoomName("kitchen")
        let options = JoinOptions(name: "Me", peerID: CallScript.me)
        #expect(script.take(.user(.join(room, options))) == [.openChannel])
        #expect(script.take(.signaling(.connected)) == [.join(room, options)])
        script.take(.signaling(.joinSent))
        #expect(script.call.phase == .joined(room, isConfirmed: false))
        script.take(.signaling(.joined(JoinAcknowledgement(you: CallScript.me))))
        #expect(script.call.phase == .joined(room, isConfirmed: true))
    }

    @Test func aKeyThatTheRoomWasGivenIsProvedFromTheNextJoinOn() throws {
        var script = CallScript()
        let room = try RoomName("kitchen")
        var options = JoinOptions(name: "Me", peerID: CallScript.me)
        script.take(.user(.join(room, options)))
        script.take(.signaling(.connected))
        script.take(.signaling(.joined(JoinAcknowledgement(you: CallScript.me))))
        #expect(script.take(.user(.keys(RoomKeys(admission: "proof")))).isEmpty)
        script.take(.signaling(.lost))
        options.admission = "proof"
        #expect(script.take(.signaling(.connected)).contains(.join(room, options)))
    }

    @Test func aLateRefusalEndsTheProvisionalCall() throws {
        var script = try CallScript.joined(acknowledged: false)
        let refusal = SignalingRefusal(code: .roomFull, message: "full")
        script.take(.signaling(.refused(refusal)))
        #expect(script.call.phase == .ended(.refused(refusal)))
        #expect(script.effects == [.closeChannel, .closeDown])
    }

    @Test func aBusyServerIsAskedAgainForTheSeatWeHad() throws {
        var script = try CallScript.joined()
        script.connectByOffer(1, to: Self.anna)
        let busy = Call.Event.signaling(.refused(SignalingRefusal(code: .rate, message: "slow")))
        #expect(script.take(busy) == [.startTimer(.rejoin, .seconds(3))])
        guard case .join = script.take(.timer(.rejoin)).first else { return #expect(Bool(false)) }
        #expect(script.connection(Self.anna) == .connected)
    }

    @Test func leavingClosesEverythingAndEndsWhenThatIsDone() throws {
        var script = try CallScript.joined()
        script.connectByOffer(1, to: Self.anna)
        let room = try RoomName("kitchen")
        #expect(script.take(.user(.leave)) == [.leaveRoom(room), .close(LinkID(1)), .closeChannel, .closeDown])
        #expect(script.call.phase == .leaving(room))
        #expect(script.take(.signaling(.welcome(RemotePeer(id: Self.anna)))) == [.note(.unexpected)])
        script.take(.closedDown)
        #expect(script.call.phase == .ended(.left))
    }

    @Test func aServerThatIsNotThereEndsTheAttempt() throws {
        var script = CallScript()
        script.take(.user(.join(try RoomName("kitchen"), JoinOptions(name: nil, peerID: CallScript.me))))
        script.take(.signaling(.lost))
        #expect(script.call.phase == .ended(.unreachable))
    }

    @Test func rejoinsWithTheSameNameAndKeepsMedia() throws {
        var script = try CallScript.joined()
        script.connectByOffer(1, to: Self.anna)
        script.take(.signaling(.lost))
        #expect(!script.call.isServerReachable)
        script.effects = []
        script.take(.signaling(.connected))
        let options = JoinOptions(name: nil, peerID: CallScript.me, resume: "t")
        #expect(script.effects == [.join(try RoomName("kitchen"), options), .notify(.serverBack)])
        script.take(.signaling(.joined(JoinAcknowledgement(you: CallScript.me, peers: [RemotePeer(id: Self.anna)]))))
        #expect(script.links(Self.anna) == [1])
        #expect(script.connection(Self.anna) == .connected)
    }

    @Test func afterTheRejoinOnlyTheAbsentWithoutMediaAreRemoved() throws {
        var script = try CallScript.joined(peers: [RemotePeer(id: CallScript.zoe)])
        script.connectByOffer(1, to: Self.anna)
        script.take(.signaling(.lost))
        script.take(.signaling(.connected))
        script.take(.signaling(.joined(JoinAcknowledgement(you: CallScript.me))))
        #expect(script.call.participants.map(\.peer) == [Self.anna])
        script.take(1, .path(.disconnected))
        script.take(.timer(.departed(Self.anna)))
        #expect(script.call.participants.isEmpty)
        #expect(script.effects.contains(.notify(.went(Self.anna, name: nil, .lost))))
    }

    struct Bye: Sendable {
        let reason: ByeReason
        let isConnected: Bool
        let staysFor: Bool
    }

    @Test(arguments: [
        Bye(reason: .left, isConnected: true, staysFor: false),
        Bye(reason: .removed, isConnected: true, staysFor: false),
        Bye(reason: .lost, isConnected: true, staysFor: true),
        Bye(reason: .lost, isConnected: false, staysFor: true),
        Bye(reason: .left, isConnected: false, staysFor: false),
    ])
    func goodByes(_ bye: Bye) throws {
        var script = try CallScript.joined()
        script.connectByOffer(1, to: Self.anna)
        if !bye.isConnected { script.take(1, .path(.disconnected)) }
        script.take(.signaling(.bye(Self.anna, bye.reason)))
        #expect(script.call.participants.isEmpty == !bye.staysFor)
    }

    @Test func theOwnerCanRemoveUs() throws {
        var script = try CallScript.joined()
        script.take(.signaling(.bye(CallScript.me, .removed)))
        #expect(script.call.phase == .ended(.removed))
    }

    @Test func whoForgetsToOfferIsAskedAndThenGivenUp() throws {
        var script = try CallScript.joined(peers: [RemotePeer(id: Self.anna)])
        let asks = Call.Effect.send(.negotiate(.reload), try RoomName("kitchen"), Routing(peer: Self.anna))
        for _ in 0..<5 { #expect(script.take(.timer(.offerMissing(Self.anna))).first == asks) }
        script.take(.timer(.offerMissing(Self.anna)))
        #expect(script.connection(Self.anna) == .broken(.noPath))
    }

    @Test func ourStateGoesToAllByBothWays() throws {
        var script = try CallScript.joined()
        script.connectByOffer(1, to: Self.anna)
        let state = MediaState(microphone: false, camera: true)
        let sends = Call.Effect.send(.state(state), try RoomName("kitchen"), Routing())
        #expect(script.take(.user(.localState(state))) == [sends, .sendState(LinkID(1), state)])
    }
}
