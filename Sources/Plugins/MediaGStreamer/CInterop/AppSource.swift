// SPDX-License-Identifier: GPL-3.0-or-later
import CJoomGst

/// Gives an appsrc all that it will ever give.
enum AppSource {
    /// Puts sound in, and its end behind it.
    ///
    /// - Parameters:
    ///   - element: an appsrc.
    ///   - samples: 16-bit samples in this machine's order, copied.
    static func fill(_ element: Element, with samples: [Int16]) {
        let buffer = samples.withUnsafeBytes { gst_buffer_new_memdup($0.baseAddress, gsize($0.count)) }
        guard let buffer else { return }
        // Takes the buffer over.
        gst_app_src_push_buffer(element.object.cast(), buffer)
        gst_app_src_end_of_stream(element.object.cast())
    }
}
