// SPDX-License-Identifier: GPL-3.0-or-later
import GLibKit
import JoomModel
import PluginKit

/// Cameras that the desktop keeps behind its portal.
extension GStreamerLocalMedia {
    /// Whether the person has to be asked before this camera can be opened.
    func mustAsk(for camera: MediaDevice) -> Bool {
        guard case .portal = camera.origin, let portal else { return false }
        return !portal.isGranted
    }

    /// Asks, and opens the camera after a yes; returns at once.
    ///
    /// People take their time, and nothing of the call may wait for them: until they answer, peers get black.
    func askForCamera() {
        guard let portal, !isAsking else { return }
        isAsking = true
        Task { @MediaActor in
            var refusal: CameraPortal.Refusal?
            do throws(CameraPortal.Refusal) { try await portal.requestAccess() } catch { refusal = error }
            self.isAsking = false
            self.answered(refusal)
        }
    }

    private func answered(_ refusal: CameraPortal.Refusal?) {
        // Closed, switched off or changed meanwhile.
        guard running != nil, configuration.isCameraEnabled, screen == nil, let camera = configuration.camera else {
            return
        }
        switch refusal {
        case nil: operations.add { await self.openCameraIfPossible() }
        case .givenUp: if mustAsk(for: camera) { askForCamera() }
        case .denied, .unanswered: report(.failed(.deviceDenied(camera.id)))
        case .unavailable(let reason): report(.failed(.engine(reason)))
        }
    }

    /// The connection that a camera is behind; nil for cameras that are not.
    func remote(for camera: MediaDevice) throws(MediaError) -> OwnedDescriptor? {
        guard case .portal = camera.origin else { return nil }
        guard let portal else { throw .deviceAbsent(camera.id) }
        do throws(CameraPortal.Refusal) {
            return try portal.remote()
        } catch {
            throw .deviceDenied(camera.id)
        }
    }
}
