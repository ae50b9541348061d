// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import RoomProtocol
import SocketIOCore
import SocketIONIO

/// Takes a seat as a caller does.
enum RoomCheck {
    /// How joining went.
    enum Outcome: Hashable, Sendable {
        /// A seat, and helpers for finding a path.
        case joined([IceServer])
        case refused(SignalingRefusal)
        case failed(ConnectionFailure)
        /// Nothing within 15 s, or nothing that makes sense.
        case silent
    }

    /// Joins a room that nobody else is in, and leaves it.
    static func join(_ endpoint: SocketIOEndpoint) async -> Outcome {
        let (events, continuation) = AsyncStream.makeStream(of: SocketIOClient.Event.self)
        let client = SocketIOClient(endpoint: endpoint) { continuation.yield($0) }
        let name = "setup-" + (0..<4).map { _ in String(UInt32.random(in: .min ... .max), radix: 16) }.joined()
        guard let room = try? RoomName(name) else { return .silent }
        client.start()
        client.emit(ClientEvent.join(room, JoinRequest(capabilities: ["joom/1"])).socketEvent, token: 0)
        defer {
            client.emit(ClientEvent.leave(room).socketEvent)
            client.close()
        }
        return await withTaskGroup(of: Outcome.self) { group in
            group.addTask { await outcome(of: events) }
            group.addTask {
                try? await Task.sleep(for: .seconds(15))
                return .silent
            }
            defer { group.cancelAll() }
            return await group.next() ?? .silent
        }
    }

    private static func outcome(of events: AsyncStream<SocketIOClient.Event>) async -> Outcome {
        for await event in events {
            switch event {
            case .acknowledged(_, let arguments):
                switch try? JoinReply(arguments) {
                case .accepted(let acknowledgement, _): return .joined(acknowledgement.iceServers)
                case .refused(let refusal): return .refused(refusal)
                case nil: return .silent
                }
            case .disconnected(let failure): return .failed(failure)
            case .unacknowledged, .ended: return .silent
            case .connected, .event, .sent, .tooLarge: break
            }
        }
        return .silent
    }

    static func finding(_ outcome: Outcome, at domain: DomainName) -> CheckFinding {
        switch outcome {
        case .joined(let servers):
            let urls = servers.flatMap(\.urls)
            if !urls.isEmpty {
                return CheckFinding(
                    message: "A room can be joined, and names \(urls.count) helpers for finding a path."
                )
            }
            return CheckFinding(
                message:
                    "A room can be joined, and names no STUN server: most people behind routers will not find each other.",
                remedy: "Run the set-up on that computer, or set stun.port and stun.name there."
            )
        case .refused(let refusal):
            return CheckFinding(
                message:
                    "The server refuses a seat: \(refusal.message).",
                remedy: "Wait a minute and run it again; trusted_proxies may be missing in its settings."
            )
        case .failed, .silent:
            return CheckFinding(
                message: "No room can be joined by wss://\(domain)/socket.io/.",
                remedy: "What speaks https has to pass on Host, Connection and Upgrade; docs/server.md has an example."
            )
        }
    }
}
