// SPDX-License-Identifier: GPL-3.0-or-later
import PluginKit

/// A screen that nobody has to be asked for.
struct DummyScreen: ScreenSource {
    func choose(another isAnother: Bool) async throws(ScreenRefusal) -> any ScreenShare { Share() }

    func giveUp() {}

    private final class Share: ScreenShare {
        let picture = ScreenPicture.test
        let ended: AsyncStream<Void>
        private let continuation: AsyncStream<Void>.Continuation

        init() { (ended, continuation) = AsyncStream.makeStream() }

        func end() { continuation.finish() }
    }
}
