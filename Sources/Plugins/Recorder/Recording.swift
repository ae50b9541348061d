// SPDX-License-Identifier: GPL-3.0-or-later
import PluginKit

/// From tracks to what is to be written.
///
/// Waits for key frames, puts the frames of all tracks in order, and keeps those together that belong to one person. Pure.
struct Recording {
    /// What does not fit into a file.
    enum Limit: Error, Hashable {
        /// As many tracks as there are.
        case tracks
    }

    /// A cluster's length: what a crash may cost.
    static let clusterLength = 1_000
    /// Frames of another track may be late by as much, in ms.
    static let patience = 300

    /// Tracks of the file by those that feed them, once the first frame was seen.
    private var fed: [EncodedTrack.ID: Feed] = [:]
    private var file: MatroskaFile
    private let uid: UInt64
    /// The clock's time at the recording's start.
    private var start: Duration?
    private var blocks: [MatroskaFile.Block] = []
    private var lastTimes: [Int: Int] = [:]
    private var written = 0
    /// Frames that never came because the disk was too slow.
    private(set) var dropped = 0
    /// Frames that were taken.
    private(set) var frames = 0

    private struct Feed {
        let track: EncodedTrack
        var number: Int?
    }

    /// - Parameters:
    ///   - facts: what the file says of itself.
    ///   - uid: random; tells its tracks from those of other files.
    init(_ facts: MatroskaFile.Facts, uid: UInt64) {
        file = MatroskaFile(facts)
        self.uid = uid
    }

    /// The file before its first frame.
    var head: [UInt8] { file.head }

    /// Whether it holds only what WebM allows.
    var isWebM: Bool { file.isWebM }

    /// Takes what comes.
    ///
    /// - Parameter events: in order.
    /// - Returns: what is to be written now.
    /// - Throws: what does not fit any more.
    mutating func take(_ events: [EncodedTrackEvent]) throws(Limit) -> [MatroskaFile.Write] {
        var writes: [MatroskaFile.Write] = []
        for event in events {
            switch event {
            case .began(let track): fed[track.id] = Feed(track: track)
            case .frame(let frame, let id): writes += try take(frame, of: id)
            case .dropped(let count, _): dropped += count
            case .ended(let id): fed[id] = nil
            }
        }
        return writes + writeDue()
    }

    /// Everything that is left, and the file's end.
    mutating func finish() -> [MatroskaFile.Write] {
        let rest = blocks
        blocks = []
        return (rest.isEmpty ? [] : file.add(Self.ordered(rest))) + file.finish()
    }

    /// What makes a file whole that ends here, although more was to be written.
    func cut(at end: Int) -> [MatroskaFile.Write] { [file.cut(at: end)] }

    private mutating func take(_ frame: EncodedFrame, of id: EncodedTrack.ID) throws(Limit) -> [MatroskaFile.Write] {
        guard var feed = fed[id] else { return [] }
        var writes: [MatroskaFile.Write] = []
        if feed.number == nil {
            // What refers to pictures that are not in the file is of no use, so nothing is kept before a key frame.
            guard frame.isKeyFrame, let (number, change) = try place(feed.track, frame) else { return [] }
            feed.number = number
            fed[id] = feed
            writes = change
        }
        guard let number = feed.number else { return [] }
        let start = start ?? frame.timestamp
        self.start = start
        // Never back: what came before may be written already, and players expect order.
        let time = max(Int((frame.timestamp - start) / .milliseconds(1)), lastTimes[number] ?? 0)
        lastTimes[number] = time
        frames += 1
        let bytes = frame.format.codec == .h264 ? AVC.block(of: frame.bytes) : frame.bytes
        blocks.append(MatroskaFile.Block(track: number, time: time, isKeyFrame: frame.isKeyFrame, bytes: bytes))
        return writes
    }

    /// Finds the track for somebody's frames: theirs of before, when a connection was replaced, or a new one.
    private mutating func place(
        _ track: EncodedTrack,
        _ frame: EncodedFrame
    ) throws(Limit) -> (number: Int, writes: [MatroskaFile.Write])? {
        let busy = Set(fed.values.compactMap(\.number))
        if let (number, _) = owners.first(where: {
            $0.value == Key(track) && !busy.contains($0.key)
        }) {
            return (number, [])
        }
        let number = file.tracks.count + 1
        guard
            let entry = MatroskaTrack(
                number: number,
                uid: uid &+ UInt64(number) | 1 << 32,
                name: track.name,
                frame: frame
            )
        else { return nil }
        guard let writes = file.add(entry) else { throw .tracks }
        owners[number] = Key(track)
        return (number, writes)
    }

    /// Whose the file's tracks are.
    private var owners: [Int: Key] = [:]

    private struct Key: Hashable {
        let owner: AnyOwner
        let codec: EncodedFormat.Codec

        enum AnyOwner: Hashable {
            case own
            case peer(AddOnPeer.ID)
        }

        init(_ track: EncodedTrack) {
            codec = track.format.codec
            owner =
                switch track.owner {
                case .own: .own
                case .peer(let peer): .peer(peer.id)
                }
        }
    }

    /// What is old enough that nothing comes before it any more.
    private mutating func writeDue() -> [MatroskaFile.Write] {
        guard let newest = blocks.map(\.time).max(), newest - written >= Self.clusterLength + Self.patience else {
            return []
        }
        let limit = newest - Self.patience
        let due = blocks.filter { $0.time <= limit }
        blocks.removeAll { $0.time <= limit }
        written = limit
        return due.isEmpty ? [] : file.add(Self.ordered(due))
    }

    /// By time, and as they came where that is the same.
    private static func ordered(_ blocks: [MatroskaFile.Block]) -> [MatroskaFile.Block] {
        blocks.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }.map(\.element)
    }
}

extension EncodedTrack {
    /// Whose it is, for players' lists of tracks.
    fileprivate var name: String {
        switch owner {
        case .own(let name): name ?? "You"
        case .peer(let peer): peer.name ?? "Guest"
        }
    }
}
