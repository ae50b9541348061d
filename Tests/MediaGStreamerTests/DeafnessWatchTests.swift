// SPDX-License-Identifier: GPL-3.0-or-later
import Testing

@testable import MediaGStreamer

struct DeafnessWatchTests {
    /// What is done in the seconds of a recording that gives these levels, one a tenth of a second.
    private func measures(_ levels: [Double]) -> [DeafnessWatch.Measure] {
        var watch = DeafnessWatch()
        return levels.enumerated().compactMap { watch.take($1, at: UInt64($0 + 1) * 100_000_000) }
    }

    @Test func zerosAreMetByOpeningAnewAndThenByWords() {
        #expect(measures(Array(repeating: -120, count: 300)) == [.reopen, .reopen, .tell])
    }

    @Test func aQuietRoomIsNotDeaf() {
        #expect(measures(Array(repeating: -85, count: 300)) == [])
    }

    @Test func briefZerosAreNothing() {
        let pause = Array(repeating: -120.0, count: 20) + [-60]
        #expect(measures(Array(repeating: pause, count: 20).flatMap(\.self)) == [])
    }

    @Test func soundBeginsTheCountAnew() {
        let deaf = Array(repeating: -120.0, count: 40)
        #expect(measures(deaf + [-60] + deaf + [-60] + deaf) == [.reopen, .reopen, .reopen])
    }
}
