// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import Synchronization

/// Makes our own picture only as large as it is shown: what is converted and drawn is a quarter, often a tenth.
final class SelfViewPlace: Sendable {
    private let format: PictureFormat
    private let filter: Element
    private let applied: Mutex<VideoSize>

    /// - Parameters:
    ///   - format: the picture as it comes.
    ///   - filter: the capsfilter behind a scaler.
    init(_ format: PictureFormat, filter: Element) {
        (self.format, self.filter) = (format, filter)
        applied = Mutex(format.scaled(toFill: nil))
    }

    /// Follows the place where it is shown; on the thread that brings the pictures, and from the next one on.
    func follow(_ place: VideoSize?) {
        let wanted = format.scaled(toFill: place)
        let isNew = applied.withLock { applied in
            defer { applied = wanted }
            return applied != wanted
        }
        if isNew { filter.set("caps", text: PictureFormat.caps(width: wanted.width, height: wanted.height)) }
    }
}
