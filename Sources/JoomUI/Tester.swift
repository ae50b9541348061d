// SPDX-License-Identifier: GPL-3.0-or-later
import CallSession
import JoomModel
import JoomWidgets

/// Has the participant of the program's own come to a test call, and go when it is over.
@MainActor
final class Tester {
    private let host: any RoomHost
    private let say: @MainActor (String) -> Void
    /// The room of the test call that was asked for last; nil when another call was.
    private(set) var room: RoomName?
    private var isThere = false
    /// The latest coming or going; each waits for the one before.
    private(set) var work: Task<Void, Never>?

    /// - Parameters:
    ///   - host: has the participant.
    ///   - say: tells the person why they do not come.
    init(host: any RoomHost, say: @escaping @MainActor (String) -> Void) {
        (self.host, self.say) = (host, say)
    }

    /// They are to come to a room once we are in it; nil for nowhere.
    func isWanted(in room: RoomName?) { self.room = room }

    /// Brings them there when we are, and away when we are not: the call before this one may still be ending.
    func follow(_ snapshot: CallSnapshot) {
        var here: ServerAddress?
        if case .joined(let joined) = snapshot.phase, joined == room { here = snapshot.server }
        guard (here != nil) != isThere else { return }
        isThere = here != nil
        let before = work
        work = Task { [host, say, room] in
            await before?.value
            guard let here, let room else { return await host.stopTestParticipant() }
            do throws(HostingFailure) {
                try await host.startTestParticipant(in: room, server: here)
            } catch {
                say(UserText.sentence(error))
            }
        }
    }
}

extension Conductor {
    /// Enters a room in which somebody answers, to see whether calls work here.
    func testCall() {
        // Numbered: several people's test calls may share this computer's server.
        let number = String(Int.random(in: 1_000...9_999))
        guard let room = try? RoomName(tr("Test call {number}", ["number": number])) else { return }
        travel(to: JoinRequest(destination: .room(room)), isTest: true)
    }

    /// Tries what was tried last.
    func retry() {
        if tester.room != nil { return testCall() }
        if let lastRequest { travel(to: lastRequest, isTest: false) }
    }
}
