// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import PluginKit
import Testing

@testable import Recorder

/// What is in the file, at every moment of a recording.
struct RecordingTests {
    private static let ada = AddOnPeer(id: PeerID("a"), name: "Ada")
    private static let vp8 = EncodedFormat(.vp8, caps: "video/x-vp8", size: VideoSize(width: 640, height: 480))
    private static let opus = EncodedFormat(.opus, caps: "audio/x-opus", channels: 1)
    private static let h264 = EncodedFormat(.h264, caps: "video/x-h264", size: VideoSize(width: 320, height: 240))

    private static func track(_ number: Int, _ owner: EncodedTrack.Owner, _ format: EncodedFormat) -> EncodedTrack {
        EncodedTrack(id: EncodedTrack.ID(number), owner: owner, format: format)
    }

    private static func frame(_ format: EncodedFormat, at time: Int, isKey: Bool = true, _ bytes: [UInt8] = [7])
        -> EncodedFrame
    {
        EncodedFrame(format: format, bytes: bytes, timestamp: .milliseconds(time), isKeyFrame: isKey)
    }

    private static func recording() -> (Recording, [UInt8]) {
        let recording = Recording(MatroskaFile.Facts(title: "Joom room", application: "Joom", date: 5), uid: 9)
        return (recording, recording.head)
    }

    private struct Block: Equatable {
        let track: Int
        let time: Int
        let isKey: Bool
    }

    private static func segment(_ disk: [UInt8]) throws -> Element {
        try #require(Element.parse(disk).first { $0.id == MatroskaID.segment.rawValue })
    }

    private static func blocks(_ disk: [UInt8]) throws -> [Block] {
        try segment(disk).all(.cluster).flatMap { cluster in
            let base = Int(cluster.child(.timestamp)?.number ?? 0)
            return cluster.all(.simpleBlock).map { block in
                let relative = Int16(bitPattern: UInt16(block.content[1]) << 8 | UInt16(block.content[2]))
                return Block(
                    track: Int(block.content[0] & 0x7F),
                    time: base + Int(relative),
                    isKey: block.content[3] & 0x80 != 0
                )
            }
        }
    }

    @Test func aFileIsWholeBeforeItsFirstFrame() throws {
        let (_, disk) = Self.recording()
        let parts = Element.parse(disk)
        #expect(parts.map(\.id) == [MatroskaID.ebml.rawValue, MatroskaID.segment.rawValue])
        #expect(parts[0].child(.docType)?.text == "webm")
        #expect(
            try Self.segment(disk).children.map(\.id).suffix(2) == [
                MatroskaID.tracks.rawValue, MatroskaID.void.rawValue,
            ]
        )
    }

    @Test func framesStandInOrderFromTheFirstKeyFrameOn() throws {
        var (recording, disk) = Self.recording()
        disk.write(
            try recording.take([
                .began(Self.track(1, .own(name: "Bob"), Self.vp8)),
                .frame(Self.frame(Self.vp8, at: 10_000, isKey: false), of: EncodedTrack.ID(1)),
                .began(Self.track(2, .peer(Self.ada), Self.opus)),
                .frame(Self.frame(Self.opus, at: 10_020), of: EncodedTrack.ID(2)),
                .frame(Self.frame(Self.vp8, at: 10_060), of: EncodedTrack.ID(1)),
                .frame(Self.frame(Self.opus, at: 10_040), of: EncodedTrack.ID(2)),
                .frame(Self.frame(Self.vp8, at: 10_100, isKey: false), of: EncodedTrack.ID(1)),
            ])
        )
        disk.write(recording.finish())
        // The sound came first, so it is track 1 and time 0.
        #expect(
            try Self.blocks(disk) == [
                Block(track: 1, time: 0, isKey: true), Block(track: 1, time: 20, isKey: true),
                Block(track: 2, time: 40, isKey: true), Block(track: 2, time: 80, isKey: false),
            ]
        )
        let tracks = try #require(try Self.segment(disk).child(.tracks)).all(.trackEntry)
        #expect(tracks.map { $0.child(.name)?.text } == ["Ada", "Bob"])
        #expect(tracks.map { $0.child(.codecID)?.text } == ["A_OPUS", "V_VP8"])
        #expect(tracks[1].child(.video)?.child(.pixelWidth)?.number == 640)
        #expect(tracks[0].child(.codecPrivate)?.content.count == 19)
        #expect(try Self.segment(disk).child(.info)?.child(.duration)?.double == 80)
    }

    @Test func afterEverySecondTheDiskHoldsAllButTheLastMoments() throws {
        var (recording, disk) = Self.recording()
        disk.write(try recording.take([.began(Self.track(1, .own(name: nil), Self.opus))]))
        for time in stride(from: 0, through: 10_000, by: 20) {
            disk.write(try recording.take([.frame(Self.frame(Self.opus, at: time), of: EncodedTrack.ID(1))]))
            let last = try Self.blocks(disk).last?.time ?? 0
            #expect(time - last <= Recording.clusterLength + 2 * Recording.patience)
            #expect(try Self.segment(disk).child(.info)?.child(.duration)?.double == Double(last))
        }
    }

    @Test func whoComesLaterGetsATrackOfTheSameFile() throws {
        var (recording, disk) = Self.recording()
        disk.write(
            try recording.take([
                .began(Self.track(1, .own(name: nil), Self.opus)),
                .frame(Self.frame(Self.opus, at: 0), of: EncodedTrack.ID(1)),
                .frame(Self.frame(Self.opus, at: 5_000), of: EncodedTrack.ID(1)),
            ])
        )
        let early = try Self.blocks(disk)
        disk.write(
            try recording.take([
                .began(Self.track(2, .peer(Self.ada), Self.vp8)),
                .frame(Self.frame(Self.vp8, at: 6_000), of: EncodedTrack.ID(2)),
                .frame(Self.frame(Self.vp8, at: 9_000, isKey: false), of: EncodedTrack.ID(2)),
            ])
        )
        #expect(try Self.segment(disk).child(.tracks)?.all(.trackEntry).count == 2)
        #expect(try Self.blocks(disk).prefix(early.count) == early[...])
        disk.write(recording.finish())
        #expect(try Self.blocks(disk).filter { $0.track == 2 }.map(\.time) == [6_000, 9_000])
    }

    @Test func aConnectionThatIsReplacedGoesOnInItsTrack() throws {
        var (recording, disk) = Self.recording()
        disk.write(
            try recording.take([
                .began(Self.track(1, .peer(Self.ada), Self.vp8)),
                .frame(Self.frame(Self.vp8, at: 1_000), of: EncodedTrack.ID(1)),
                .frame(Self.frame(Self.vp8, at: 2_000, isKey: false), of: EncodedTrack.ID(1)),
                .ended(EncodedTrack.ID(1)),
                .began(Self.track(2, .peer(Self.ada), Self.vp8)),
                // What arrived on the new path meanwhile may be a little older.
                .frame(Self.frame(Self.vp8, at: 1_900, isKey: false), of: EncodedTrack.ID(2)),
                .frame(Self.frame(Self.vp8, at: 1_950), of: EncodedTrack.ID(2)),
                .frame(Self.frame(Self.vp8, at: 2_050, isKey: false), of: EncodedTrack.ID(2)),
            ])
        )
        disk.write(recording.finish())
        #expect(try Self.segment(disk).child(.tracks)?.all(.trackEntry).count == 1)
        #expect(try Self.blocks(disk).map(\.time) == [0, 1_000, 1_000, 1_050])
    }

    @Test func withH264ItIsMatroska() throws {
        var (recording, disk) = Self.recording()
        let start: [UInt8] = [0, 0, 0, 1]
        let sets = start + [0x67, 0x42, 0xE0, 0x1F, 0xAA] + start + [0x68, 0xCE, 0x3C]
        let picture: [UInt8] = [0, 0, 1, 0x65, 0x88, 0x80]
        disk.write(
            try recording.take([
                .began(Self.track(1, .own(name: nil), Self.h264)),
                // A key frame without parameter sets does not say how to decode it.
                .frame(Self.frame(Self.h264, at: 0, picture), of: EncodedTrack.ID(1)),
                .frame(Self.frame(Self.h264, at: 100, sets + picture), of: EncodedTrack.ID(1)),
            ])
        )
        disk.write(recording.finish())
        #expect(!recording.isWebM)
        #expect(Element.parse(disk)[0].child(.docType)?.text == "matroska")
        let entry = try #require(try Self.segment(disk).child(.tracks)?.child(.trackEntry))
        #expect(
            entry.child(.codecPrivate)?.content == [
                1, 0x42, 0xE0, 0x1F, 0xFF, 0xE1, 0, 5, 0x67, 0x42, 0xE0, 0x1F, 0xAA, 1, 0, 3, 0x68, 0xCE, 0x3C,
            ]
        )
        let block = try #require(try Self.segment(disk).child(.cluster)?.child(.simpleBlock)?.content)
        #expect(
            Array(block.dropFirst(4)) == [0, 0, 0, 5, 0x67, 0x42, 0xE0, 0x1F, 0xAA, 0, 0, 0, 3, 0x68, 0xCE, 0x3C]
                + [0, 0, 0, 3, 0x65, 0x88, 0x80]
        )
    }

    @Test func theIndexLeadsToClustersThatBeginThere() throws {
        var (recording, disk) = Self.recording()
        disk.write(try recording.take([.began(Self.track(1, .own(name: nil), Self.vp8))]))
        for number in 0..<20 {
            let frame = Self.frame(Self.vp8, at: number * 500, isKey: number % 5 == 0)
            disk.write(try recording.take([.frame(frame, of: EncodedTrack.ID(1))]))
        }
        disk.write(recording.finish())
        let segment = try Self.segment(disk)
        let places = try #require(segment.child(.seekHead)).all(.seek).map { $0.child(.seekPosition)?.number }
        let index = try #require(segment.child(.cues))
        #expect(places.last == UInt64(index.position))
        #expect(
            places.prefix(2) == [
                .some(UInt64(segment.child(.info)?.position ?? 0)), segment.child(.tracks).map { UInt64($0.position) },
            ]
        )
        let points = index.all(.cuePoint)
        #expect(points.map { $0.child(.cueTime)?.number } == [0, 2_500, 5_000, 7_500])
        let clusters = Dictionary(uniqueKeysWithValues: segment.all(.cluster).map { (UInt64($0.position), $0) })
        for point in points {
            let place = try #require(point.child(.cueTrackPositions)?.child(.cueClusterPosition)?.number)
            #expect(clusters[place] != nil)
        }
        // Its length is known now, so it holds no more than it did.
        #expect(Element.parse(disk).count == 2)
    }

    @Test func aLongSilenceEndsACluster() throws {
        var (recording, disk) = Self.recording()
        disk.write(
            try recording.take([
                .began(Self.track(1, .own(name: nil), Self.opus)),
                .frame(Self.frame(Self.opus, at: 0), of: EncodedTrack.ID(1)),
                .frame(Self.frame(Self.opus, at: 3_600_000), of: EncodedTrack.ID(1)),
            ])
        )
        disk.write(recording.finish())
        #expect(try Self.blocks(disk).map(\.time) == [0, 3_600_000])
    }

    @Test func thereIsALimitToTracksAndItIsSaid() throws {
        var (recording, _) = Self.recording()
        #expect(throws: Recording.Limit.tracks) {
            for number in 1...2_000 {
                let peer = AddOnPeer(id: PeerID("peer \(number)"), name: String(repeating: "n", count: 1_000))
                _ = try recording.take([
                    .began(Self.track(number, .peer(peer), Self.opus)),
                    .frame(Self.frame(Self.opus, at: number), of: EncodedTrack.ID(number)),
                ])
            }
        }
    }
}
