// SPDX-License-Identifier: GPL-3.0-or-later
import CallCore
import JoomModel
import Testing

/// Every order in which a user, a server and peers may speak, eight events deep.
struct ExhaustiveTests {
    static let depth = 8

    /// What anybody but our own PeerConnections may do; those follow from the effects.
    private static func alphabet() throws -> [Call.Event] {
        let anna = CallScript.anna
        let session = SessionID(bits: 0xfeed)
        let room = try RoomName("kitchen")
        let seat = JoinAcknowledgement(you: CallScript.me, peers: [RemotePeer(id: anna)], resume: "t")
        return [
            .user(.join(room, JoinOptions(name: nil, peerID: CallScript.me))),
            .user(.leave),
            .signaling(.connected),
            .signaling(.lost),
            .signaling(.joinSent),
            .signaling(.joined(seat)),
            .signaling(.refused(SignalingRefusal(code: .roomFull, message: "full"))),
            .signaling(.refused(SignalingRefusal(code: .locked, message: "locked"))),
            .signaling(.door(.admit(nil))),
            .timer(.rejoin),
            .signaling(.welcome(RemotePeer(id: anna, capabilities: ["joom/1"]))),
            .signaling(.message(.offer(CallScript.offer("v=0")), Routing(peer: anna, session: session))),
            .signaling(.message(.negotiate(.network), Routing(peer: anna))),
            .signaling(.bye(anna, .left)),
            .networkChanged,
            .closedDown,
        ]
    }

    @Test func noMediaLeavesAndNoOfferCountsOutsideARoomThatWasEntered() throws {
        let alphabet = try Self.alphabet()
        var frontier: Set<Call> = [Call()]
        var seen = frontier
        var steps = 0
        for _ in 0..<Self.depth {
            var next: Set<Call> = []
            for call in frontier {
                for event in alphabet {
                    var after = call
                    let effects = after.handle(event, bits: 1)
                    steps += 1
                    Self.check(effects, of: event, before: call, after: after)
                    if seen.insert(after).inserted { next.insert(after) }
                }
            }
            frontier = next
        }
        #expect(steps > 2_000 && seen.count > 200, "\(steps) steps through \(seen.count) states")
    }

    private static func check(_ effects: [Call.Effect], of event: Call.Event, before: Call, after: Call) {
        let isIn = if case .joined = after.phase { true } else { false }
        let wasIn = if case .joined = before.phase { true } else { false }
        for effect in effects {
            switch effect {
            case .build, .run, .show:
                #expect(isIn, "\(event) makes \(effect) in \(after.phase)")
            case .send(let message, _, _):
                #expect(isIn, "\(event) says \(message) in \(after.phase)")
            case .openChannel, .join:
                #expect(before.phase != .idle || event.isJoin, "\(event) goes to the server before anybody wished so")
            case .request(let request, _):
                #expect(isIn && before.isOwner, "\(event) asks for \(request) in \(after.phase)")
            case .closeChannel, .leaveRoom, .close, .retire, .sendState, .sendWord, .startTimer, .notify, .closeDown,
                .note:
                break
            }
        }
        if case .signaling(.message(.offer, _)) = event, !wasIn {
            #expect(effects == [.note(.unexpected)], "an offer counts in \(before.phase)")
            #expect(after.participants.isEmpty)
        }
        if !isIn { #expect(after.participants.isEmpty) }
    }
}

extension Call.Event {
    fileprivate var isJoin: Bool { if case .user(.join) = self { true } else { false } }
}
