// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import RoomProtocol
import SocketIOCore
import Testing

@testable import SignalingServer

/// A directory with a clock and tickets that count, so that tests read like the protocol's text.
struct Rooms {
    typealias Effect = RoomDirectory.Effect

    var directory = RoomDirectory(limits: RoomLimits(members: 4))
    var now = Duration.zero
    private var joins = 0

    mutating func join(
        _ client: String,
        _ room: RoomName = .blue,
        _ request: JoinRequest? = .make(),
        admission: UInt8? = nil,
        isByInvitation: Bool = false
    ) -> RoomDirectory.Outcome {
        joins += 1
        let ticket = RoomDirectory.Ticket(
            peer: PeerID("p\(joins)"),
            resume: "t\(joins)",
            resumeHash: SecretHash(bytes: Array("t\(joins)".utf8)),
            shown: request?.resume.map { SecretHash(bytes: Array($0.utf8)) },
            admission: admission.map { SecretHash(bytes: [$0]) },
            isByInvitation: isByInvitation
        )
        return directory.join(room, request, from: SocketID(client), ticket: ticket, now: now)
    }

    mutating func say(_ client: String, _ event: ClientEvent) -> RoomDirectory.Outcome {
        directory.handle(event, from: SocketID(client))
    }

    mutating func lose(_ client: String) -> [Effect] { directory.disconnected(SocketID(client), now: now) }
}

extension RoomName {
    static let blue = named("blue")
    static let red = named("red")

    private static func named(_ name: String) -> RoomName {
        guard let room = try? RoomName(name) else { preconditionFailure("\(name) names no room") }
        return room
    }
}

extension JoinRequest {
    static func make(_ name: String? = nil, peer: String? = nil, resume: String? = nil) -> JoinRequest {
        JoinRequest(name: name, peerID: peer.map(PeerID.init), resume: resume, capabilities: ["joom/1"])
    }
}

extension RoomDirectory.Outcome {
    /// The code of a refusal; nil for everything else.
    var code: SignalingRefusal.Code? {
        guard case .refused(let refusal) = reply else { return nil }
        return refusal.code
    }

    /// The acknowledgement of a join; nil for everything else.
    var seat: JoinAcknowledgement? {
        guard case .joined(let acknowledgement) = reply else { return nil }
        return acknowledgement
    }
}

func emit(_ client: String, _ event: ServerEvent) -> Rooms.Effect { .emit(SocketID(client), event) }

let offer = RelayedValue(SessionDescription(kind: .offer, sdp: "v=0\r\n"))
