// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import PluginKit

/// What is encoded here, for who keeps it.
extension CallGraph {
    /// Hands out our own encoded frames; nothing is encoded for it that peers do not get.
    func setFrameSink(_ sink: (any EncodedFrameSink)?) {
        frameSink = sink
        taps = [:]
        if let sink, let sound = try? encodedAudio.pad("sink") { taps[.audio] = (encodedAudio.name, sound.tap(sink)) }
        followUsedLine()
    }

    /// Of the lines, the one that peers are sent pictures of; where they take different ones VP8's.
    func followUsedLine() {
        guard let frameSink else { return }
        let line = usedLine
        guard taps[.video]?.source != line.output.name, let pictures = try? line.output.pad("sink") else { return }
        taps[.video] = (line.output.name, pictures.tap(frameSink))
        // It begins with a picture that can be decoded on its own.
        line.requestKeyFrame()
    }

    /// Makes the next picture that the sink gets one that can be decoded on its own; other lines go on as they are.
    func requestKeyFrameForSink() {
        if frameSink != nil { usedLine.requestKeyFrame() }
    }

    private var usedLine: VideoLine {
        VideoCodec.allCases.lazy.compactMap { self.lines[$0] }.first(where: \.isUsed) ?? mainLine
    }
}
