// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import PluginKit

/// The one form of picture before the encoder.
///
/// Every source brings its pictures into this form *before* the switch. While it turns, a picture of the old source can
/// pass behind the new one's format, and an encoder that is told another size than it gets reads what is not there.
struct PictureFormat: Hashable, Sendable {
    /// In px.
    let width: Int
    /// In px.
    let height: Int
    /// Pictures per second, at the most.
    let frameRate: Int
    /// Whether what is written in it has to be read, so that it is better seldom than small.
    let isDetailed: Bool

    init(_ configuration: LocalMediaConfiguration) {
        width = min(max(configuration.width, 16), 4_096)
        height = min(max(configuration.height, 16), 4_096)
        frameRate = min(max(configuration.frameRate, 1), 120)
        isDetailed = false
    }

    /// A screen's, which keeps its size.
    init(screen size: VideoSize) {
        (width, height) = (min(max(size.width, 16), 4_096), min(max(size.height, 16), 4_096))
        (frameRate, isDetailed) = (Self.screenRate, true)
    }

    /// What the pixels are, as caps; browsers take VP8 for BT.601.
    var caps: String {
        "video/x-raw,format=I420,width=\(width),height=\(height),pixel-aspect-ratio=1/1,colorimetry=bt601"
    }

    /// Says the same of every source, whatever its rate: a change of format would start the encoder anew.
    var declared: String {
        "capssetter replace=true caps=\(caps),framerate=\(frameRate)/1,interlace-mode=progressive"
    }

    /// Brings any raw picture into this form.
    var converted: String {
        """
        videoconvert n-threads=1 ! videoscale add-borders=true
        ! videorate drop-only=true max-rate=\(frameRate) ! capsfilter caps=\(caps) ! \(declared)
        """
    }

    /// How often a screen is looked at, in a second.
    static let screenRate = 15

    /// Brings a screen into the one form, as large as it is up to 1920x1080 and in its own proportions.
    static var screen: String {
        """
        videoconvert n-threads=1 ! videoscale add-borders=true ! videorate drop-only=true max-rate=\(screenRate)
        ! capsfilter caps="video/x-raw,format=I420,width=[16,1920],height=[16,1080],pixel-aspect-ratio=1/1,\
        colorimetry=bt601"
        ! capssetter caps=video/x-raw,framerate=\(screenRate)/1,interlace-mode=progressive
        """
    }

    /// Brings what an effect made of it back into this form, at the rate that it came.
    var restored: String {
        "videoconvert n-threads=1 ! videoscale add-borders=true ! capsfilter caps=\(caps) ! \(declared)"
    }

    /// What the encoder is told before anything is known of the network, in bit/s.
    var startBitrate: Int { min(300_000, maximumBitrate) }

    /// What more would not be seen, in bit/s: 1.7 Mbit/s for 640x480, and 2.2 for 1280x720.
    var maximumBitrate: Int {
        let root = (Double(width * height) / Double(640 * 480)).squareRoot()
        return Int(1_700_000 * min(max(min(root, root.squareRoot()), 0.2), 2.5))
    }

    /// A size in front of an encoder or a place where it is shown, as caps; pixels are squares whatever rounding did to the proportions.
    static func caps(width: Int, height: Int) -> String {
        "video/x-raw,width=\(width),height=\(height),pixel-aspect-ratio=1/1"
    }
}
