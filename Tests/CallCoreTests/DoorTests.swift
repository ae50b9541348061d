// SPDX-License-Identifier: GPL-3.0-or-later
import CallCore
import JoomModel
import Testing

/// Locked rooms, from both sides of the door.
struct DoorTests {
    static let anna = CallScript.anna
    static let zoe = CallScript.zoe
    static let locked = SignalingRefusal(code: .locked, message: "locked")

    /// Before a locked door, as far as the first refusal.
    private static func knocking() throws -> CallScript {
        var script = try CallScript.joined(acknowledged: false)
        script.take(.signaling(.refused(locked)))
        script.effects = []
        return script
    }

    /// In a room that is ours, with Anna in it.
    private static func owning() throws -> CallScript {
        var script = try CallScript.joined(acknowledged: false)
        let seat = JoinAcknowledgement(you: CallScript.me, peers: [RemotePeer(id: anna)], owner: CallScript.me)
        script.take(.signaling(.joined(seat)))
        script.effects = []
        return script
    }

    @Test func aLockedRoomIsWaitedFor() throws {
        var script = try CallScript.joined(acknowledged: false)
        #expect(
            script.take(.signaling(.refused(Self.locked)))
                == [.notify(.door(.waiting)), .startTimer(.rejoin, .seconds(20))]
        )
        #expect(script.call.phase == .knocking(try RoomName("kitchen")))
        guard case .join = script.take(.timer(.rejoin)).first else {
            Issue.record("one who was not heard has to knock again")
            return
        }
        #expect(script.take(.signaling(.refused(Self.locked))) == [.startTimer(.rejoin, .seconds(20))])
    }

    struct Answer: Sendable {
        let event: Call.SignalingInput
        let end: Call.End?
    }

    @Test(arguments: [
        Answer(event: .door(.deny), end: .denied),
        Answer(event: .refused(SignalingRefusal(code: .denied, message: "no")), end: .denied),
        Answer(
            event: .refused(SignalingRefusal(code: .roomFull, message: "full")),
            end: .refused(SignalingRefusal(code: .roomFull, message: "full"))
        ),
        Answer(event: .refused(SignalingRefusal(code: .rate, message: "slow")), end: nil),
        Answer(event: .lost, end: nil),
        Answer(event: .bye(anna, .left), end: nil),
        Answer(event: .door(.owner(CallScript.me)), end: nil),
    ])
    func whatMayHappenBeforeTheDoor(_ answer: Answer) throws {
        var script = try Self.knocking()
        script.take(.signaling(answer.event))
        #expect(script.call.phase == (try answer.end.map { .ended($0) } ?? .knocking(RoomName("kitchen"))))
    }

    @Test func whoIsAdmittedJoinsOnce() throws {
        var script = try Self.knocking()
        guard case .join = script.take(.signaling(.door(.admit(nil)))).first else {
            Issue.record("the door is open, and nobody goes through")
            return
        }
        script.take(.signaling(.joined(JoinAcknowledgement(you: CallScript.me, owner: Self.anna))))
        #expect(script.call.phase == .joined(try RoomName("kitchen"), isConfirmed: true))
        // Either came too late: joining anew would make everybody offer anew.
        #expect(script.take(.signaling(.door(.admit(nil)))) == [.note(.duplicate)])
        #expect(script.take(.timer(.rejoin)).isEmpty)
        #expect(script.take(.signaling(.door(.deny))) == [.note(.duplicate)])
    }

    @Test func whoWaitsMayGoAway() throws {
        var script = try Self.knocking()
        let room = try RoomName("kitchen")
        #expect(script.take(.user(.leave)) == [.leaveRoom(room), .closeChannel, .closeDown])
    }

    @Test func aReturningServerHearsTheKnockAnew() throws {
        var script = try Self.knocking()
        script.take(.signaling(.lost))
        #expect(script.take(.timer(.rejoin)).isEmpty)
        guard case .join = script.take(.signaling(.connected)).first else {
            Issue.record("the new server knows of nobody who waits")
            return
        }
    }

    @Test func mediaOutliveALockThatWeMetWhenComingBack() throws {
        var script = try CallScript.joined()
        script.connectByOffer(1, to: Self.anna)
        script.take(.signaling(.refused(Self.locked)))
        #expect(script.connection(Self.anna) == .connected)
        guard case .join = script.take(.signaling(.door(.admit(nil)))).first else {
            Issue.record("the seat was not taken up again")
            return
        }
    }

    @Test func theOwnerHearsOfKnocksAndDecides() throws {
        var script = try Self.owning()
        let room = try RoomName("kitchen")
        let knock = Call.Event.signaling(.door(.knock(RemotePeer(id: Self.zoe, name: "Zoe"))))
        #expect(script.take(knock) == [.notify(.door(.knocked(Self.zoe, name: "Zoe")))])
        #expect(script.take(knock) == [.note(.unexpected)])
        #expect(script.call.door.knockers.map(\.name) == ["Zoe"])
        #expect(script.take(.user(.door(.admit(Self.zoe)))) == [.request(.admit(Self.zoe), room)])
        #expect(script.take(.user(.door(.admit(Self.zoe)))) == [.note(.stranger)])
        script.take(knock)
        script.take(.signaling(.bye(Self.zoe, .lost)))
        #expect(script.call.door.knockers.isEmpty)
        #expect(script.take(.user(.door(.deny(Self.zoe)))) == [.note(.stranger)])
    }

    @Test func nobodyElseMayDecide() throws {
        var script = try CallScript.joined(peers: [RemotePeer(id: Self.anna)])
        script.take(.signaling(.door(.owner(Self.anna))))
        for request: DoorRequest in [.lock(true), .admit(Self.zoe), .remove(Self.anna), .handOver(Self.anna)] {
            #expect(script.take(.user(.door(request))) == [.note(.unexpected)])
        }
        #expect(script.take(.signaling(.door(.knock(RemotePeer(id: Self.zoe))))) == [.note(.unexpected)])
        #expect(script.take(.signaling(.door(.owner(CallScript.me)))) == [.notify(.door(.becameOwner))])
        #expect(script.call.isOwner)
    }

    @Test func theLockIsShownAndThoseWhoWaitComeInWithIt() throws {
        var script = try Self.owning()
        let room = try RoomName("kitchen")
        #expect(
            script.take(.user(.door(.lock(true)))) == [.notify(.door(.locked(true))), .request(.lock(true), room)]
        )
        script.take(.signaling(.door(.knock(RemotePeer(id: Self.zoe)))))
        script.take(.user(.door(.lock(false))))
        #expect(!script.call.door.isLocked && script.call.door.knockers.isEmpty)
        script.take(.signaling(.door(.owner(Self.anna))))
        #expect(script.take(.signaling(.door(.lock(true)))) == [.notify(.door(.locked(true)))])
    }

    /// A locked room of ours with Anna in it, whose server is gone and comes back knowing nothing.
    private static func restarted(ownedBy owner: PeerID, with peers: [RemotePeer]) throws -> CallScript {
        var script = try owning()
        script.connectByOffer(1, to: anna)
        script.take(.user(.door(.lock(true))))
        script.take(.signaling(.lost))
        script.take(.signaling(.connected))
        script.effects = []
        script.take(.signaling(.joined(JoinAcknowledgement(you: CallScript.me, peers: peers, owner: owner))))
        return script
    }

    @Test func aLockOutlivesTheServerOnceAllAreBack() throws {
        let room = try RoomName("kitchen")
        let lock = [Call.Effect.notify(.door(.locked(true))), .request(.lock(true), room)]
        var script = try Self.restarted(ownedBy: CallScript.me, with: [])
        // Anna would have to knock at a room that she is in.
        #expect(!script.call.door.isLocked && !script.effects.contains(lock[1]))
        #expect(script.take(.signaling(.welcome(RemotePeer(id: Self.anna)))).suffix(2) == lock)
        #expect(script.call.door.isLocked)
        script = try Self.restarted(ownedBy: CallScript.me, with: [RemotePeer(id: Self.anna)])
        #expect(script.effects.suffix(2) == lock)
        script = try Self.restarted(ownedBy: CallScript.me, with: [])
        script.take(.user(.door(.lock(true))))
        #expect(script.take(.signaling(.welcome(RemotePeer(id: Self.anna)))).suffix(2) != lock, "the owner was quicker")
    }

    @Test func whoOwnsTheRoomNoMoreSaysThatTheLockIsGone() throws {
        let script = try Self.restarted(ownedBy: Self.anna, with: [RemotePeer(id: Self.anna)])
        #expect(script.effects.contains(.notify(.door(.locked(false)))) && !script.call.door.isLocked)
    }

    @Test func onlyMembersAreRemoved() throws {
        var script = try Self.owning()
        let room = try RoomName("kitchen")
        #expect(script.take(.user(.door(.remove(Self.zoe)))) == [.note(.stranger)])
        #expect(script.take(.user(.door(.remove(Self.anna)))) == [.request(.remove(Self.anna), room)])
        script.take(.signaling(.bye(Self.anna, .removed)))
        #expect(script.call.participants.isEmpty)
    }

    @Test func aHostileServerCannotFillTheDoorstep() throws {
        var script = try Self.owning()
        for number in 0..<100 { script.take(.signaling(.door(.knock(RemotePeer(id: PeerID("k\(number)")))))) }
        #expect(script.call.door.knockers.count == RoomDoor.knockerLimit)
    }

    @Test func aServerThatStopsAndARefusalAreTold() throws {
        var script = try Self.owning()
        #expect(
            script.take(.signaling(.door(.closing(.seconds(5))))) == [.notify(.door(.serverCloses(.seconds(5))))]
        )
        let refusal = SignalingRefusal(code: .notMember, message: "gone")
        #expect(script.take(.signaling(.door(.refused(refusal)))) == [.notify(.door(.refused(refusal)))])
    }
}
