// SPDX-License-Identifier: GPL-3.0-or-later
import PluginKit

/// From raw pictures to encoded ones of one codec, for all peers that take it.
///
///     valve -> newest picture -> ladder's size -> encoder -> tee
@MediaActor
final class VideoLine {
    /// What the encoder gives, for each peer to packetise.
    let output: Element
    /// How large, how often and how well pictures are encoded.
    let control: EncoderControl

    private let valve: Element
    private let keyFrames: KeyFrames
    private var users = 0

    /// Builds the line and links it to the raw pictures; it runs when the pipeline does.
    ///
    /// - Parameters:
    ///   - encoder: what it is to be built around.
    ///   - format: of the raw pictures.
    ///   - root: the pipeline.
    /// - Throws: an element that is missing or does not fit.
    init(_ encoder: VideoEncoder, format: PictureFormat, root: Element) throws(MediaError) {
        let name = encoder.codec.rtpName
        let bin = try Element(
            bin: """
                valve name=valve drop-mode=forward-sticky-events ! \(GraphDescription.newestOnly) ! videoscale
                ! capsfilter name=size caps-change-mode=delayed
                caps=\(PictureFormat.caps(width: format.width, height: format.height))
                ! \(encoder.description(bitrate: format.startBitrate))
                """,
            name: "video-line-\(name)"
        )
        valve = try bin.child("valve")
        let element = try bin.child("encoder")
        output = try Element("tee", name: "video-encoded-\(name)")
        output.object.set("allow-not-linked", true)
        keyFrames = try KeyFrames(encoder: element)
        // webrtcbin holds packets back until the slowest source could have made them, and the black picture takes 200 ms
        // for each: what was encoded is sent at once.
        try element.pad("src").hideLatency()
        control = try EncoderControl(format, encoder: encoder, element: element, size: try bin.child("size"))
        try root.add(bin)
        try root.add(output)
        try bin.pad("src").link(to: try output.pad("sink"))
        try output.followParent()
        try bin.followParent()
        try root.child("video-raw").requestPad("src_%u").link(to: try bin.pad("sink"))
    }

    /// Whether anybody takes what it makes.
    var isUsed: Bool { users > 0 }

    /// Counts one more who takes what it makes.
    func retain() { users += 1 }

    /// Counts one less.
    func release() { users -= 1 }

    /// Encodes, or rests.
    func setOpen(_ isOpen: Bool) { valve.object.set("drop", !isOpen) }

    /// Makes the next picture one that can be decoded on its own.
    func requestKeyFrame() { keyFrames.request() }
}
