// SPDX-License-Identifier: GPL-3.0-or-later
import GLibKit
import PluginKit

/// Screens and windows behind the desktop's portal.
struct PortalScreens: ScreenSource {
    private let portal = ScreenCastPortal()
    private let token: RestoreToken

    init(_ token: RestoreToken) { self.token = token }

    func choose(another isAnother: Bool) async throws(ScreenRefusal) -> any ScreenShare {
        // Good for one time: a new one comes with the answer, unless the person wants to be asked again.
        let earlier = token.take()
        do throws(PortalRefusal) {
            let session = try await portal.open(restoring: isAnother ? nil : earlier)
            if let next = session.restoreToken { token.keep(next) }
            return PortalShare(session)
        } catch {
            throw Self.refusal(error)
        }
    }

    func giveUp() { portal.giveUp() }

    func forget() { _ = token.take() }

    private static func refusal(_ refusal: PortalRefusal) -> ScreenRefusal {
        switch refusal {
        case .denied, .givenUp: .declined
        case .unanswered: .unavailable("its question was not answered")
        case .unavailable(let reason): .unavailable(reason)
        }
    }
}

/// What a person chose, until it ends.
private final class PortalShare: ScreenShare {
    private let session: ScreenCastSession

    init(_ session: ScreenCastSession) { self.session = session }

    var picture: ScreenPicture { .pipeWire(remote: session.remote.number, node: session.node) }

    var ended: AsyncStream<Void> { session.ended }

    func end() { session.close() }
}
