// SPDX-License-Identifier: GPL-3.0-or-later
import CallSession
import JoomModel
import TestSupport
import Testing

@MainActor
@Suite(.timeLimit(.minutes(1)))
struct CallControllerTests {
    /// Two people in a room, media flowing on both sides.
    private func makeCall(_ signaling: InMemorySignaling) async throws -> (Stage, Stage) {
        let anna = Stage(signaling, seed: 1)
        let ben = Stage(signaling, seed: 2)
        try anna.join(name: "Anna")
        await anna.until { if case .joined = $0.phase { true } else { false } }
        try ben.join(name: "Ben")
        let (a, b) = (try await anna.negotiated(), try await ben.negotiated())
        for connection in [a, b] {
            connection.emit(.stateChanged(.connecting))
            connection.emit(.stateChanged(.connected))
        }
        await anna.until { $0.participants.first?.connection == .connected }
        await ben.until { $0.participants.first?.connection == .connected }
        return (anna, ben)
    }

    @Test(arguments: [InMemorySignaling.Style.joom, .seed])
    func twoMeet(_ style: InMemorySignaling.Style) async throws {
        let (anna, ben) = try await makeCall(InMemorySignaling(style: style))
        let (a, b) = (anna.factory.connections[0], ben.factory.connections[0])
        #expect(a.configuration.role == .offerer)
        #expect(b.configuration.role == .answerer)
        #expect(a.offer == b.offer)
        #expect(a.answer == b.answer)
        #expect(a.violations.isEmpty && b.violations.isEmpty)
        #expect(anna.controller.snapshot.participants.map(\.name) == [style == .joom ? "Ben" : nil])
        await anna.controller.shutDown()
        await ben.controller.shutDown()
        #expect(a.state == .closed && b.state == .closed)
        #expect(a.violations.isEmpty && b.violations.isEmpty)
        #expect(!anna.media.isRunning)
    }

    @Test func leavingIsSeenByTheOtherAndMediaStayForTheRoomForm() async throws {
        let (anna, ben) = try await makeCall(InMemorySignaling())
        anna.controller.leave()
        await anna.until { $0.phase == .ended(.left) }
        await ben.until { $0.participants.isEmpty }
        #expect(ben.controller.snapshot.notices.last?.kind == .went("Anna", .left))
        #expect(anna.media.isRunning)
        #expect(anna.factory.connections[0].state == .closed)
        await ben.eventually { ben.factory.connections[0].state == .closed }
    }

    @Test func muteReachesTheMediaAndThePeer() async throws {
        let (anna, ben) = try await makeCall(InMemorySignaling())
        anna.controller.setMicrophoneEnabled(false)
        await ben.until { $0.participants.first?.media == MediaState(microphone: false, camera: true) }
        #expect(anna.media.orders.last == .microphone(false))
        await anna.eventually { anna.factory.connections[0].data.last?.contains(#""microphone":false"#) ?? false }
    }

    @Test func stateOnTheDataChannelIsUnderstood() async throws {
        let (anna, _) = try await makeCall(InMemorySignaling(style: .seed))
        let connection = anna.factory.connections[0]
        connection.emit(.data(#"{"type":"words"}"#))
        connection.emit(.data("nonsense"))
        connection.emit(.data(#"{"type":"state","microphone":true,"camera":false,"screen":true}"#))
        await anna.until { $0.participants.first?.media == MediaState(microphone: true, camera: false, screen: true) }
    }

    @Test func switchingTheCameraKeepsTheConnection() async throws {
        let (anna, _) = try await makeCall(InMemorySignaling())
        anna.controller.selectCamera(.device(Stage.camera2.id))
        await anna.until { $0.cameraInUse == Stage.camera2 }
        #expect(anna.media.orders.last == .setCamera(Stage.camera2.id))
        #expect(anna.factory.connections.count == 1)
    }

    @Test func aPulledCameraFallsBackAndComesBack() async throws {
        let stage = Stage(InMemorySignaling())
        stage.controller.selectCamera(.device(Stage.camera2.id))
        await stage.controller.startPreview()
        #expect(stage.controller.snapshot.cameraInUse == Stage.camera2)
        stage.media.emit(.cameraLost(Stage.camera2.id))
        await stage.until { $0.cameraInUse == Stage.camera1 }
        #expect(stage.controller.snapshot.notices.map(\.kind) == [.cameraLost("Two")])
        stage.devices.set([Stage.camera1, Stage.microphone])
        await stage.until { $0.devices.count == 2 }
        stage.devices.set([Stage.camera1, Stage.camera2, Stage.microphone])
        await stage.until { $0.cameraInUse == Stage.camera2 }
    }

    @Test func aDeviceThatIsUnpluggedInACallIsSaid() async throws {
        let (anna, ben) = try await makeCall(InMemorySignaling())
        anna.devices.set([Stage.camera2])
        await anna.until { $0.cameraInUse == Stage.camera2 && $0.microphoneInUse == nil }
        let lost: [NoticeKind] = [.cameraLost(Stage.camera1.name), .microphoneLost(Stage.microphone.name)]
        #expect(anna.controller.snapshot.notices.map(\.kind).suffix(2) == lost[...])
        await ben.until { $0.participants.first?.media == MediaState(microphone: false, camera: true) }
    }

    @Test func aMicrophoneWhoseErrorComesAfterItIsUnpluggedIsUsedOnceItIsBack() async throws {
        let stage = Stage(InMemorySignaling())
        await stage.controller.startPreview()
        stage.devices.set([Stage.camera1])
        stage.media.emit(.microphoneLost(Stage.microphone.id))
        await stage.until { $0.devices == [Stage.camera1] && $0.microphoneInUse == nil }
        stage.devices.set([Stage.camera1, Stage.microphone])
        await stage.until { $0.microphoneInUse == Stage.microphone }
        #expect(stage.controller.snapshot.notices.map(\.kind) == [.microphoneLost(Stage.microphone.name)])
    }

    @Test func joinsWithNeitherCameraNorMicrophone() async throws {
        let stage = Stage(InMemorySignaling(), devices: [])
        try stage.join()
        await stage.until { snapshot in
            guard case .joined = snapshot.phase else { return false }
            return snapshot.notices.map(\.kind) == [.noCamera, .noMicrophone]
        }
        await stage.eventually { stage.media.isRunning }
        #expect(stage.media.orders.first == .start(camera: nil, microphone: nil))
    }

    @Test func aTestSoundWithoutASpeakerIsSaid() async throws {
        let stage = Stage(InMemorySignaling(), devices: [Stage.camera1])
        stage.controller.playTestSound()
        await stage.until { $0.notices.map(\.kind) == [.noSpeaker] }
    }

    @Test func aBusyCameraIsSaidAndLeftOut() async throws {
        let stage = Stage(InMemorySignaling(), devices: [Stage.camera1, Stage.microphone])
        stage.media.refuse(Stage.camera1.id, with: .deviceBusy(Stage.camera1.id))
        await stage.controller.startPreview()
        #expect(stage.media.orders.first == .start(camera: nil, microphone: Stage.microphone.id))
        #expect(stage.controller.snapshot.notices.map(\.kind) == [.media(.deviceBusy(Stage.camera1.id))])
        #expect(stage.controller.snapshot.cameraInUse == nil)
    }

    @Test func aBusyCameraIsTriedAgainAndSaidOnce() async throws {
        let stage = Stage(InMemorySignaling(), devices: [Stage.camera1, Stage.microphone])
        stage.media.refuse(Stage.camera1.id, with: .deviceBusy(Stage.camera1.id))
        await stage.controller.startPreview()
        stage.clock.advance(by: .seconds(3))
        await stage.eventually { stage.clock.sleeperCount == 1 }
        stage.media.allow(Stage.camera1.id)
        stage.clock.advance(by: .seconds(6))
        await stage.until { $0.cameraInUse == Stage.camera1 }
        #expect(stage.controller.snapshot.notices.map(\.kind) == [.media(.deviceBusy(Stage.camera1.id))])
    }

    @Test func aCameraThatFailsLeavesAnotherThatWorksAlone() async throws {
        let stage = Stage(InMemorySignaling())
        stage.media.refuse(Stage.camera2.id, with: .deviceSilent(Stage.camera2.id))
        stage.controller.selectCamera(.device(Stage.camera2.id))
        await stage.controller.startPreview()
        await stage.until { $0.cameraInUse == Stage.camera1 }
        let orders = stage.media.orders
        stage.clock.advance(by: .seconds(100))
        await stage.controller.prepareDevices()
        #expect(stage.media.orders == orders)
    }

    @Test func aMicrophoneThatGaveNothingIsNotClaimedAndIsTriedAgain() async throws {
        let stage = Stage(InMemorySignaling())
        await stage.controller.startPreview()
        stage.media.emit(.failed(.deviceSilent(Stage.microphone.id)))
        await stage.until { $0.microphoneInUse == nil }
        await stage.eventually { stage.clock.sleeperCount == 1 }
        stage.clock.advance(by: .seconds(3))
        await stage.until { $0.microphoneInUse == Stage.microphone }
    }

    @Test func mediaThatCannotWorkEndTheCall() async throws {
        let stage = Stage(InMemorySignaling())
        stage.media.breakDown()
        try stage.join()
        await stage.until { snapshot in
            if case .ended(.media(.missingElement(name: "webrtcbin", _))) = snapshot.phase { true } else { false }
        }
    }

    @Test func aRefusalEndsTheCall() async throws {
        let signaling = InMemorySignaling()
        let refusal = SignalingRefusal(code: .roomFull, message: "full")
        signaling.refuse(with: refusal)
        let stage = Stage(signaling)
        try stage.join()
        await stage.until { $0.phase == .ended(.refused(refusal)) }
        signaling.refuse(with: nil)
        try stage.join()
        await stage.until { if case .joined = $0.phase { true } else { false } }
    }

    @Test func anUnreachableServerEndsTheCall() async throws {
        let signaling = InMemorySignaling()
        signaling.goDown()
        let stage = Stage(signaling)
        try stage.join()
        await stage.until { $0.phase == .ended(.unreachable(.refused("down"))) }
    }

    @Test func aLostServerLeavesMediaAlone() async throws {
        let signaling = InMemorySignaling()
        let (anna, ben) = try await makeCall(signaling)
        signaling.goDown()
        await anna.until { $0.serverTrouble == .lost("down") }
        #expect(anna.controller.snapshot.participants.first?.connection == .connected)
        #expect(anna.factory.connections[0].state == .stable)
        signaling.comeUp()
        await anna.until { $0.serverTrouble == nil && $0.notices.last?.kind == .serverBack }
        // Both were welcomed or offered to anew: the old connection stays until the new one works.
        let (a, b) = (try await anna.negotiated(2), try await ben.negotiated(2))
        #expect(anna.factory.connections[0].state == .stable)
        #expect(anna.controller.snapshot.participants.map(\.connection) == [.connected])
        for connection in [a, b] {
            connection.emit(.stateChanged(.connected))
            connection.emit(.firstFrame(width: 640, height: 480))
        }
        await anna.eventuallyAsTimePasses { anna.factory.connections[0].state == .closed }
        await ben.eventuallyAsTimePasses { ben.factory.connections[0].state == .closed }
        #expect(anna.controller.snapshot.participants.map(\.connection) == [.connected])
        #expect(a.violations.isEmpty && b.violations.isEmpty)
    }

    @Test func aFailedOperationIsTheParticipantsState() async throws {
        let signaling = InMemorySignaling()
        let anna = Stage(signaling, seed: 1)
        anna.factory.failOperations(with: .noCommonCodec)
        let ben = Stage(signaling, seed: 2)
        try anna.join()
        await anna.until { if case .joined = $0.phase { true } else { false } }
        try ben.join()
        await anna.until { $0.participants.first?.connection == .failed(.noCommonCodec) }
    }

    @Test func aWrongCertificateClosesAndIsSaid() async throws {
        let (anna, _) = try await makeCall(InMemorySignaling())
        anna.factory.connections[0].emit(.fingerprintMismatch)
        await anna.until { $0.participants.first?.connection == .insecure }
        #expect(anna.controller.snapshot.notices.last?.kind == .insecurePeer("Ben"))
        await anna.eventually { anna.factory.connections[0].state == .closed }
    }

    @Test func aLinkThatFailsIsMadeAnewByTheOfferer() async throws {
        let (anna, ben) = try await makeCall(InMemorySignaling())
        for stage in [anna, ben] { stage.factory.connections[0].emit(.stateChanged(.failed)) }
        let (a, b) = (try await anna.negotiated(2), try await ben.negotiated(2))
        #expect(anna.controller.snapshot.participants.first?.connection == .reconnecting)
        for connection in [a, b] { connection.emit(.stateChanged(.connected)) }
        await anna.until { $0.participants.first?.connection == .connected }
        await ben.until { $0.participants.first?.connection == .connected }
        #expect(a.offer == b.offer && a.answer == b.answer)
    }

    @Test func theModelsTimersRunOnTheGivenClock() async throws {
        let (anna, ben) = try await makeCall(InMemorySignaling())
        anna.factory.connections[0].emit(.stateChanged(.disconnected))
        await anna.until { $0.participants.first?.connection == .reconnecting }
        #expect(anna.factory.connections.count == 1)
        // Until the connection is made, and until the path is back.
        await anna.eventually { anna.clock.sleeperCount == 2 }
        anna.clock.advance(by: .seconds(5))
        let (a, b) = (try await anna.negotiated(2), try await ben.negotiated(2))
        #expect(a.answer == b.answer)
    }

    @Test func joiningAnotherRoomLeavesTheFirst() async throws {
        let (anna, ben) = try await makeCall(InMemorySignaling())
        let garden = try RoomName("garden")
        try anna.join("garden")
        await anna.until { $0.phase == .joined(garden) }
        await ben.until { $0.participants.isEmpty }
        #expect(anna.controller.snapshot.participants.isEmpty)
    }

    @Test func tellsALogWhatHappened() async throws {
        let stage = Stage(InMemorySignaling(), seed: 1)
        let log = stage.controller.happenings()
        let other = Stage(stage.signaling, seed: 2)
        try stage.join()
        await stage.until { if case .joined = $0.phase { true } else { false } }
        try other.join(name: "Ben")
        let connection = try await stage.negotiated()
        connection.emit(.stateChanged(.connected))
        connection.emit(.firstFrame(width: 640, height: 480))
        await stage.until { $0.participants.first?.pictureSize != nil }
        #expect(
            await stage.controller.statistics(for: stage.controller.snapshot.participants[0].id)?.framesDecoded == 1
        )
        other.controller.leave()
        await stage.until { $0.participants.isEmpty }
        await stage.controller.shutDown()
        var kinds: [String] = []
        for await happening in log { kinds.append(Stage.kind(happening)) }
        #expect(kinds == ["joined", "peer", "state", "connected", "first-frame", "left", "ended"])
    }
}
