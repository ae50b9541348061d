// SPDX-License-Identifier: GPL-3.0-or-later
import GLibKit
import Glibc
import JoomModel
import PluginKit
import Testing

@testable import MediaGStreamer

struct FormatTests {
    @Test(
        arguments: [
            ("stun:stun.example.org", "stun://stun.example.org:3478"),
            ("stun:192.0.2.1:19302", "stun://192.0.2.1:19302"),
            ("stun:[2001:db8::1]", "stun://[2001:db8::1]:3478"),
        ]
    )
    func stunServersAreWrittenInFull(_ url: String, _ expected: String) throws {
        #expect(try IceServerURL(url).stunText == expected)
    }

    @Test(
        arguments: [
            ("turn:turn.example.org", "turn://1700%3Aann:p%2Fw%3D@turn.example.org:3478?transport=udp"),
            ("turn:turn.example.org:80?transport=tcp", "turn://1700%3Aann:p%2Fw%3D@turn.example.org:80?transport=tcp"),
        ]
    )
    func turnServersCarryEscapedCredentials(_ url: String, _ expected: String) throws {
        let server = IceServer(urls: [url], username: "1700:ann", credential: "p/w=")
        #expect(try IceServerURL(url).turnText(of: server) == expected)
    }

    /// libnice speaks no TLS: it gets the forwarder on this computer.
    @Test func turnOverTLSLeadsToTheForwarder() throws {
        let server = IceServer(urls: [], username: "ann", credential: "pw")
        let text = try IceServerURL("turns:turn.example.org").turnText(of: server, throughForwarder: 9)
        #expect(text == "turn://ann:pw@127.0.0.1:9?transport=tcp")
    }

    @Test(
        arguments: [
            ("#c02020", 0xFFC0_2020), ("c02020", 0xFFC0_2020), ("#zzz", 0xFF80_8080), ("", 0xFF80_8080),
            ("#+12345", 0xFF80_8080),
        ] as [(String, UInt32)]
    )
    func coloursAreReadOrGrey(_ text: String, _ expected: UInt32) {
        #expect(CaptureDescription.argb(text) == expected)
    }

    @Test func devicesOfOneKindDoNotOpenAsAnother() {
        let format = PictureFormat(LocalMediaConfiguration(camera: nil, microphone: nil))
        #expect(CaptureDescription(camera: .test(440), format: format) == nil)
        #expect(CaptureDescription(microphone: .test(.red)) == nil)
    }

    @Test func behindThePortalACameraIsOpenedOnItsConnection() throws {
        let format = PictureFormat(LocalMediaConfiguration(camera: nil, microphone: nil))
        let camera = MediaDevice(id: DeviceID("c"), name: "c", kind: .camera, origin: .portal(node: "c ! x"))
        #expect(CaptureDescription(camera: camera, format: format) == nil)
        let remote = OwnedDescriptor(taking: dup(0))
        let description = try #require(CaptureDescription(camera: camera, format: format, remote: remote))
        #expect(description.graph.contains("fd=\(remote.number) "))
        #expect(description.properties == ["target-object": "c ! x"])
    }

    @Test func namesOfDevicesStayOutOfTheGraph() throws {
        let evil = MediaDevice(
            id: DeviceID("x"),
            name: "x",
            kind: .microphone,
            origin: .pulse(device: "x ! filesink location=/tmp/x")
        )
        let description = try #require(CaptureDescription(microphone: evil))
        #expect(!description.graph.contains("filesink"))
        #expect(description.properties == ["device": "x ! filesink location=/tmp/x"])
    }

    @Test(arguments: [(640, 480, 1_700_000), (320, 240, 850_000), (1_280, 720, 2_237_325), (4_096, 4_096, 4_250_000)])
    func theLargestRateFollowsTheSize(_ width: Int, _ height: Int, _ expected: Int) {
        let configuration = LocalMediaConfiguration(camera: nil, microphone: nil, width: width, height: height)
        #expect(abs(PictureFormat(configuration).maximumBitrate - expected) <= 1)
    }

    @Test func bothMediaCarryTheCongestionControlExtension() {
        #expect(RTPFormat.offered(.vp9).map(\.kind) == [.audio, .video])
        for format in VideoCodec.allCases.flatMap(RTPFormat.offered) {
            #expect(format.caps(source: 7).contains("extmap-3=(string)\"http://www.ietf.org/id/draft-holmer-rmcat"))
            #expect(format.caps(source: 7).contains(",ssrc=(uint)7"))
        }
    }

    @Test func nothingIsMissingOnThisComputer() {
        #expect(MediaRequirements.missing() == [])
        #expect(
            MediaRequirements.missing(element: "nicesrc")
                == .missingElement(name: "nicesrc", package: "gstreamer1.0-nice")
        )
    }

    @Test func marksRiseOnly() {
        let mark = HighWaterMark()
        #expect(mark.rises(0))
        #expect(!mark.rises(0))
        #expect(mark.rises(5))
        #expect(!mark.rises(3))
        #expect(mark.rises(6))
    }
}

struct FrameMeterTests {
    private let millisecond: UInt64 = 1_000_000

    @Test func countsPicturesAndTheirRate() {
        var meter = FrameMeter()
        for index in 1...60 { meter.count(at: UInt64(index) * 33 * millisecond, width: 640, height: 480) }
        #expect(meter.count == 60)
        #expect(meter.freezes == 0)
        #expect(meter.rate(at: 60 * 33 * millisecond) == 31)
        #expect(meter.rate(at: 60 * 33 * millisecond + 5_000 * millisecond) == 0)
    }

    @Test func longGapsAreFreezes() {
        var meter = FrameMeter()
        for index in 1...30 { meter.count(at: UInt64(index) * 33 * millisecond, width: 640, height: 480) }
        meter.count(at: (30 * 33 + 180) * millisecond, width: 640, height: 480)
        #expect(meter.freezes == 0)
        meter.count(at: (30 * 33 + 180 + 500) * millisecond, width: 640, height: 480)
        #expect(meter.freezes == 1)
        #expect(meter.frozen == 500 * millisecond)
    }

    @Test(
        arguments: [
            (nil, 640, 480), (VideoSize(width: 2_000, height: 100), 640, 480),
            (VideoSize(width: 600, height: 450), 640, 480),
            (VideoSize(width: 192, height: 144), 240, 180), (VideoSize(width: 160, height: 200), 320, 240),
            (VideoSize(width: 0, height: 0), 640, 480), (VideoSize(width: 1, height: 1), 80, 60),
        ] as [(VideoSize?, Int, Int)]
    )
    func aPictureIsNoLargerThanItsPlace(_ place: VideoSize?, _ width: Int, _ height: Int) {
        #expect(VideoSize(width: 640, height: 480).scaled(toFill: place) == VideoSize(width: width, height: height))
    }
}
