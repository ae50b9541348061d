// SPDX-License-Identifier: GPL-3.0-or-later

/// Extension point: lets a person show a screen or a window to the others, in the camera's place.
///
/// Part of what capture-source plugins bring; the last plugin to register one provides it. Any thread.
public protocol ScreenSource: Sendable {
    /// Has the person choose what is to be seen, unless they did so before; returns when they have.
    ///
    /// - Parameter isAnother: asks even where an earlier choice could be used again.
    /// - Returns: what to show, until it is ended.
    /// - Throws: why there is nothing to show.
    func choose(another isAnother: Bool) async throws(ScreenRefusal) -> any ScreenShare

    /// Takes a question off the screen that nobody answered; `choose` throws `declined`.
    func giveUp()

    /// Forgets earlier choices, for a person who wants nothing to be remembered.
    func forget()
}

extension ScreenSource {
    /// Does nothing: for sources that remember nothing.
    public func forget() {}
}

/// A screen or a window that may be shown, from the person's choice to its end.
public protocol ScreenShare: AnyObject, Sendable {
    /// Where its pictures come from; valid until `end()`.
    var picture: ScreenPicture { get }

    /// Speaks once when the desktop, or the person by its means, ends it; one reader.
    var ended: AsyncStream<Void> { get }

    /// Gives it back.
    func end()
}

/// How the media engine opens a screen.
public enum ScreenPicture: Hashable, Sendable {
    /// A node of PipeWire behind a connection that the desktop's portal gave, by its descriptor.
    case pipeWire(remote: Int32, node: UInt32)
    /// All of an X server's screen; nil for the server that `DISPLAY` names, or the number of one of this computer.
    case x11(display: UInt16?)
    /// A picture with fine detail, made up for tests.
    case test
}

/// Why no screen can be shown.
public enum ScreenRefusal: Error, Hashable, Sendable {
    /// The person did not want to after all.
    case declined
    /// This desktop has no part that lets programs see its screens; in its words.
    case unavailable(String)
}
