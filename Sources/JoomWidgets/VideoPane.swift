// SPDX-License-Identifier: GPL-3.0-or-later
import CJoomGtk
package import GLibKit
public import JoomModel
import Synchronization

/// Shows moving pictures that come from any thread, newest first, without copying them.
public final class VideoPane: Widget {
    /// What to do where picture and place differ in shape.
    public enum Fit: Sendable {
        /// Show all of the picture.
        case contain
        /// Fill all of the place.
        case cover
    }

    private var paintable = VideoPaintable()
    private var mailbox: VideoMailbox?
    private var pictureHandler: (@MainActor (Int, Int) -> Void)?
    private weak var leader: VideoPane?
    private weak var follower: VideoPane?
    private var waiting: VideoFrame?
    private var lastShown: ContinuousClock.Instant?
    /// A pane that has shown nothing for so long is not waited for.
    static let patience = Duration.milliseconds(50)
    /// So many pictures in a row that are not drawn are a sign that nobody sees them: a second's.
    static let blindness = 30

    /// Makes an empty pane.
    ///
    /// - Parameters:
    ///   - fit: what to do where shapes differ.
    ///   - isMirrored: true to show people themselves as a mirror would.
    public convenience init(fit: Fit, isMirrored: Bool = false) {
        self.init(ref: GObjectRef(sinking: gtk_picture_new()))
        self.fit = fit
        self.isMirrored = isMirrored
    }

    package required init(ref: GObjectRef) {
        super.init(ref: ref)
        gtk_picture_set_can_shrink(ref.opaque, 1)
        gtk_picture_set_paintable(ref.opaque, paintable.ref.opaque)
        setClass("video")
    }

    /// What to do where picture and place differ in shape.
    public var fit: Fit {
        get { gtk_picture_get_content_fit(ref.opaque) == GTK_CONTENT_FIT_COVER ? .cover : .contain }
        set {
            gtk_picture_set_content_fit(
                ref.opaque,
                newValue == .cover ? GTK_CONTENT_FIT_COVER : GTK_CONTENT_FIT_CONTAIN
            )
        }
    }

    /// Whether left and right are swapped.
    public var isMirrored: Bool {
        get { paintable.isMirrored }
        set { paintable.isMirrored = newValue }
    }

    /// Whether there is anything to see.
    public var hasPicture: Bool { paintable.hasTexture }

    /// Where the media engine delivers; the same one until `clear()`, which makes it deaf.
    public var sink: any VideoSink {
        if let mailbox { return mailbox }
        let mailbox = VideoMailbox { [weak self] mailbox, frame in
            guard let self, self.mailbox === mailbox else { return }
            self.take(frame)
        }
        self.mailbox = mailbox
        return mailbox
    }

    /// Takes the picture away; pictures still on their way to the old sink are not shown.
    public func clear() {
        (mailbox, waiting) = (nil, nil)
        paintable.show(nil, width: 0, height: 0)
    }

    /// Runs `handler` with width and height in px after each picture.
    public func onPicture(_ handler: @escaping @MainActor (Int, Int) -> Void) { pictureHandler = handler }

    /// Has pictures here wait for the next one of another pane, at most a thirtieth of a second or so, so that the window is
    /// drawn once for both.
    ///
    /// Where there is no graphics card each drawing fetches all pictures beneath what changed. One pane at a time follows another.
    ///
    /// - Parameter leader: the other one, which waits for nobody; nil to wait for nobody either.
    public func accompany(_ leader: VideoPane?) {
        guard leader !== self.leader, leader !== self else { return }
        if self.leader?.follower === self { self.leader?.follower = nil }
        self.leader = leader
        leader?.follower = self
        showWaiting()
    }

    private var isLively: Bool { lastShown.map { .now - $0 < Self.patience } ?? false }

    private func take(_ frame: VideoFrame) {
        if leader?.isLively == true {
            waiting = frame
        } else {
            waiting = nil
            show(frame)
        }
    }

    private func showWaiting() {
        guard let frame = waiting else { return }
        waiting = nil
        show(frame)
    }

    private func show(_ frame: VideoFrame) {
        lastShown = .now
        defer { follower?.showWaiting() }
        guard let texture = VideoTexture.make(frame) else { return }
        paintable.show(texture, width: frame.width, height: frame.height)
        // Known after the first picture, and then as often as it matters.
        mailbox?.place = placeInPixels
        // A window that is minimised, covered or elsewhere is not drawn; a busy computer still draws once in a while.
        mailbox?.isSeen = paintable.undrawn < Self.blindness
        pictureHandler?(frame.width, frame.height)
    }
}

extension VideoPane {
    private var placeInPixels: VideoSize? {
        let scale = Int(gtk_widget_get_scale_factor(widget))
        let (width, height) = (Int(gtk_widget_get_width(widget)), Int(gtk_widget_get_height(widget)))
        return width > 0 && height > 0 ? VideoSize(width: width * scale, height: height * scale) : nil
    }
}

/// Holds one picture between the media engine's thread and the main thread; a newer one takes its place.
final class VideoMailbox: VideoSink {
    private struct Contents {
        var frame: VideoFrame?
        var isScheduled = false
        var place: VideoSize?
        var isSeen = true
        var last: ContinuousClock.Instant?
    }

    /// How often somebody is looked for who sees pictures again.
    private static let unseenPause = Duration.milliseconds(250)

    private let contents = Mutex(Contents())
    private let deliver: @MainActor @Sendable (VideoMailbox, VideoFrame) -> Void

    init(deliver: @escaping @MainActor @Sendable (VideoMailbox, VideoFrame) -> Void) {
        self.deliver = deliver
    }

    /// Where it is shown, as large as that is.
    var place: VideoSize? {
        get { contents.withLock(\.place) }
        set { contents.withLock { $0.place = newValue } }
    }

    /// Whether what is handed over is drawn.
    var isSeen: Bool {
        get { contents.withLock(\.isSeen) }
        set { contents.withLock { $0.isSeen = newValue } }
    }

    var size: VideoSize? { place }

    var isWatching: Bool {
        contents.withLock { $0.isSeen || $0.last.map { .now - $0 >= Self.unseenPause } ?? true }
    }

    func render(_ frame: VideoFrame) {
        let schedules = contents.withLock { contents in
            contents.frame = frame
            contents.last = .now
            defer { contents.isScheduled = true }
            return !contents.isScheduled
        }
        guard schedules else { return }
        MainQueue.whenIdle { [weak self] in self?.handOver() }
    }

    @MainActor private func handOver() {
        let frame = contents.withLock { contents in
            defer { (contents.frame, contents.isScheduled) = (nil, false) }
            return contents.frame
        }
        if let frame { deliver(self, frame) }
    }
}
