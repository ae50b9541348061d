// SPDX-License-Identifier: GPL-3.0-or-later
public import PluginKit

/// The GStreamer elements that a call needs, and the Debian packages they come in.
public enum MediaRequirements {
    /// What is not installed, in one check for the start of a program; empty when calls can be made.
    ///
    /// - Returns: a `MediaError.missingElement` for each element, or one `.engine` when GStreamer itself is unusable.
    public static func missing() -> [MediaError] {
        do {
            try GStreamerLibrary.load()
        } catch {
            return [error]
        }
        return required.keys.sorted().filter { !GStreamerLibrary.hasElement($0) }.map(missing(element:))
    }

    /// What is not installed of that which some devices need, and without which calls are poorer.
    ///
    /// - Returns: a `MediaError.missingElement` for each element; empty when GStreamer itself is unusable.
    public static func missingOptional() -> [MediaError] {
        guard (try? GStreamerLibrary.load()) != nil else { return [] }
        return optional.keys.sorted().filter { !GStreamerLibrary.hasElement($0) }.map(missing(element:))
    }

    /// Whether an element is missing that only H.264 needs.
    public static func isForH264(_ error: MediaError) -> Bool {
        guard case .missingElement(let name, _) = error else { return false }
        return name.contains("264")
    }

    /// The error for an element that is not there.
    static func missing(element: String) -> MediaError {
        .missingElement(name: element, package: required[element] ?? optional[element] ?? "gstreamer1.0-plugins-base")
    }

    /// Fails for the first element that is not there.
    static func check(_ elements: some Sequence<String>) throws(MediaError) {
        try GStreamerLibrary.load()
        for element in elements where !GStreamerLibrary.hasElement(element) {
            throw missing(element: element)
        }
    }

    /// Without these there is no call.
    static let required: [String: String] = [
        "webrtcbin": "gstreamer1.0-plugins-bad",
        "dtlsdec": "gstreamer1.0-plugins-bad",
        "capssetter": "gstreamer1.0-plugins-good",
        "srtpenc": "gstreamer1.0-plugins-bad",
        "sctpenc": "gstreamer1.0-plugins-bad",
        "nicesrc": "gstreamer1.0-nice",
        "rtpbin": "gstreamer1.0-plugins-good",
        "rtpvp8pay": "gstreamer1.0-plugins-good",
        "rtpopuspay": "gstreamer1.0-plugins-good",
        "vp8enc": "gstreamer1.0-plugins-good",
        "vp8dec": "gstreamer1.0-plugins-good",
        "level": "gstreamer1.0-plugins-good",
        "opusenc": "gstreamer1.0-plugins-base",
        "opusdec": "gstreamer1.0-plugins-base",
        "volume": "gstreamer1.0-plugins-base",
        "errorignore": "gstreamer1.0-plugins-bad",
        "videoconvert": "gstreamer1.0-plugins-base",
        "videoscale": "gstreamer1.0-plugins-base",
        "videorate": "gstreamer1.0-plugins-base",
        "videotestsrc": "gstreamer1.0-plugins-base",
        "audioconvert": "gstreamer1.0-plugins-base",
        "audioresample": "gstreamer1.0-plugins-base",
        "audiotestsrc": "gstreamer1.0-plugins-base",
        "appsink": "gstreamer1.0-plugins-base",
    ]

    /// These open devices, play the test sound and speak other codecs; each is asked for when it is needed.
    static let optional: [String: String] = [
        "pipewiresrc": "gstreamer1.0-pipewire",
        "v4l2src": "gstreamer1.0-plugins-good",
        "pulsesrc": "gstreamer1.0-plugins-good",
        "pulsesink": "gstreamer1.0-plugins-good",
        "appsrc": "gstreamer1.0-plugins-base",
        "webrtcdsp": "gstreamer1.0-plugins-bad",
        "vp9enc": "gstreamer1.0-plugins-good",
        "rtph264pay": "gstreamer1.0-plugins-good",
        "h264parse": "gstreamer1.0-plugins-bad",
        "x264enc": "gstreamer1.0-plugins-ugly",
        "avdec_h264": "gstreamer1.0-libav",
    ]
}
