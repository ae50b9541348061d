// SPDX-License-Identifier: GPL-3.0-or-later
import Synchronization

/// A screen or a window that the person lets be seen, until either side ends it.
public final class ScreenCastSession: Sendable {
    /// The connection to PipeWire on which it is, and nothing else.
    public let remote: OwnedDescriptor
    /// Its node there.
    public let node: UInt32
    /// Stands for the person's choice, where they wanted it to be remembered; good for one time.
    public let restoreToken: String?
    /// Speaks once when the desktop ends it, and then, or when we do, ends; one reader.
    public let ended: AsyncStream<Void>

    private let isClosed = Mutex(false)
    private let wake: PortalConversation.Waker

    /// What can be chosen: a monitor (1) or a window (2).
    private static let types: UInt32 = 1 | 2
    /// The pointer is drawn into the picture.
    private static let embedded: UInt32 = 2
    /// Remembered, if the person wants it, until they revoke it.
    private static let untilRevoked = Variant.unsigned(2)

    private init(
        _ remote: OwnedDescriptor,
        _ node: UInt32,
        _ restoreToken: String?,
        _ ended: AsyncStream<Void>,
        _ wake: PortalConversation.Waker
    ) {
        (self.remote, self.node, self.restoreToken) = (remote, node, restoreToken)
        (self.ended, self.wake) = (ended, wake)
    }

    /// Gives it back; the desktop's sign that somebody watches goes out.
    public func close() {
        isClosed.withLock { $0 = true }
        wake()
    }

    /// Opens one and stays with it until its end; blocks all that time.
    ///
    /// - Parameters:
    ///   - token: of an earlier choice.
    ///   - limit: how long to wait for each answer.
    ///   - isGivenUp: asked again and again whether to go on waiting.
    ///   - opened: gets the session, or why there is none, once.
    static func run(
        restoring token: String?,
        within limit: Duration,
        isGivenUp: () -> Bool,
        opened: (Result<ScreenCastSession, PortalRefusal>) -> Void
    ) {
        do throws(PortalRefusal) {
            let portal = try PortalConversation(ScreenCastPortal.interface)
            let path = try createSession(portal, within: limit, isGivenUp)
            var hasEnded = false
            portal.listen(to: "Closed", of: "org.freedesktop.portal.Session", at: path) { hasEnded = true }
            let (ended, end) = AsyncStream.makeStream(of: Void.self)
            defer { end.finish() }
            let session: ScreenCastSession
            do throws(PortalRefusal) {
                let results = try start(portal, path, token, within: limit, isGivenUp)
                guard let node = results.nodes.first else { throw .unavailable("no stream") }
                let remote = try portal.openRemote([.objectPath(path)])
                session = ScreenCastSession(remote, node, results.string("restore_token"), ended, portal.waker)
            } catch {
                _ = try? portal.call("Close", [], at: path, of: "org.freedesktop.portal.Session")
                throw error
            }
            opened(.success(session))
            portal.wait(within: .seconds(1 << 40)) { hasEnded || session.isClosed.withLock { $0 } }
            if hasEnded {
                end.yield()
            } else {
                _ = try? portal.call("Close", [], at: path, of: "org.freedesktop.portal.Session")
            }
        } catch {
            opened(.failure(error))
        }
    }

    private static func createSession(
        _ portal: PortalConversation,
        within limit: Duration,
        _ isGivenUp: () -> Bool
    ) throws(PortalRefusal) -> String {
        let token = Variant.string("joom\(UInt32.random(in: 0 ... .max))")
        let results = try portal.ask(
            "CreateSession",
            [],
            ["session_handle_token": token],
            within: limit,
            isGivenUp: isGivenUp
        )
        guard let path = results.path("session_handle") else { throw .unavailable("CreateSession") }
        return path
    }

    /// Says what is wanted, and lets the person choose.
    private static func start(
        _ portal: PortalConversation,
        _ path: String,
        _ token: String?,
        within limit: Duration,
        _ isGivenUp: () -> Bool
    ) throws(PortalRefusal) -> PortalResults {
        let offered = property("AvailableSourceTypes").map { $0 & Self.types } ?? Self.types
        guard offered != 0 else { throw .unavailable("it offers neither screens nor windows") }
        var options = ["types": Variant.unsigned(offered), "multiple": .boolean(false), "persist_mode": untilRevoked]
        if let modes = property("AvailableCursorModes"), modes & embedded != 0 {
            options["cursor_mode"] = .unsigned(embedded)
        }
        if let token { options["restore_token"] = .string(token) }
        try portal.ask("SelectSources", [.objectPath(path)], options, within: limit, isGivenUp: isGivenUp)
        // No parent: the dialog stands by itself.
        return try portal.ask("Start", [.objectPath(path), .string("")], [:], within: limit, isGivenUp: isGivenUp)
    }

    /// What the desktop can do, as bits; nil where it does not say.
    private static func property(_ name: String) -> UInt32? {
        let found = SessionBus.property(
            name,
            of: ScreenCastPortal.interface,
            at: PortalConversation.path,
            in: PortalConversation.name
        )
        guard case .unsigned(let bits) = found else { return nil }
        return bits
    }
}
