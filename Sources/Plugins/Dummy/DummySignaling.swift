// SPDX-License-Identifier: GPL-3.0-or-later
public import JoomModel
public import PluginKit
import Synchronization

/// A server in memory, on which everybody meets a participant called "Echo".
///
/// The room `full` refuses, at the door of `locked` one waits for five seconds, in the room `alone` nobody comes and in
/// `busy` somebody knocks, so that a window can be tried in these states.
public struct DummySignaling: SignalingProvider {
    /// The echo's name at every server.
    public static let echo = RemotePeer(id: PeerID("echo"), name: "Echo", capabilities: ["joom/1"])

    /// Needs nothing.
    public init() {}

    /// Opens a channel; any address will do.
    public func makeChannel(to server: ServerAddress) -> any SignalingChannel { DummyChannel() }
}

/// One participant's connection to the server in memory.
final class DummyChannel: SignalingChannel {
    /// Who waits at the door of the room `busy`.
    static let knocker = RemotePeer(id: PeerID("knocker"), name: "Kim", capabilities: ["joom/1"])

    let events: AsyncStream<SignalingEvent>

    private let hasKnocked = Atomic(false)
    private let report: AsyncStream<SignalingEvent>.Continuation

    init() {
        (events, report) = AsyncStream.makeStream()
        report.yield(.connected)
    }

    func join(_ room: RoomName, options: JoinOptions) {
        report.yield(.joinSent)
        guard room.rawValue != "full" else {
            report.yield(.refused(SignalingRefusal(code: .roomFull, message: "All seats are taken.")))
            return
        }
        if room.rawValue == "locked", !hasKnocked.exchange(true, ordering: .relaxed) { return waitAtDoor() }
        report.yield(.joined(JoinAcknowledgement(you: options.peerID, owner: options.peerID)))
        if room.rawValue != "alone" { report.yield(.welcome(DummySignaling.echo)) }
        if room.rawValue == "busy" { report.yield(.door(.knock(Self.knocker))) }
    }

    private func waitAtDoor() {
        report.yield(.refused(SignalingRefusal(code: .locked, message: "The room is closed.")))
        Task { [report] in
            try? await Task.sleep(for: .seconds(5))
            report.yield(.door(.admit(nil)))
        }
    }

    func request(_ request: DoorRequest, in room: RoomName) {
        switch request {
        case .admit(Self.knocker.id): report.yield(.welcome(Self.knocker))
        case .remove(let peer): report.yield(.bye(peer, .removed))
        case .handOver(let peer): report.yield(.door(.owner(peer)))
        case .lock, .admit, .deny: break
        }
    }

    func send(_ message: SignalingMessage, in room: RoomName, routing: Routing) {
        let back = Routing(peer: DummySignaling.echo.id, session: routing.session)
        switch message {
        case .offer(let offer):
            report.yield(.message(.answer(SessionDescription(kind: .answer, sdp: offer.sdp)), back))
        case .state(let state): report.yield(.message(.state(state), back))
        case .answer, .ice, .negotiate: break
        }
    }

    func leave(_ room: RoomName) {}

    func close() { report.finish() }
}
