// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import Synchronization

/// Makes pictures only as large as they are shown: what is converted and drawn is a quarter, often a tenth.
final class PicturePlace: Sendable {
    private struct State {
        var picture = VideoSize(width: 0, height: 0)
        var wanted: VideoSize?
    }

    private let filter: Element
    private let state = Mutex(State())

    /// - Parameter filter: the capsfilter behind a scaler, which asks for nothing yet.
    init(filter: Element) { self.filter = filter }

    /// The size of the picture that came last, as it was before.
    var picture: VideoSize { state.withLock(\.picture) }

    /// Follows the place where it is shown; on the thread that brings the pictures, and from the next one on at the latest.
    ///
    /// - Parameters:
    ///   - place: what more pixels would not be seen on; nil where all are.
    ///   - picture: the size in which it comes.
    func follow(_ place: VideoSize?, of picture: VideoSize) {
        let scaled = picture.scaled(toFill: place)
        // What is not made smaller may be of any size, also when that changes.
        let wanted = scaled == picture ? nil : scaled
        let isNew = state.withLock { state in
            defer { state = State(picture: picture, wanted: wanted) }
            return state.wanted != wanted
        }
        guard isNew else { return }
        filter.set("caps", text: wanted.map { PictureFormat.caps(width: $0.width, height: $0.height) } ?? "video/x-raw")
    }
}

extension VideoSize {
    /// The size that fills a place without more pixels than are seen there, in steps, so that a window that is being
    /// resized does not change it with every picture; as it is where little would be gained.
    func scaled(toFill place: VideoSize?) -> VideoSize {
        guard let place, place.width > 0, place.height > 0, width > 0, height > 0 else { return self }
        let share = max(Double(place.width) / Double(width), Double(place.height) / Double(height))
        let stepped = (share * 8).rounded(.up) / 8
        guard stepped < 1 else { return self }
        let (fewer, lower) = (Double(width) * stepped, Double(height) * stepped)
        return VideoSize(width: max(Int(fewer / 2) * 2, 2), height: max(Int(lower / 2) * 2, 2))
    }
}
