// SPDX-License-Identifier: GPL-3.0-or-later
import Dispatch
import Synchronization

/// The desktop's door to its screens and windows, behind which the person chooses one (`org.freedesktop.portal.ScreenCast`).
///
/// Any thread.
/// Source: https://flatpak.github.io/xdg-desktop-portal/docs/doc-org.freedesktop.portal.ScreenCast.html
public final class ScreenCastPortal: Sendable {
    static let interface = "org.freedesktop.portal.ScreenCast"

    /// Grows by one each time that waiting is given up.
    private let surrenders = Mutex(0)

    /// Asks nothing yet.
    public init() {}

    /// Ends all waiting for answers at once, and takes the questions off the screen.
    public func giveUp() { surrenders.withLock { $0 += 1 } }

    /// Has the person choose a screen or a window, or takes what a token stands for.
    ///
    /// - Parameters:
    ///   - token: of an earlier choice that the person wanted to be remembered; nil to ask.
    ///   - limit: how long to wait for each answer.
    /// - Returns: what may be seen, until it is closed.
    /// - Throws: why there is nothing to be seen.
    public func open(
        restoring token: String?,
        within limit: Duration = .seconds(300)
    ) async throws(PortalRefusal) -> ScreenCastSession {
        let before = surrenders.withLock { $0 }
        let result = await withCheckedContinuation { continuation in
            // A thread of its own, which stays with the session until that ends.
            DispatchQueue(label: "org.joom.screen-cast-portal")
                .async {
                    ScreenCastSession.run(restoring: token, within: limit) {
                        self.surrenders.withLock { $0 != before }
                    } opened: {
                        continuation.resume(returning: $0)
                    }
                }
        }
        return try result.get()
    }
}
