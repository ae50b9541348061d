// SPDX-License-Identifier: GPL-3.0-or-later
public import JoomModel

/// Extension point: takes the encoded pictures and sound of everybody in a call, such as into a file.
///
/// It gets them when a person says so, and all others in the call are told before the first frame is taken: that is not up
/// to the sink. Nothing is encoded for it, and while none is in use it costs nothing.
public protocol EncodedTrackSink: AnyObject, Sendable {
    /// What tells it from others.
    var id: String { get }

    /// What a person who may start it reads.
    var label: EncodedTrackSinkLabel { get }

    /// How far apart a track's pictures should be that can be decoded on their own: senders are asked for one when the
    /// last is as old, and send it a moment later. Nil for as they come.
    var keyFrameInterval: Duration? { get }

    /// Takes the tracks of a call until the queue ends, because the person said so or left.
    ///
    /// Runs on no thread of the call's; waiting in it costs frames (`EncodedTrackQueue`), and no more. Whoever has to
    /// block, as for a disk, does so on a thread of their own.
    ///
    /// - Parameters:
    ///   - tracks: what comes.
    ///   - room: where.
    /// - Returns: what became of it.
    /// - Throws: why it cannot go on; the call does.
    func take(_ tracks: EncodedTrackQueue, in room: RoomName) async throws(EncodedTrackSinkFailure)
        -> EncodedTrackSinkResult
}

extension EncodedTrackSink {
    /// As they come.
    public var keyFrameInterval: Duration? { nil }
}

/// What a person reads of a sink.
public struct EncodedTrackSinkLabel: Hashable, Sendable {
    /// What starts it, such as "Record Call".
    public let start: LocalText
    /// What ends it, such as "Stop Recording".
    public let stop: LocalText

    /// Brings both together.
    public init(start: LocalText, stop: LocalText) { (self.start, self.stop) = (start, stop) }
}

/// What became of a call's tracks.
public struct EncodedTrackSinkResult: Hashable, Sendable {
    /// A sentence for the person.
    public let sentence: LocalText
    /// The file they are in; nil where they are in none.
    public let path: String?

    /// Describes a result.
    public init(sentence: LocalText, path: String? = nil) { (self.sentence, self.path) = (sentence, path) }
}

/// Why a sink takes no more.
public struct EncodedTrackSinkFailure: Error, Hashable, Sendable {
    /// A cause and a next step.
    public let sentence: LocalText
    /// The file that has what came before; nil where there is none.
    public let path: String?

    /// Describes a failure.
    public init(sentence: LocalText, path: String? = nil) { (self.sentence, self.path) = (sentence, path) }
}
