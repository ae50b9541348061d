// SPDX-License-Identifier: GPL-3.0-or-later
import CallSession
import JoomModel
import Testing

@testable import JoomUI

/// Who answers a test call, and when.
@MainActor
struct TesterTests {
    private static let server = ServerAddress(host: "localhost", port: 3_000, isSecure: false)

    private static func snapshot(_ phase: CallSnapshot.Phase) -> CallSnapshot {
        var snapshot = CallSnapshot()
        (snapshot.phase, snapshot.server) = (phase, server)
        return snapshot
    }

    @Test func theyComeWhenWeAreThereAndGoWithUs() async throws {
        let (host, test, other) = (DiaryHost(), try RoomName("Test call 1"), try RoomName("kitchen"))
        let tester = Tester(host: host) { _ in }
        tester.isWanted(in: test)
        // The call that was on ends first: who came before that would have been sent away with it.
        for phase: CallSnapshot.Phase in [.joined(other), .leaving, .ended(.left), .joining(test)] {
            tester.follow(Self.snapshot(phase))
        }
        await tester.work?.value
        #expect(host.diary.isEmpty)
        tester.follow(Self.snapshot(.joined(test)))
        tester.follow(Self.snapshot(.joined(test)))
        await tester.work?.value
        #expect(host.diary == ["Test call 1"])
        tester.follow(Self.snapshot(.leaving))
        tester.follow(Self.snapshot(.ended(.left)))
        await tester.work?.value
        #expect(host.diary == ["Test call 1", "stop"])
    }

    @Test func whyTheyDoNotComeIsSaid() async throws {
        let (host, test) = (DiaryHost(), try RoomName("Test call 1"))
        host.failure = .noPort
        var said: [String] = []
        let tester = Tester(host: host) { said.append($0) }
        tester.isWanted(in: test)
        tester.follow(Self.snapshot(.joined(test)))
        await tester.work?.value
        #expect(said == [UserText.sentence(HostingFailure.noPort)])
    }
}

/// A host that hosts nothing, and remembers who came and went.
@MainActor
private final class DiaryHost: RoomHost {
    var diary: [String] = []
    var failure: HostingFailure?
    let knowsKeys = true

    func address() async throws(HostingFailure) -> ServerAddress { throw .notBuiltIn }

    func openToNetwork(_ room: RoomName, _ access: NetworkAccess) async throws(HostingFailure) -> ServerAddress {
        throw .notBuiltIn
    }

    func closeToNetwork(keepingKey: Bool) async {}

    func startTestParticipant(in room: RoomName, server: ServerAddress) async throws(HostingFailure) {
        if let failure { throw failure }
        diary.append(room.rawValue)
    }

    func stopTestParticipant() async { diary.append("stop") }

    func stop() async {}
}
