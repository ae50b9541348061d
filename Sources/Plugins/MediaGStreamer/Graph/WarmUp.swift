// SPDX-License-Identifier: GPL-3.0-or-later
import Dispatch

/// Makes ready what the first call of a process would wait for; a second time costs next to nothing.
@MediaActor
enum WarmUp {
    private static var keeper: Element?

    /// Begins, and returns at once.
    nonisolated static func start() {
        Task { @MediaActor in makeKey() }
        // On a thread that nobody else waits for. SRTP comes first: its library takes 40 ms to examine itself.
        DispatchQueue.global(qos: .userInitiated).async {
            guard (try? GStreamerLibrary.load()) != nil else { return }
            GStreamerLibrary.preload(["srtpenc", "webrtcbin"] + MediaRequirements.required.keys.sorted())
        }
    }

    /// Makes webrtcbin's RSA key, which the process has one of and takes up to a second.
    private static func makeKey() {
        guard keeper == nil, (try? GStreamerLibrary.load()) != nil, let element = try? Element("dtlsdec") else {
            return
        }
        element.setState(.ready)
        keeper = element
    }
}
