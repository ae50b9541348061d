// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import PluginKit

/// The graphs in gst-launch's language; only numbers go in, never text from outside.
enum GraphDescription {
    /// The one form of sound before the encoder and behind decoders.
    static let rawSound = "audio/x-raw,format=S16LE,rate=48000,channels=1,layout=interleaved"
    /// Drops what is not the newest: behind it nobody waits.
    static let newestOnly = "queue leaky=downstream max-size-buffers=1 max-size-bytes=0 max-size-time=0"

    /// Capture, self view and the sound's encoder; each encoder of pictures is a line of its own.
    ///
    /// Opus does not stop sending in silence (DTX): after a while it takes any steady sound for noise, and a held note or
    /// a dial tone reaches nobody. More effort than browsers make (complexity 9) gave the same sound.
    ///
    /// - Parameters:
    ///   - configuration: what to capture.
    ///   - hasVoice: whether the microphone's sound can be worked on, which needs webrtcdsp.
    /// - Returns: the graph.
    static func capture(_ configuration: LocalMediaConfiguration, hasVoice: Bool) -> String {
        let picture = PictureFormat(configuration)
        let voice = hasVoice ? "! webrtcdsp name=voice \(VoiceSettings.off)" : ""
        return """
            input-selector name=video-switch sync-streams=false drop-backwards=true
            ! input-selector name=screen-switch sync-streams=false drop-backwards=true
            ! tee name=video-raw allow-not-linked=true
            videotestsrc name=black pattern=black is-live=true
            ! \(picture.caps),framerate=5/1 ! \(picture.declared) ! video-switch.
            video-raw. ! valve name=self-view-valve drop=true drop-mode=forward-sticky-events ! \(newestOnly)
            ! \(pictureSink(name: "self-view"))

            input-selector name=audio-switch sync-streams=false
            \(voice)
            ! level name=microphone-level interval=100000000 post-messages=true
            ! volume name=echo-gate
            ! volume name=microphone-volume
            ! opusenc name=audio-encoder audio-type=voice complexity=9 bitrate=32000 frame-size=20 inband-fec=true packet-loss-percentage=10
            dtx=false perfect-timestamp=true
            ! tee name=audio-encoded allow-not-linked=true
            audiotestsrc name=silence wave=silence is-live=true samplesperbuffer=480 ! \(rawSound) ! audio-switch.
            """
    }

    /// From encoded frames to webrtcbin; the valve stays shut until the peer's certificate was checked and ICE has
    /// a path: packets made earlier would reach the wrong peer, or all at once.
    static func sending(_ format: RTPFormat) -> String {
        let payloader =
            switch (format.kind, format.codec) {
            case (.audio, _): "rtpopuspay mtu=1200"
            case (.video, .vp8): "rtpvp8pay picture-id-mode=15-bit mtu=1200"
            case (.video, .vp9): "rtpvp9pay picture-id-mode=15-bit mtu=1200"
            case (.video, .h264): "rtph264pay config-interval=-1 aggregate-mode=zero-latency mtu=1200"
            }
        // Only a peer whose network blocks fills the queue; it must not hold up the others.
        return """
            queue leaky=downstream max-size-buffers=200 max-size-bytes=0 max-size-time=0
            ! \(payloader) name=payloader pt=\(format.payloadType)
            ! capsfilter name=format ! valve name=gate drop=true drop-mode=forward-sticky-events
            """
    }

    /// From a peer's packets to pictures.
    ///
    /// - Parameter codec: what is in the packets.
    /// - Returns: the graph; nil when nothing here decodes it.
    static func receivingVideo(_ codec: VideoCodec) -> String? {
        VideoCodecs.decoder(of: codec).map { "\($0) ! \(pictureSink(name: "picture"))" }
    }

    /// From a peer's packets to sound: measured, and handed out.
    ///
    /// - Parameter levelName: what the loudness meter calls itself in messages, which has to tell peers apart.
    /// - Returns: the graph.
    static func receivingAudio(levelName: String) -> String {
        """
        rtpopusdepay ! opusdec name=decoder plc=true ! audioconvert ! audioresample ! \(rawSound)
        ! level name=\(levelName) interval=1000000000 post-messages=true ! queue
        ! appsink name=listener sync=false async=false max-buffers=50 drop=true
        """
    }

    /// From silence, 10 ms at a time, in whose place everybody's sound is put, to the speaker, which is put behind it; it goes
    /// on when that breaks.
    ///
    /// - Parameter echoProbe: the name by which the microphone's side finds what is played; nil without echo cancelling.
    /// - Returns: the graph, which begins with `silence`.
    static func playback(echoProbe: String?) -> String {
        """
        audiotestsrc name=silence wave=silence is-live=true samplesperbuffer=480 ! capsfilter caps=\(rawSound)
        \(echoProbe.map { "! webrtcechoprobe name=\($0)" } ?? "")
        ! errorignore convert-to=ok
        """
    }

    /// From raw pictures to shown ones: a `PicturePlace` makes them smaller first, which is cheaper.
    private static func pictureSink(name: String) -> String {
        """
        videoscale ! capsfilter name=\(name)-size ! videoconvert n-threads=1 ! appsink name=\(name) \
        caps=video/x-raw,format=RGB sync=false async=false processing-deadline=0 max-buffers=1 drop=true
        """
    }
}
