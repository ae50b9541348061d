// SPDX-License-Identifier: GPL-3.0-or-later
import CJoomGst
import Dispatch

/// The C library's heap, which every thread of a pipeline fills with pictures.
enum Heap {
    /// Threads share two parts of the heap.
    ///
    /// By default there are up to eight for each processor, and every call's threads find others: what one call left
    /// unused the next does not use, which came to 13 MiB a call.
    static func share() { joom_heap_share(2) }

    /// Gives what is not in use back to the system, in a moment, when threads that end have ended.
    static func giveBack() {
        DispatchQueue.global(qos: .utility).asyncAfter(deadline: .now() + .milliseconds(500)) { joom_heap_give_back() }
    }
}
