// SPDX-License-Identifier: GPL-3.0-or-later
import CallSession
import DummyPlugin
import JoomModel
import PluginKit
import Synchronization
import Testing

@MainActor
@Suite(.timeLimit(.minutes(1)))
struct ScreenTests {
    /// A desktop whose answer a test gives.
    private final class Desktop: Plugin, ScreenSource, ScreenShare {
        let name = "desktop"
        let picture = ScreenPicture.test
        let ended: AsyncStream<Void>
        let endings: AsyncStream<Void>.Continuation
        private let refusal: ScreenRefusal?
        private let isEnded = Mutex(false)

        init(refusing refusal: ScreenRefusal? = nil) {
            self.refusal = refusal
            (ended, endings) = AsyncStream.makeStream()
        }

        var wasGivenBack: Bool { isEnded.withLock(\.self) }

        func register(in registry: inout PluginRegistry) { registry.screenSource = self }

        func choose(another isAnother: Bool) async throws(ScreenRefusal) -> any ScreenShare {
            if let refusal { throw refusal }
            return self
        }

        func giveUp() {}

        func end() { isEnded.withLock { $0 = true } }
    }

    /// In a call with the echo.
    private func call(_ desktop: Desktop) async throws -> CallController {
        let controller = CallController(registry: PluginRegistry([DummyPlugin(), desktop]))
        await controller.startPreview()
        controller.join(room: try RoomName("test"), server: Stage.server)
        await wait(controller) { $0.participants.first?.connection == .connected }
        return controller
    }

    private func wait(_ controller: CallController, until isSo: (CallSnapshot) -> Bool) async {
        for await snapshot in controller.snapshots() where isSo(snapshot) { return }
    }

    @Test func leavingTheRoomEndsIt() async throws {
        let desktop = Desktop()
        let controller = try await call(desktop)
        controller.shareScreen()
        await wait(controller) { $0.screen == .on }
        controller.leave()
        await wait(controller) { $0.screen == .off }
        await controller.shutDown()
        #expect(desktop.wasGivenBack)
    }

    @Test func theDesktopsEndIsSaid() async throws {
        let desktop = Desktop()
        let controller = try await call(desktop)
        controller.shareScreen()
        await wait(controller) { $0.screen == .on }
        desktop.endings.yield()
        await wait(controller) { $0.screen == .off }
        #expect(controller.snapshot.notices.last?.kind == .screen(.ended))
        await controller.shutDown()
    }

    @Test func aNoNeedsNoWords() async throws {
        let controller = try await call(Desktop(refusing: .declined))
        controller.shareScreen()
        #expect(controller.snapshot.screen == .choosing)
        await wait(controller) { $0.screen == .off }
        #expect(!controller.snapshot.notices.contains { if case .screen = $0.kind { true } else { false } })
        await controller.shutDown()
    }

    @Test func aDesktopWithoutAPortalIsSaid() async throws {
        let controller = try await call(Desktop(refusing: .unavailable("no portal")))
        controller.shareScreen()
        await wait(controller) { $0.screen == .off }
        #expect(controller.snapshot.notices.last?.kind == .screen(.unavailable("no portal")))
        await controller.shutDown()
    }

    @Test func outsideOfARoomNothingIsAsked() async {
        let controller = CallController(registry: PluginRegistry([DummyPlugin(), Desktop()]))
        controller.shareScreen()
        #expect(controller.snapshot.screen != .choosing)
        await controller.shutDown()
    }
}
