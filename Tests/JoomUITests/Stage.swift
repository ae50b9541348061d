// SPDX-License-Identifier: GPL-3.0-or-later
import CJoomGtk
import CallSession
import GLibKit
import JoomModel
import JoomWidgets
import PluginKit
import XCTest

@testable import JoomUI

/// A window on hand-made snapshots, and what it asked for.
@MainActor
final class Stage {
    final class Log {
        var intents: [Intent] = []
        var shown: [ParticipantID] = []
        var hidden: [ParticipantID] = []
    }

    let log = Log()
    let main: MainWindow

    init(width: Int = 1000, height: Int = 640) throws {
        guard Application.connectToDisplay() else { throw NoDisplay() }
        Self.style
        main = try MainWindow(
            send: { [log] in log.intents.append($0) },
            showPicture: { [log] id, pane in
                if let pane {
                    log.shown.append(id)
                    pane.sink.render(Self.picture(1))
                } else {
                    log.hidden.append(id)
                }
            }
        )
        main.form.preview.pane.sink.render(Self.picture(0))
        main.call.selfTile.pane.sink.render(Self.picture(0))
        main.window.setDefaultSize(width: width, height: height)
    }

    struct NoDisplay: Error {}

    private static let style: Void = {
        Appearance.load(icon: AppIdentity.id, usesAdwaita: g_getenv("JOOM_SHOTS_STYLE") == nil)
        if g_getenv("JOOM_SHOTS_DARK") != nil, let settings = gtk_settings_get_default() {
            GObjectRef(retaining: settings).set("gtk-application-prefer-dark-theme", true)
        }
        if g_getenv("JOOM_SHOTS_RTL") != nil { gtk_widget_set_default_direction(GTK_TEXT_DIR_RTL) }
        if g_getenv("JOOM_SHOTS_LARGE") != nil, let settings = gtk_settings_get_default() {
            // 192 dpi, in 1/1024: text of twice the size.
            GObjectRef(retaining: settings).set("gtk-xft-dpi", int: 192 * 1_024)
        }
    }()

    /// Shows the window, or another, and lets it settle.
    func present(_ window: Window? = nil, for time: Duration = .milliseconds(400)) {
        (window ?? main.window).present()
        let end = ContinuousClock.now + time
        while ContinuousClock.now < end { MainLoop.iterate() }
    }

    /// Draws the window, or another, as it is into a PNG file.
    func save(_ path: String, _ window: Window? = nil) throws {
        let widget: UnsafeMutablePointer<GtkWidget> = (window ?? main.window).ref.cast()
        let paintable = GObjectRef(taking: try XCTUnwrap(gtk_widget_paintable_new(widget)))
        let width = Double(gtk_widget_get_width(widget))
        let height = Double(gtk_widget_get_height(widget))
        var drawn: OpaquePointer?
        let end = ContinuousClock.now + .seconds(10)
        while drawn == nil, ContinuousClock.now < end {
            // Nothing is drawn before the window manager mapped the window.
            MainLoop.iterate()
            let snapshot = try XCTUnwrap(gtk_snapshot_new())
            gdk_paintable_snapshot(paintable.opaque, snapshot, width, height)
            drawn = gtk_snapshot_free_to_node(snapshot)
        }
        let node = try XCTUnwrap(drawn)
        defer { gsk_render_node_unref(node) }
        let renderer = GObjectRef(taking: try XCTUnwrap(gsk_cairo_renderer_new()))
        gsk_renderer_realize(renderer.opaque, nil, nil)
        defer { gsk_renderer_unrealize(renderer.opaque) }
        let texture = GObjectRef(taking: try XCTUnwrap(gsk_renderer_render_texture(renderer.opaque, node, nil)))
        XCTAssertNotEqual(gdk_texture_save_to_png(texture.opaque, path), 0)
    }

    private final class Pixels: VideoFrameOwner {
        let bytes: [UInt8]
        init(_ bytes: [UInt8]) { self.bytes = bytes }
        func withBytes(_ body: (RawSpan) -> Void) {
            let bytes = bytes
            body(bytes.span.bytes)
        }
    }

    /// A 320x240 picture of soft colours.
    static func picture(_ kind: Int) -> VideoFrame {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(320 * 240 * 3)
        for y in 0..<240 {
            for x in 0..<320 {
                let isFace = (x - 160) * (x - 160) + (y - 130) * (y - 130) < 4900
                let shade = UInt8(60 + y / 3)
                bytes += isFace ? [220, 170, 130] : kind == 0 ? [60, 90, shade] : [70, shade, 90]
            }
        }
        return VideoFrame(
            owner: Pixels(bytes),
            format: .rgb,
            width: 320,
            height: 240,
            stride: 960,
            timestamp: .zero
        )
    }
}

extension CallSnapshot {
    /// A snapshot with devices, in a phase.
    static func make(_ phase: Phase, people: [Participant] = []) -> CallSnapshot {
        var snapshot = CallSnapshot()
        snapshot.phase = phase
        snapshot.participants = people
        snapshot.server = ServerAddress(host: "localhost", port: 3_000, isSecure: false)
        snapshot.devices = [
            MediaDevice(
                id: DeviceID("c1"),
                name: "Integrated Camera",
                kind: .camera,
                origin: .v4l2(path: "/dev/video0"),
                isDefault: true
            ),
            MediaDevice(id: DeviceID("c2"), name: "Desk Camera", kind: .camera, origin: .v4l2(path: "/dev/video2")),
            MediaDevice(
                id: DeviceID("m1"),
                name: "Built-in Audio Analog Stereo",
                kind: .microphone,
                origin: .pulse(device: "m1"),
                isDefault: true
            ),
        ]
        snapshot.areDevicesOpen = true
        snapshot.cameraInUse = snapshot.devices.first
        snapshot.microphoneInUse = snapshot.devices.last
        snapshot.microphoneLevel = -25
        return snapshot
    }
}

extension CallSnapshot.Participant {
    /// Somebody with a picture.
    static func make(
        _ name: String,
        connection: ParticipantConnection = .connected,
        media: MediaState = MediaState(microphone: true, camera: true),
        trust: ParticipantTrust = .unknown,
        isGuest: Bool = false
    ) -> CallSnapshot.Participant {
        CallSnapshot.Participant(
            id: ParticipantID(peer: PeerID(name)),
            name: name,
            media: media,
            connection: connection,
            pictureSize: .init(width: 320, height: 240),
            trust: trust,
            isGuest: isGuest
        )
    }
}

extension RoomName {
    /// A valid one.
    static func make(_ name: String = "olive-egret-street") throws -> RoomName { try RoomName(name) }
}
