// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import PluginKit
import TestSupport
import Testing

@testable import MediaGStreamer

struct ChimeTests {
    private let samples = Chime.samples(of: .test)

    @Test func isShortAndNeitherClicksNorClips() {
        #expect((Chime.rate...2 * Chime.rate).contains(samples.count))
        let peak = samples.map { abs(Int($0)) }.max() ?? 0
        #expect((4_000..<20_000).contains(peak))
        #expect(samples.first == 0)
        #expect(abs(samples.last.map(Int.init) ?? 1) < 4)
        let step = zip(samples, samples.dropFirst()).map { abs(Int($0) - Int($1)) }.max() ?? 0
        #expect(step < peak / 4, "a jump is a click")
    }

    @Test func bothNotesAreInIt() {
        #expect(abs(pitch(of: samples[480..<14_880]) - Chime.notes(of: .test)[0]) < 10)
        #expect(abs(pitch(of: samples[28_800..<43_200]) - Chime.notes(of: .test)[1]) < 10)
    }

    /// In Hz, by how often the sound goes up through zero.
    private func pitch(of samples: ArraySlice<Int16>) -> Double {
        let crossings = zip(samples, samples.dropFirst()).count { $0 < 0 && $1 >= 0 }
        return Double(crossings) * Double(Chime.rate) / Double(samples.count)
    }
}

extension MediaTests {
    @Suite(.enabled(if: DesktopSession.isThere))
    struct TestSoundTests {
        @Test func isPlayedBeforeAnythingIsOpen() async throws {
            let start = ContinuousClock.now
            try await GStreamerFactory().localMedia.play(.test, on: nil)
            #expect(ContinuousClock.now - start > .milliseconds(900))
        }

        @Test func anotherIsNotBegunMeanwhile() async throws {
            let media = GStreamerFactory().localMedia
            async let first = ended(media)
            try await Task.sleep(for: .milliseconds(200))
            let second = try await ended(media)
            #expect(try await second < first)
        }

        private func ended(_ media: any LocalMedia) async throws -> ContinuousClock.Instant {
            try await media.play(.test, on: nil)
            return .now
        }
    }
}
