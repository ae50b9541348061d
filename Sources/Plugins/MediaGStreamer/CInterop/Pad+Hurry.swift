// SPDX-License-Identifier: GPL-3.0-or-later
import CJoomGst
import GLibKit

/// Which threads go before others: those that carry sound.
///
/// What is late is not heard, while a picture may be shown later.
enum ThreadPriority {
    /// Niceness (setpriority(2)); PipeWire gives its own threads -11.
    static let sound: Int32 = -10

    /// Lets the thread that calls go before others, by itself or with the desktop's help; at once the second time.
    static func raise() {
        let thread = joom_thread_hurry(sound)
        if thread != 0 { RealtimePortal.favour(thread: Int64(thread), niceness: sound) }
    }

    /// Makes it one among others again: GStreamer uses threads for one thing after another.
    static func lower() { joom_thread_rest() }
}

extension Pad {
    /// Has whatever thread carries buffers past this pad go before others.
    func hurry() {
        onBuffer { _ in
            ThreadPriority.raise()
            return true
        }
    }
}
