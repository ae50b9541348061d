// SPDX-License-Identifier: GPL-3.0-or-later

/// A decoded or captured picture, shared without a copy between the media engine and whoever shows it.
public struct VideoFrame: Sendable {
    /// How pixels lie in memory.
    public enum Format: Hashable, Sendable {
        /// 8 bits each of red, green and blue, in this order, in one plane.
        ///
        /// What toolkits draw at the least cost: they know it for opaque, and it is a quarter smaller than with alpha.
        case rgb
    }

    /// Keeps the pixels alive and hands them out.
    public let owner: any VideoFrameOwner
    /// How the pixels lie.
    public let format: Format
    /// Pixels in a row.
    public let width: Int
    /// Rows.
    public let height: Int
    /// Bytes from the start of a row to the start of the next; at least `width` times three for RGB.
    public let stride: Int
    /// When to show it, on the pipeline's clock, from its start.
    public let timestamp: Duration

    /// Describes a picture that `owner` holds.
    public init(
        owner: any VideoFrameOwner,
        format: Format,
        width: Int,
        height: Int,
        stride: Int,
        timestamp: Duration
    ) {
        self.owner = owner
        self.format = format
        self.width = width
        self.height = height
        self.stride = stride
        self.timestamp = timestamp
    }
}

/// Holds the bytes of a `VideoFrame`.
///
/// The bytes neither move nor change while the owner lives: a texture may keep the owner and skip the copy.
public protocol VideoFrameOwner: AnyObject, Sendable {
    /// Lends the bytes for the length of the call; at least `stride * height` of them. Any thread.
    func withBytes(_ body: (RawSpan) -> Void)
}

/// Where pictures go: a window's pane, a file, a test.
public protocol VideoSink: AnyObject, Sendable {
    /// Takes a picture on the media engine's thread; must not block, and keeps only the newest.
    func render(_ frame: VideoFrame)

    /// The size beyond which more pixels would not be seen; nil for as many as there are. Any thread.
    var size: VideoSize? { get }

    /// Whether anybody would see a picture that came now; those that nobody would see are not made. Any thread.
    var isWatching: Bool { get }
}

extension VideoSink {
    /// All pixels.
    public var size: VideoSize? { nil }

    /// All pictures.
    public var isWatching: Bool { true }
}

/// Width and height of a picture or its place.
public struct VideoSize: Hashable, Sendable {
    /// In px.
    public let width: Int
    /// In px.
    public let height: Int

    /// Brings both together.
    public init(width: Int, height: Int) {
        (self.width, self.height) = (width, height)
    }
}
