// SPDX-License-Identifier: GPL-3.0-or-later
import Dispatch
import Glibc
import Synchronization

/// The desktop's door to cameras for programs in a sandbox, behind which the person is asked (`org.freedesktop.portal.Camera`).
///
/// One for a program: what was allowed once is not asked again. Any thread.
/// Source: https://flatpak.github.io/xdg-desktop-portal/docs/doc-org.freedesktop.portal.Camera.html
public final class CameraPortal: Sendable {
    /// Why there is no camera.
    public typealias Refusal = PortalRefusal

    private struct State {
        var isGranted = false
        /// Whether the person would see the question.
        var isSeen: Bool
        /// Grows by one each time that waiting is given up.
        var surrenders = 0
        var onGrant: [@Sendable () -> Void] = []
        var remote: OwnedDescriptor?
    }

    private let state: Mutex<State>
    /// Waits for answers, one question after the other.
    private let queue = DispatchQueue(label: "org.joom.camera-portal")

    /// How long to wait for the window before asking all the same: not every desktop tells which one is in use.
    private static let patience = Duration.seconds(10)

    /// Asks nothing yet.
    ///
    /// - Parameter isSeen: false where `windowIsInUse()` will tell when the person would see the question. GNOME 43 asks for
    ///   the program in use only, and answers no other at all.
    public init(isSeen: Bool = true) { state = Mutex(State(isSeen: isSeen)) }

    /// Says that the program's window is the one in use, for the first time or again.
    public func windowIsInUse() { state.withLock { $0.isSeen = true } }

    /// Whether this program sees cameras only through the portal: in a sandbox, or where `GTK_USE_PORTAL=1` wants it so.
    public static var isNeeded: Bool {
        access("/.flatpak-info", F_OK) == 0 || getenv("SNAP") != nil
            || getenv("GTK_USE_PORTAL").map { String(cString: $0) == "1" } ?? false
    }

    /// Whether the person said yes.
    public var isGranted: Bool { state.withLock { $0.isGranted } }

    /// Whether the desktop knows of a camera at all; blocks for two seconds at the most.
    public var isCameraPresent: Bool {
        let (name, path) = (PortalConversation.name, PortalConversation.path)
        return SessionBus.property("IsCameraPresent", of: CameraRequest.interface, at: path, in: name) == .boolean(true)
    }

    /// Runs something as soon as the person has said yes; at once where they have.
    public func whenGranted(_ body: @escaping @Sendable () -> Void) {
        let isGranted = state.withLock { state in
            if !state.isGranted { state.onGrant.append(body) }
            return state.isGranted
        }
        if isGranted { body() }
    }

    /// Asks the person for access, unless they gave it.
    ///
    /// - Parameter limit: how long to wait for an answer.
    /// - Throws: why there is no access.
    public func requestAccess(within limit: Duration = .seconds(120)) async throws(Refusal) {
        let surrenders = state.withLock { $0.surrenders }
        let refusal = await withCheckedContinuation { (continuation: CheckedContinuation<Refusal?, Never>) in
            queue.async { continuation.resume(returning: self.ask(within: limit, surrenders)) }
        }
        if let refusal { throw refusal }
    }

    /// Ends all waiting for answers at once.
    public func giveUp() { state.withLock { $0.surrenders += 1 } }

    /// The connection to PipeWire on which the allowed cameras are, and nothing else; blocks for a moment.
    ///
    /// One for the whole program and its life: GStreamer's elements find each other's by the descriptor's number, and
    /// ending PipeWire's last thread corrupts the heap more often than not (PipeWire 0.3.65).
    ///
    /// - Returns: the connection.
    /// - Throws: why there is none; there is none before access was granted.
    public func remote() throws(Refusal) -> OwnedDescriptor {
        let result = queue.sync { () -> Result<OwnedDescriptor, Refusal> in
            if let remote = state.withLock({ $0.remote }) { return .success(remote) }
            do throws(Refusal) {
                let remote = try CameraRequest.openRemote()
                state.withLock { $0.remote = remote }
                return .success(remote)
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    // MARK: On the queue

    private func ask(within limit: Duration, _ surrenders: Int) -> Refusal? {
        guard !isGranted else { return nil }
        let isGivenUp = { self.state.withLock { $0.surrenders != surrenders } }
        let end = ContinuousClock.now + Self.patience
        while !state.withLock({ $0.isSeen }), !isGivenUp(), ContinuousClock.now < end { usleep(50_000) }
        do throws(Refusal) {
            try CameraRequest.run(within: limit, isGivenUp: isGivenUp)
        } catch {
            return error
        }
        let waiting = state.withLock { state in
            state.isGranted = true
            defer { state.onGrant = [] }
            return state.onGrant
        }
        for body in waiting { body() }
        return nil
    }
}
