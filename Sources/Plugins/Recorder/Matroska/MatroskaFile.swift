// SPDX-License-Identifier: GPL-3.0-or-later
import PluginKit

/// A file of Matroska (RFC 9559), or WebM where that allows its codecs, that can be played whenever writing it ends.
///
/// The tracks have room to grow in front of everything, so that who comes later gets one too; what was written is never
/// moved. Pure: it says what is to be written.
///
///     EBML header | segment: places, facts, tracks, room for more tracks, cluster, cluster, … , index
struct MatroskaFile {
    /// Something to write.
    enum Write: Hashable {
        /// At the end.
        case append([UInt8])
        /// Over what is there.
        case patch(at: Int, [UInt8])
    }

    /// A frame of a track.
    struct Block: Hashable {
        let track: Int
        /// Since the recording's start, in ms.
        var time: Int
        let isKeyFrame: Bool
        let bytes: [UInt8]
    }

    /// What a file says of itself.
    struct Facts: Hashable {
        let title: String
        let application: String
        /// When it began, in ns since 2001-01-01 00:00 UTC.
        let date: Int64
    }

    /// Bytes for all tracks together: some hundreds of them.
    static let roomForTracks = 1 << 16

    private static let headerSize = 64
    private static let placesSize = 96
    private static let start = headerSize + 12

    private(set) var tracks: [MatroskaTrack] = []
    private let facts: Facts
    private var end: Int
    private var lastTime = 0
    private var cues: [Cue] = []
    private var lastCues: [Int: Int] = [:]

    private struct Cue {
        let time: Int
        let track: Int
        /// From the segment's start.
        let position: Int
    }

    init(_ facts: Facts) {
        self.facts = facts
        end = Self.start + Self.placesSize + Self.factsElement(facts, duration: 0).count + Self.roomForTracks
    }

    /// Whether a codec is in it that WebM does not allow.
    var isWebM: Bool { !tracks.contains { $0.codec == .h264 } }

    /// The file before its first frame.
    var head: [UInt8] {
        var file = EBML()
        file.append(header)
        file.append(MatroskaID.segment.bytes)
        // Of a length that is not known, until it ends.
        file.append([0x01] + Array(repeating: 0xFF, count: 7))
        file.append(places(index: nil))
        file.append(Self.factsElement(facts, duration: 0))
        file.append(trackList)
        file.void(Self.roomForTracks - trackList.count)
        return file.bytes
    }

    /// Adds a track; nil when there is no room for it.
    mutating func add(_ track: MatroskaTrack) -> [Write]? {
        let wasWebM = isWebM
        tracks.append(track)
        var list = EBML()
        list.append(trackList)
        guard list.bytes.count + 9 <= Self.roomForTracks else {
            tracks.removeLast()
            return nil
        }
        // Of the room that is left only its head changes.
        let left = Self.roomForTracks - list.bytes.count
        list.append(MatroskaID.void.bytes + EBML.length(left - 9, size: 8))
        let place = Self.start + Self.placesSize + Self.factsElement(facts, duration: 0).count
        return [.patch(at: place, list.bytes)] + (wasWebM != isWebM ? [.patch(at: 0, header)] : [])
    }

    /// Adds frames in the order of their times.
    mutating func add(_ blocks: [Block]) -> [Write] {
        var writes: [Write] = []
        var rest = blocks[...]
        while let first = rest.first {
            // Blocks count from their cluster in 16 bits, and players read one cluster at a time.
            let part = rest.prefix { $0.time - first.time <= 5_000 }
            rest = rest.dropFirst(part.count)
            writes.append(.append(cluster(Array(part), at: first.time)))
        }
        let duration = EBML.bigEndian(Double(lastTime).bitPattern, count: 8)
        let place = Self.start + Self.placesSize + Self.factsElement(facts, duration: 0).count - 8
        return writes + [.patch(at: place, duration)]
    }

    /// The length of a file that ends here, although more was to be written.
    func cut(at end: Int) -> Write { .patch(at: Self.headerSize + 4, EBML.length(end - Self.start, size: 8)) }

    /// The index, and what says where it is.
    mutating func finish() -> [Write] {
        guard !cues.isEmpty else { return [cut(at: end)] }
        let position = end - Self.start
        var file = EBML()
        file.group(.cues) { list in
            for cue in cues {
                list.group(.cuePoint) { point in
                    point.number(.cueTime, UInt64(cue.time))
                    point.group(.cueTrackPositions) { place in
                        place.number(.cueTrack, UInt64(cue.track))
                        place.number(.cueClusterPosition, UInt64(cue.position))
                    }
                }
            }
        }
        end += file.bytes.count
        return [
            .append(file.bytes),
            .patch(at: Self.start, places(index: position)),
            cut(at: end),
        ]
    }
}

// MARK: - Parts

extension MatroskaFile {
    private var header: [UInt8] {
        var inner = EBML()
        inner.number(.ebmlVersion, 1)
        inner.number(.ebmlReadVersion, 1)
        inner.number(.ebmlMaxIDLength, 4)
        inner.number(.ebmlMaxSizeLength, 8)
        inner.text(.docType, isWebM ? "webm" : "matroska")
        inner.number(.docTypeVersion, 4)
        inner.number(.docTypeReadVersion, 2)
        // Either name fits into the same room.
        inner.void(Self.headerSize - 5 - inner.bytes.count)
        var whole = EBML()
        whole.element(.ebml, inner.bytes)
        return whole.bytes
    }

    /// Where in the segment its parts are.
    private func places(index: Int?) -> [UInt8] {
        let facts = Self.factsElement(facts, duration: 0).count
        var parts: [(MatroskaID, Int)] = [(.info, Self.placesSize), (.tracks, Self.placesSize + facts)]
        if let index { parts.append((.cues, index)) }
        var whole = EBML()
        whole.group(.seekHead) { list in
            for (id, position) in parts {
                list.group(.seek) { seek in
                    seek.element(.seekID, id.bytes)
                    seek.element(.seekPosition, EBML.bigEndian(UInt64(position), count: 8))
                }
            }
        }
        whole.void(Self.placesSize - whole.bytes.count)
        return whole.bytes
    }

    /// The duration, in ms, stands last, so that it can be written over.
    private static func factsElement(_ facts: Facts, duration: Double) -> [UInt8] {
        var whole = EBML()
        whole.group(.info) { info in
            info.number(.timestampScale, 1_000_000)
            info.text(.title, facts.title)
            info.text(.muxingApp, facts.application)
            info.text(.writingApp, facts.application)
            info.element(.dateUTC, EBML.bigEndian(UInt64(bitPattern: facts.date), count: 8))
            info.number(.duration, double: duration)
        }
        return whole.bytes
    }

    private var trackList: [UInt8] {
        var whole = EBML()
        whole.group(.tracks) { list in for track in tracks { track.write(to: &list) } }
        return whole.bytes
    }

    private mutating func cluster(_ blocks: [Block], at time: Int) -> [UInt8] {
        var whole = EBML()
        whole.group(.cluster) { cluster in
            cluster.number(.timestamp, UInt64(time))
            for block in blocks {
                let relative = EBML.bigEndian(UInt64(bitPattern: Int64(block.time - time)), count: 2)
                let flags: UInt8 = block.isKeyFrame ? 0x80 : 0
                cluster.element(.simpleBlock, EBML.length(block.track) + relative + [flags] + block.bytes)
            }
        }
        for block in blocks { note(block) }
        end += whole.bytes.count
        return whole.bytes
    }

    /// Remembers where a player can begin: at pictures that can be decoded on their own, and every five seconds of sound.
    private mutating func note(_ block: Block) {
        lastTime = max(lastTime, block.time)
        let isPicture = tracks.contains { $0.number == block.track && $0.codec.kind == .video }
        guard block.isKeyFrame, isPicture || block.time >= (lastCues[block.track] ?? -5_000) + 5_000 else { return }
        lastCues[block.track] = block.time
        cues.append(Cue(time: block.time, track: block.track, position: end - Self.start))
    }
}
