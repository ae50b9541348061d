// SPDX-License-Identifier: GPL-3.0-or-later
import CallCore
import JoomModel

/// A call with a diary: feeds events and remembers effects.
struct CallScript {
    var call = Call()
    var effects: [Call.Effect] = []
    private var bits: UInt64 = 0

    static let anna = PeerID("anna")
    static let me = PeerID("me")
    static let zoe = PeerID("zoe")

    /// A room with us in it; `acknowledged` is false on a seed server.
    static func joined(acknowledged: Bool = true, peers: [RemotePeer] = []) throws -> CallScript {
        var script = CallScript()
        script.take(.user(.join(try RoomName("kitchen"), JoinOptions(name: nil, peerID: me))))
        script.take(.signaling(.connected))
        script.take(.signaling(.joinSent))
        if acknowledged { script.take(.signaling(.joined(JoinAcknowledgement(you: me, peers: peers, resume: "t")))) }
        script.effects = []
        return script
    }

    /// Returns the effects of this event alone.
    @discardableResult
    mutating func take(_ event: Call.Event) -> [Call.Effect] {
        bits += 1
        let fresh = call.handle(event, bits: bits)
        effects += fresh
        return fresh
    }

    mutating func take(_ link: Int, _ event: Call.LinkEvent) { take(.link(LinkID(link), event)) }

    @discardableResult
    mutating func hear(
        _ message: SignalingMessage,
        from peer: PeerID? = nil,
        session: SessionID? = nil
    ) -> [Call.Effect] {
        take(.signaling(.message(message, Routing(peer: peer, session: session))))
    }

    /// A link of ours that was offered, answered and connected.
    mutating func connectByOffer(_ link: Int, to peer: PeerID?) {
        take(.signaling(.welcome(RemotePeer(id: peer))))
        offer(link)
        hear(.answer(Self.answer("a\(link)")), from: peer, session: peer == nil ? nil : session(link))
        take(link, .applied)
        take(link, .path(.connected))
    }

    /// Lets a link of ours offer.
    mutating func offer(_ link: Int) {
        take(link, .built)
        take(link, .described(Self.offer("o\(link)")))
    }

    /// Lets a link of ours answer.
    mutating func answer(_ link: Int) {
        take(link, .built)
        take(link, .described(Self.answer("a\(link)")))
    }

    func session(_ link: Int) -> SessionID? {
        call.participants.flatMap(\.links).first { $0.id == LinkID(link) }?.negotiator.session
    }

    /// Numbers of a participant's links, current first.
    func links(_ peer: PeerID?) -> [Int] {
        call.participants.first { $0.peer == peer }?.links.map(\.id.rawValue) ?? []
    }

    func connection(_ peer: PeerID?) -> Participant.Connection? {
        call.participants.first { $0.peer == peer }?.connection
    }

    static func offer(_ text: String) -> SessionDescription { SessionDescription(kind: .offer, sdp: text) }
    static func answer(_ text: String) -> SessionDescription { SessionDescription(kind: .answer, sdp: text) }
}
