// SPDX-License-Identifier: GPL-3.0-or-later
import CJoomGtk
import GLibKit
import JoomModel
import XCTest

@testable import JoomWidgets

/// Pixels in an array, counted while somebody keeps them.
private final class Pixels: VideoFrameOwner {
    let bytes: [UInt8]
    init(_ bytes: [UInt8]) { self.bytes = bytes }
    func withBytes(_ body: (RawSpan) -> Void) {
        let bytes = bytes
        body(bytes.span.bytes)
    }
}

@MainActor private final class Counter {
    var count = 0
}

final class VideoPaneTests: XCTestCase {
    /// Left half red, right half blue, `width` x 2 px.
    private static func frame(width: Int = 4, stride: Int? = nil, height: Int = 2) -> VideoFrame {
        let row = (0..<width).flatMap { $0 < width / 2 ? [255, 0, 0] : [0, 0, 255] as [UInt8] }
        let padding = [UInt8](repeating: 7, count: (stride ?? width * 3) - width * 3)
        let bytes = (0..<height).flatMap { _ in row + padding }
        return VideoFrame(
            owner: Pixels(bytes),
            format: .rgb,
            width: width,
            height: height,
            stride: stride ?? width * 3,
            timestamp: .zero
        )
    }

    @MainActor private static func iterate(until done: () -> Bool) {
        let deadline = ContinuousClock.now + .seconds(5)
        while !done(), ContinuousClock.now < deadline { MainLoop.iterate() }
    }

    /// Draws the paintable and returns the pixel in the middle of its left half, as red, green, blue.
    @MainActor private static func drawnLeft(_ pane: VideoPane) throws -> [UInt8] {
        let snapshot = try XCTUnwrap(gtk_snapshot_new())
        let paintable = try XCTUnwrap(gtk_picture_get_paintable(pane.ref.opaque))
        gdk_paintable_snapshot(paintable, snapshot, 40, 20)
        let node = try XCTUnwrap(gtk_snapshot_free_to_node(snapshot))
        defer { gsk_render_node_unref(node) }
        let renderer = GObjectRef(taking: try XCTUnwrap(gsk_cairo_renderer_new()))
        gsk_renderer_realize(renderer.opaque, nil, nil)
        defer { gsk_renderer_unrealize(renderer.opaque) }
        var viewport = graphene_rect_t(origin: .init(x: 0, y: 0), size: .init(width: 40, height: 20))
        let texture = GObjectRef(taking: try XCTUnwrap(gsk_renderer_render_texture(renderer.opaque, node, &viewport)))
        var bytes = [UInt8](repeating: 0, count: 40 * 20 * 4)
        gdk_texture_download(texture.opaque, &bytes, 160)
        let pixel = 10 * 160 + 10 * 4
        return [bytes[pixel + 2], bytes[pixel + 1], bytes[pixel]]
    }

    override func setUpWithError() throws {
        let hasDisplay = MainActor.assumeIsolated { Application.connectToDisplay() }
        XCTAssertTrue(hasDisplay, "run the tests inside a private session with DISPLAY set")
    }

    func testPaneShowsTheFramesPixels() throws {
        try MainActor.assumeIsolated {
            let pane = VideoPane(fit: .contain)
            XCTAssertFalse(pane.hasPicture)
            pane.sink.render(Self.frame())
            Self.iterate { pane.hasPicture }
            XCTAssertEqual(try Self.drawnLeft(pane), [255, 0, 0])
        }
    }

    func testRowsMayBeLongerThanTheirPixels() throws {
        try MainActor.assumeIsolated {
            let pane = VideoPane(fit: .contain)
            pane.sink.render(Self.frame(stride: 24))
            Self.iterate { pane.hasPicture }
            XCTAssertEqual(try Self.drawnLeft(pane), [255, 0, 0])
        }
    }

    func testMirrorSwapsLeftAndRight() throws {
        try MainActor.assumeIsolated {
            let pane = VideoPane(fit: .contain, isMirrored: true)
            pane.sink.render(Self.frame())
            Self.iterate { pane.hasPicture }
            XCTAssertEqual(try Self.drawnLeft(pane), [0, 0, 255])
        }
    }

    func testOnlyTheNewestFrameIsShownAndTheOthersAreGivenBack() throws {
        MainActor.assumeIsolated {
            let pane = VideoPane(fit: .contain)
            var sizes: [Int] = []
            pane.onPicture { width, _ in sizes.append(width) }
            let sink = pane.sink
            weak var first: AnyObject?
            do {
                let old = Self.frame(width: 8)
                first = old.owner
                sink.render(old)
            }
            sink.render(Self.frame(width: 6))
            Self.iterate { !sizes.isEmpty }
            XCTAssertEqual(sizes, [6])
            XCTAssertNil(first)
        }
    }

    func testPixelsLiveAsLongAsTheyAreShown() throws {
        MainActor.assumeIsolated {
            let pane = VideoPane(fit: .contain)
            weak var shown: AnyObject?
            do {
                let frame = Self.frame()
                shown = frame.owner
                pane.sink.render(frame)
            }
            Self.iterate { pane.hasPicture }
            XCTAssertNotNil(shown)
            pane.clear()
            XCTAssertNil(shown)
            XCTAssertFalse(pane.hasPicture)
        }
    }

    func testOfPicturesThatNobodySeesFewAreAskedFor() throws {
        try MainActor.assumeIsolated {
            let pane = VideoPane(fit: .contain)
            let (sink, taken) = (pane.sink, Counter())
            pane.onPicture { _, _ in taken.count += 1 }
            let show: @MainActor () -> Void = {
                let before = taken.count
                sink.render(Self.frame())
                Self.iterate { taken.count > before }
            }
            for _ in 1..<VideoPane.blindness { show() }
            XCTAssertTrue(sink.isWatching)
            show()
            XCTAssertFalse(sink.isWatching)
            Thread.sleep(forTimeInterval: 0.3)
            XCTAssertTrue(sink.isWatching, "one in a while finds out whether somebody sees it")
            show()
            XCTAssertFalse(sink.isWatching)
            _ = try Self.drawnLeft(pane)
            show()
            XCTAssertTrue(sink.isWatching)
        }
    }

    func testPicturesWaitForThoseOfAPaneThatIsAccompanied() throws {
        MainActor.assumeIsolated {
            let (leader, pane) = (VideoPane(fit: .contain), VideoPane(fit: .contain))
            var shown: [String] = []
            leader.onPicture { width, _ in shown.append("leader \(width)") }
            pane.onPicture { width, _ in shown.append("pane \(width)") }
            pane.accompany(leader)
            // Nobody is waited for who shows nothing.
            pane.sink.render(Self.frame(width: 4))
            Self.iterate { !shown.isEmpty }
            leader.sink.render(Self.frame(width: 6))
            Self.iterate { shown.count == 2 }
            pane.sink.render(Self.frame(width: 8))
            for _ in 0..<20 { MainLoop.iterate() }
            XCTAssertEqual(shown, ["pane 4", "leader 6"])
            leader.sink.render(Self.frame(width: 10))
            Self.iterate { shown.count == 4 }
            XCTAssertEqual(shown, ["pane 4", "leader 6", "leader 10", "pane 8"])
        }
    }

    func testAPaneIsNotWaitedForThatStopped() throws {
        MainActor.assumeIsolated {
            let (leader, pane) = (VideoPane(fit: .contain), VideoPane(fit: .contain))
            pane.accompany(leader)
            leader.sink.render(Self.frame())
            Self.iterate { leader.hasPicture }
            let start = ContinuousClock.now
            Self.iterate { ContinuousClock.now - start > .milliseconds(60) }
            pane.sink.render(Self.frame())
            Self.iterate { pane.hasPicture }
            XCTAssertTrue(pane.hasPicture)
        }
    }

    func testClearedPaneDoesNotListenToItsOldSink() throws {
        MainActor.assumeIsolated {
            let pane = VideoPane(fit: .contain)
            let old = pane.sink
            pane.clear()
            old.render(Self.frame())
            pane.sink.render(Self.frame(width: 6))
            Self.iterate { pane.hasPicture }
            old.render(Self.frame(width: 8))
            for _ in 0..<50 { MainLoop.iterate() }
            XCTAssertEqual(gdk_paintable_get_intrinsic_aspect_ratio(gtk_picture_get_paintable(pane.ref.opaque)), 3)
        }
    }

    func testFramesThatDoNotAddUpAreDropped() {
        MainActor.assumeIsolated {
            let good = Self.frame()
            let bad: [VideoFrame] = [
                VideoFrame(owner: good.owner, format: .rgb, width: 4, height: 3, stride: 12, timestamp: .zero),
                VideoFrame(owner: good.owner, format: .rgb, width: 4, height: 2, stride: 9, timestamp: .zero),
                VideoFrame(owner: good.owner, format: .rgb, width: 0, height: 2, stride: 12, timestamp: .zero),
                VideoFrame(owner: good.owner, format: .rgb, width: .max, height: 2, stride: 12, timestamp: .zero),
                VideoFrame(owner: good.owner, format: .rgb, width: 4, height: .max, stride: 12, timestamp: .zero),
            ]
            for frame in bad { XCTAssertNil(VideoTexture.make(frame)) }
            XCTAssertNotNil(VideoTexture.make(good))
        }
    }
}
