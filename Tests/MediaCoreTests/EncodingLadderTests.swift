// SPDX-License-Identifier: GPL-3.0-or-later
import MediaCore
import Testing

struct EncodingLadderTests {
    /// A ladder and its clock, which ticks four times a second.
    struct Course {
        var ladder = EncodingLadder(width: 640, height: 480, frameRate: 30)
        var now = Duration.zero
        var changes = 0

        /// Lives through some seconds with a bitrate and a time to encode.
        mutating func last(_ seconds: Double, bitrate: Int, encodeTime: Duration? = .milliseconds(3)) {
            for _ in 0..<Int(seconds * 4) {
                let before = ladder.rung
                ladder.update(bitrate: bitrate, encodeTime: encodeTime, at: now)
                if ladder.rung != before { changes += 1 }
                now += .milliseconds(250)
            }
        }

        var size: [Int] { [ladder.rung.width, ladder.rung.height, ladder.rung.frameRate] }
    }

    struct Fit: Sendable, CustomTestStringConvertible {
        let bitrate: Int
        let size: [Int]
        var testDescription: String { "\(bitrate)" }
    }

    @Test(arguments: [
        Fit(bitrate: 2_000_000, size: [640, 480, 30]),
        Fit(bitrate: 500_000, size: [640, 480, 30]),
        Fit(bitrate: 300_000, size: [480, 360, 30]),
        Fit(bitrate: 170_000, size: [320, 240, 30]),
        Fit(bitrate: 100_000, size: [320, 240, 15]),
        Fit(bitrate: 30_000, size: [160, 120, 15]),
        Fit(bitrate: -5, size: [160, 120, 15]),
    ])
    func thePictureFitsTheBitrateDownAndUpAgain(_ fit: Fit) {
        var course = Course()
        course.last(10, bitrate: fit.bitrate)
        #expect(course.size == fit.size)
        #expect(course.changes <= 1)
        course.last(10, bitrate: 3_000_000)
        #expect(course.size == [640, 480, 30])
    }

    @Test func aShortDipChangesNothing() {
        var course = Course()
        course.last(5, bitrate: 600_000)
        course.last(1, bitrate: 250_000)
        course.last(5, bitrate: 600_000)
        #expect(course.changes == 0)
        course.last(2, bitrate: 250_000)
        #expect(course.changes == 1)
        course.last(3, bitrate: 600_000)
        course.last(0.5, bitrate: 250_000)
        course.last(3, bitrate: 600_000)
        #expect(course.changes == 1, "never four seconds in a row")
    }

    @Test func aLittleTooMuchOrTooLittleIsNoReason() {
        var course = Course()
        course.last(10, bitrate: 375_000)
        #expect(course.size == [640, 480, 30])
        course.last(3, bitrate: 300_000)
        #expect(course.size == [480, 360, 30])
        course.last(20, bitrate: 430_000)
        #expect(course.size == [480, 360, 30])
        course.last(5, bitrate: 480_000)
        #expect(course.size == [640, 480, 30])
    }

    @Test func aDeepFallIsFollowedSooner() {
        var course = Course()
        course.last(1, bitrate: 190_000)
        #expect(course.size == [320, 240, 30])
    }

    @Test func aBitrateThatSwaysAroundTheNeedDoesNotMakeThePictureSway() {
        var course = Course()
        for _ in 0..<60 {
            course.last(0.5, bitrate: 365_000)
            course.last(0.5, bitrate: 450_000)
        }
        #expect(course.changes == 0)
    }

    @Test func aSlowProcessorGetsLessToDo() {
        var course = Course()
        course.last(1, bitrate: 2_000_000, encodeTime: .milliseconds(30))
        #expect(course.changes == 0)
        course.last(2, bitrate: 2_000_000, encodeTime: .milliseconds(30))
        #expect(course.size == [480, 360, 30])
        course.last(15, bitrate: 2_000_000, encodeTime: .milliseconds(10))
        #expect(course.size == [480, 360, 30], "the larger picture would take half the time again")
        course.last(9, bitrate: 2_000_000, encodeTime: .milliseconds(4))
        #expect(course.size == [480, 360, 30])
        course.last(6, bitrate: 2_000_000, encodeTime: .milliseconds(4))
        #expect(course.size == [640, 480, 30])
        course.last(3, bitrate: 2_000_000, encodeTime: .milliseconds(30))
        course.last(16, bitrate: 2_000_000, encodeTime: .milliseconds(4))
        #expect(course.size == [480, 360, 30], "twice as long after a relapse")
        course.last(10, bitrate: 2_000_000, encodeTime: .milliseconds(4))
        #expect(course.size == [640, 480, 30])
    }

    @Test(arguments: [(1, 1, 1), (1_280, 720, 30), (1_366, 768, 25), (0, 0, 0), (4_096, 16, 120)])
    func everyRungCanBeEncoded(_ width: Int, _ height: Int, _ frameRate: Int) {
        for rung in EncodingLadder(width: width, height: height, frameRate: frameRate).rungs {
            #expect(rung.width >= 16 && rung.width % 2 == 0 && rung.height >= 16 && rung.height % 2 == 0)
            #expect(rung.frameRate >= 1)
        }
    }

    @Test(arguments: [(2_000_000, [1280, 800, 15]), (400_000, [1280, 800, 8]), (300_000, [1280, 800, 5])])
    func whatHasToBeReadComesSeldomBeforeItGetsSmall(_ bitrate: Int, _ size: [Int]) {
        var course = Course(ladder: EncodingLadder(detailedWidth: 1_280, height: 800, frameRate: 15))
        course.last(5, bitrate: bitrate)
        #expect(course.size == size)
    }

    @Test func evenWhatHasToBeReadGetsSmallWhereThereIsNoRoom() {
        var course = Course(ladder: EncodingLadder(detailedWidth: 1_280, height: 800, frameRate: 15))
        course.last(5, bitrate: 60_000)
        #expect(course.size == [640, 400, 5])
    }
}
