// SPDX-License-Identifier: GPL-3.0-or-later
import CJoomGst
import Dispatch

/// The C library's heap, which every thread of a pipeline fills with pictures.
enum Heap {
    /// Gives what is not in use back to the system, in a moment, when threads that end have ended.
    static func giveBack() {
        DispatchQueue.global(qos: .utility).asyncAfter(deadline: .now() + .milliseconds(500)) { joom_heap_give_back() }
    }
}
