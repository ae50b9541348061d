// SPDX-License-Identifier: GPL-3.0-or-later
import GLibKit
import JoomModel
import PluginKit

/// How to open a device: a graph, and the text properties that must not be spliced into it.
struct CaptureDescription: Hashable, Sendable {
    /// In gst-launch's language; the source is called `source`.
    let graph: String
    /// Properties of `source` that come from outside.
    let properties: [String: String]
    /// The element that has to be installed.
    let element: String
}

extension CaptureDescription {
    /// Describes a camera; nil when the device is none.
    ///
    /// - Parameters:
    ///   - camera: what to open.
    ///   - format: what to make of its pictures.
    ///   - remote: the connection to PipeWire that the portal gave; without one, its cameras cannot be described.
    init?(camera: MediaDevice, format: PictureFormat, remote: OwnedDescriptor? = nil) {
        // Something that fixes the format must follow, or pipewiresrc waits for ever.
        let wanted =
            "capsfilter name=camera caps=\"video/x-raw,width=\(format.width),height=\(format.height);video/x-raw\""
        switch camera.origin {
        case .pipeWire(let node):
            element = "pipewiresrc"
            graph = "pipewiresrc name=source do-timestamp=true ! \(wanted) ! \(format.converted)"
            properties = ["target-object": node]
        case .portal(let node):
            guard let remote else { return nil }
            element = "pipewiresrc"
            graph = "pipewiresrc name=source fd=\(remote.number) do-timestamp=true ! \(wanted) ! \(format.converted)"
            properties = node.map { ["target-object": $0] } ?? [:]
        case .v4l2(let path):
            element = "v4l2src"
            graph = "v4l2src name=source ! \(wanted) ! \(format.converted)"
            properties = ["device": path]
        case .testPicture(let colour):
            element = "videotestsrc"
            // The ball is what moves; around it the sender can be told by the colour.
            graph = """
                videotestsrc name=source is-live=true pattern=ball motion=sweep
                foreground-color=\(Self.argb(colour, inverted: true)) background-color=\(Self.argb(colour))
                ! \(format.caps),framerate=\(format.frameRate)/1 ! \(format.declared)
                """
            properties = [:]
        case .pulse, .testTone:
            return nil
        }
    }

    /// Describes a screen.
    init(screen: ScreenPicture) {
        properties = [:]
        switch screen {
        case .pipeWire(let remote, let node):
            element = "pipewiresrc"
            // A screen on which nothing moves gives no pictures, but whoever comes later waits for one.
            graph = """
                pipewiresrc name=source fd=\(remote) path=\(node) do-timestamp=true always-copy=true keepalive-time=200
                ! \(PictureFormat.screen)
                """
        case .x11(let display):
            element = "ximagesrc"
            // It connects while it is linked, before any property could be set.
            let server = display.map { "display-name=:\($0)" } ?? ""
            graph = """
                ximagesrc \(server) name=source use-damage=false show-pointer=true
                ! capsfilter caps=video/x-raw,framerate=\(PictureFormat.screenRate)/1 ! \(PictureFormat.screen)
                """
        case .test:
            element = "videotestsrc"
            graph = """
                videotestsrc name=source is-live=true pattern=pinwheel
                ! capsfilter caps=video/x-raw,width=1280,height=800,framerate=\(PictureFormat.screenRate)/1
                ! \(PictureFormat.screen)
                """
        }
    }

    /// Describes a microphone; nil when the device is none.
    init?(microphone: MediaDevice) {
        let format = GraphDescription.rawSound
        switch microphone.origin {
        case .pulse(let device):
            element = "pulsesrc"
            // The session manager would give an unplugged microphone's place to the next source, which can be the
            // speaker's monitor: the others would hear themselves. Now it ends the stream, and that is an error.
            graph = """
                pulsesrc name=source provide-clock=false latency-time=10000 client-name=Joom
                stream-properties="props,node.dont-reconnect=(string)true"
                ! audioconvert ! audioresample ! capsfilter caps=\(format)
                """
            properties = ["device": device]
        case .testTone(let frequency):
            element = "audiotestsrc"
            let hertz = frequency.isFinite ? min(max(frequency, 20), 20_000) : 440
            graph = """
                audiotestsrc name=source is-live=true samplesperbuffer=480 volume=0.25 freq=\(hertz)
                ! capsfilter caps=\(format)
                """
            properties = [:]
        case .pipeWire, .portal, .v4l2, .testPicture:
            return nil
        }
    }

    /// `#rrggbb` as opaque ARGB; grey when it is not that.
    static func argb(_ colour: String, inverted: Bool = false) -> UInt32 {
        let digits = colour.hasPrefix("#") ? colour.dropFirst() : colour[...]
        let isColour = digits.utf8.count == 6 && digits.allSatisfy { $0.isHexDigit && $0.isASCII }
        let rgb = (isColour ? UInt32(digits, radix: 16) : nil) ?? 0x80_80_80
        return 0xFF00_0000 | (inverted ? ~rgb & 0xFF_FFFF : rgb)
    }
}
