// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import PluginKit

/// A screen as the command line names it.
enum ScreenChoice: Hashable {
    /// Whatever the person chooses in the desktop's dialog.
    case portal
    /// One that is shown without a question.
    case given(ScreenPicture)

    /// Reads `portal`, `x11`, `x11:DISPLAY` or `test`.
    init(_ text: String) throws {
        switch text {
        case "portal": self = .portal
        case "test": self = .given(.test)
        case "x11": self = .given(.x11(display: nil))
        case _ where text.hasPrefix("x11:"):
            guard let display = UInt16(text.dropFirst(4)) else {
                throw ValidationError("--share x11:DISPLAY takes a number, such as x11:1 for the display :1.")
            }
            self = .given(.x11(display: display))
        case _: throw ValidationError("--share takes portal, x11, x11:DISPLAY or test, not “\(text)”.")
        }
    }
}

/// Gives the screen of the command line without asking anybody.
struct GivenScreen: Plugin, ScreenSource {
    let name = "given-screen"
    let picture: ScreenPicture

    func register(in registry: inout PluginRegistry) { registry.screenSource = self }

    func choose(another isAnother: Bool) async throws(ScreenRefusal) -> any ScreenShare { Share(picture) }

    func giveUp() {}

    private final class Share: ScreenShare {
        let picture: ScreenPicture
        let ended: AsyncStream<Void>
        private let continuation: AsyncStream<Void>.Continuation

        init(_ picture: ScreenPicture) {
            self.picture = picture
            (ended, continuation) = AsyncStream.makeStream()
        }

        func end() { continuation.finish() }
    }
}
