// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import PluginKit

/// A screen in the camera's place.
extension GStreamerLocalMedia {
    private static let id = DeviceID("screen")

    func setScreen(_ screen: ScreenPicture?) async throws(MediaError) {
        if screen != nil { portal?.giveUp() }
        try await operations.run { () async throws(MediaError) in
            guard screen != self.screen else { return }
            if let screen { try await self.show(screen) } else { await self.hideScreen() }
        }
    }

    /// Goes back to the camera once the screen broke, of which a message told.
    ///
    /// - Parameter path: the message's, which leads to the screen.
    func loseScreen(_ path: String) {
        operations.add {
            // It may say so more than once.
            guard self.screen != nil, self.running?.screen.owns(path: path) ?? false else { return }
            self.report(.screenLost)
            await self.hideScreen()
        }
    }

    /// The camera goes on until the screen gives something.
    private func show(_ wanted: ScreenPicture) async throws(MediaError) {
        guard let running else { throw .invalidState("nothing is captured") }
        if case .pipeWire(let remote, _) = wanted { PipeWireKeeper.keep(remote) }
        do throws(MediaError) {
            try await running.screen.open(CaptureDescription(screen: wanted), id: Self.id)
        } catch {
            if screen != nil { await hideScreen() }
            throw error
        }
        screen = wanted
        running.graph.showsScreen = true
        showSelfView()
        await running.camera.close()
        running.graph.requestKeyFrame()
    }

    private func hideScreen() async {
        guard screen != nil else { return }
        screen = nil
        await running?.screen.close()
        running?.graph.showsScreen = false
        showSelfView()
        await openCameraIfPossible()
    }
}

/// Keeps one connection of PipeWire's for as long as the program runs: ending its last thread corrupts the heap more often
/// than not (PipeWire 0.3.65).
@MediaActor
enum PipeWireKeeper {
    private static var keeper: Element?

    /// Keeps one, if none is kept.
    ///
    /// - Parameter remote: a connection that was given; it is copied.
    static func keep(_ remote: Int32) {
        guard keeper == nil, let element = try? Element("pipewiresrc") else { return }
        element.set("fd", text: String(remote))
        element.setState(.ready)
        keeper = element
    }
}
