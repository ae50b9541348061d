// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import JoomModel
import PluginKit
import Testing

@testable import Recorder

/// Files on a disk.
struct RecordingWriterTests {
    private static let vp8 = EncodedFormat(.vp8, caps: "video/x-vp8", size: VideoSize(width: 64, height: 64))

    private static func queue(frames: Int) -> EncodedTrackQueue {
        let queue = EncodedTrackQueue()
        let inlet = queue.inlet(for: .own(name: nil))
        for number in 0..<frames {
            inlet.receive(
                EncodedFrame(
                    format: vp8,
                    bytes: Array(repeating: 1, count: 100),
                    timestamp: .milliseconds(number * 100),
                    isKeyFrame: number == 0
                )
            )
        }
        inlet.close()
        queue.finish()
        return queue
    }

    private static func path() -> String { NSTemporaryDirectory() + "joom-\(UInt64.random(in: .min ... .max)).webm" }

    private static func take(_ queue: EncodedTrackQueue, _ path: String) async throws -> Result<
        EncodedTrackSinkResult, EncodedTrackSinkFailure
    > {
        let room = try RoomName("room")
        do throws(EncodedTrackSinkFailure) {
            return .success(try await Recorder(.file(path)).take(queue, in: room))
        } catch { return .failure(error) }
    }

    @Test func allFramesAreInTheFile() async throws {
        let path = Self.path()
        defer { try? FileManager.default.removeItem(atPath: path) }
        let result = try await Self.take(Self.queue(frames: 50), path).get()
        #expect(result.path == path)
        let disk = try Data(contentsOf: URL(fileURLWithPath: path))
        let segment = try #require(Element.parse(Array(disk)).last)
        #expect(segment.all(.cluster).flatMap { $0.all(.simpleBlock) }.count == 50)
        // For nobody else to read.
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
    }

    @Test func whereNothingCameNothingStays() async throws {
        let path = Self.path()
        let result = try await Self.take(Self.queue(frames: 0), path).get()
        #expect(result.path == nil)
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test func aFileThatIsThereIsLeftAlone() async throws {
        let path = Self.path()
        try "mine".write(toFile: path, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(atPath: path) }
        guard case .failure(let failure) = try await Self.take(Self.queue(frames: 5), path) else {
            Issue.record("it was written over")
            return
        }
        #expect(failure.sentence.plain == "There is a file \(path) already. Name another one.")
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "mine")
    }

    @Test func aFolderThatIsNotThereIsSaid() async throws {
        guard case .failure(let failure) = try await Self.take(Self.queue(frames: 5), "/nowhere/at/all.webm") else {
            Issue.record("it was written")
            return
        }
        #expect(failure.sentence.plain.contains("cannot be kept in /nowhere/at/all.webm"))
    }

    @Test func whatWebMDoesNotHaveChangesTheNameThatWeGave() async throws {
        let home = NSTemporaryDirectory() + "joom-home-\(UInt64.random(in: .min ... .max))"
        defer { try? FileManager.default.removeItem(atPath: home) }
        let queue = EncodedTrackQueue()
        let sets: [UInt8] = [0, 0, 1, 0x67, 0x42, 0xE0, 0x1F, 0xAA, 0, 0, 1, 0x68, 0xCE, 0x3C, 0, 0, 1, 0x65, 0x88]
        queue.inlet(for: .own(name: nil)).receive(
            EncodedFrame(
                format: EncodedFormat(.h264, caps: "video/x-h264", size: VideoSize(width: 64, height: 64)),
                bytes: sets,
                timestamp: .zero,
                isKeyFrame: true
            )
        )
        queue.finish()
        let place = RecordingPlace.videos(BaseDirectories(environment: ["HOME": home], home: "/"))
        let result = try await Recorder(place).take(queue, in: try RoomName("room"))
        let path = try #require(result.path)
        #expect(path.hasPrefix(home + "/Videos/Joom room ") && path.hasSuffix(".mkv"))
        #expect(FileManager.default.fileExists(atPath: path))
    }
}
