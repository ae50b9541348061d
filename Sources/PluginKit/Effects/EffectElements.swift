// SPDX-License-Identifier: GPL-3.0-or-later

/// The filters that every effect may use: none of them reads or writes files, speaks to a network, makes pictures or
/// sound of its own, or keeps some of it back.
public enum EffectElements {
    /// Their Debian packages, by GStreamer's name.
    public static func packages(_ kind: Effect.Kind) -> [String: String] {
        switch kind {
        case .video: video
        case .audio: audio
        }
    }

    /// What a filter's property may be, where GStreamer itself would take what stops a call; nil everywhere else.
    ///
    /// That is work that grows with the square of a number, memory for hours of echo, or ten pieces of sound out of one.
    static func limit(of factory: String, _ property: String) -> ClosedRange<Double>? {
        switch (factory, property) {
        case ("smooth", "filter-size"): 0...8
        case ("audioecho", "delay"), ("audioecho", "max-delay"): 1...2_000_000_000
        case ("pitch", "rate"), ("pitch", "tempo"), ("pitch", "output-rate"): 1...1
        default: nil
        }
    }

    private static let video = catalogue([
        ("gstreamer1.0-plugins-base", ["gamma", "videobalance", "videoconvert", "videoscale"]),
        (
            "gstreamer1.0-plugins-good",
            [
                "agingtv", "dicetv", "edgetv", "optv", "quarktv", "radioactv", "revtv", "rippletv",
                "shagadelictv", "smooth", "streaktv", "vertigotv", "videobox", "videocrop", "videoflip",
                "videomedian", "warptv",
            ]
        ),
        (
            "gstreamer1.0-plugins-bad",
            [
                "bulge", "burn", "chromahold", "chromium", "circle", "coloreffects", "diffuse", "dilate", "dodge",
                "exclusion", "fisheye", "gaussianblur", "kaleidoscope", "marble", "mirror", "perspective", "pinch",
                "rotate", "solarize", "sphere", "square", "stretch", "tunnel", "twirl", "waterripple", "zebrastripe",
            ]
        ),
    ])

    private static let audio = catalogue([
        ("gstreamer1.0-plugins-base", ["audioconvert", "audioresample", "volume"]),
        (
            "gstreamer1.0-plugins-good",
            [
                "audioamplify", "audiochebband", "audiocheblimit", "audiodynamic", "audioecho", "audioinvert",
                "audiokaraoke", "audiowsincband", "audiowsinclimit", "equalizer-10bands", "equalizer-3bands",
            ]
        ),
        ("gstreamer1.0-plugins-bad", ["freeverb", "pitch"]),
    ])

    private static func catalogue(_ lists: [(package: String, elements: [String])]) -> [String: String] {
        var packages: [String: String] = [:]
        for (package, elements) in lists {
            for element in elements { packages[element] = package }
        }
        return packages
    }
}

extension ClosedRange<Double> {
    /// Such as `within 0..8`.
    var words: String {
        let (low, high) = (Int(lowerBound), Int(upperBound))
        return low == high ? "\(low)" : "within \(low)..\(high)"
    }
}
