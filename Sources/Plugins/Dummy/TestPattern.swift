// SPDX-License-Identifier: GPL-3.0-or-later
public import JoomModel

/// Pixels held by Swift alone.
public final class ByteFrame: VideoFrameOwner {
    private let bytes: [UInt8]

    /// Keeps the bytes of a picture.
    public init(bytes: [UInt8]) { self.bytes = bytes }

    /// Lends the bytes for the length of the call.
    public func withBytes(_ body: (RawSpan) -> Void) {
        let bytes = bytes
        let span = bytes.span
        body(span.bytes)
    }
}

/// A plain colour with a white bar that moves to the right, so that each picture differs from the one before.
public struct TestPattern: Hashable, Sendable {
    /// Blue, green, red, 0...255.
    struct Colour: Hashable, Sendable {
        var blue: UInt8 = 0
        var green: UInt8 = 0
        var red: UInt8 = 0

        /// Reads `#rrggbb`; black when it says anything else.
        init(_ text: String) {
            guard text.utf8.count == 7, text.hasPrefix("#"), let number = UInt32(text.dropFirst(), radix: 16) else {
                return
            }
            blue = UInt8(truncatingIfNeeded: number)
            green = UInt8(truncatingIfNeeded: number >> 8)
            red = UInt8(truncatingIfNeeded: number >> 16)
        }
    }

    /// Share of the width that the bar takes and moves by, per picture: a sixteenth.
    static let steps = 16

    let colour: Colour
    let width: Int
    let height: Int
    let hasBar: Bool

    /// Describes a pattern; `colour` is `#rrggbb`, the size in px.
    public init(colour: String, width: Int, height: Int, hasBar: Bool = true) {
        self.colour = Colour(colour)
        self.hasBar = hasBar
        self.width = max(width, Self.steps)
        self.height = max(height, 1)
    }

    /// Draws the picture of that number, from 0.
    public func frame(number: Int, timestamp: Duration) -> VideoFrame {
        let barWidth = width / Self.steps
        let barStart = (number % Self.steps) * barWidth
        var row: [UInt8] = []
        row.reserveCapacity(width * 3)
        for column in 0..<width {
            let isBar = hasBar && column >= barStart && column < barStart + barWidth
            if isBar {
                row += [255, 255, 255]
            } else {
                row += [colour.red, colour.green, colour.blue]
            }
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(row.count * height)
        for _ in 0..<height { bytes += row }
        return VideoFrame(
            owner: ByteFrame(bytes: bytes),
            format: .rgb,
            width: width,
            height: height,
            stride: width * 3,
            timestamp: timestamp
        )
    }
}
