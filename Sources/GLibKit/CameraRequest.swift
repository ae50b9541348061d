// SPDX-License-Identifier: GPL-3.0-or-later

/// One question to the camera portal, and the wait for its answer.
enum CameraRequest {
    static let interface = "org.freedesktop.portal.Camera"

    /// Asks, and returns when the answer is yes; blocks.
    ///
    /// - Parameters:
    ///   - limit: how long to wait.
    ///   - isGivenUp: asked again and again whether to go on waiting.
    /// - Throws: every other answer.
    static func run(within limit: Duration, isGivenUp: () -> Bool) throws(PortalRefusal) {
        try PortalConversation(interface).ask("AccessCamera", within: limit, isGivenUp: isGivenUp)
    }

    /// Asks for a connection to PipeWire.
    static func openRemote() throws(PortalRefusal) -> OwnedDescriptor {
        try PortalConversation(interface).openRemote()
    }
}
