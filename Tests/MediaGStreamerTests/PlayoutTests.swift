// SPDX-License-Identifier: GPL-3.0-or-later
import Glibc
import JoomModel
import MediaCore
import PluginKit
import Synchronization
import TestSupport
import Testing

@testable import MediaGStreamer

extension MediaTests {
    /// What becomes of a peer's sound between the network and a speaker of the session.
    @Suite(.enabled(if: DesktopSession.isThere))
    struct PlayoutTests {
        @MediaActor private static func branch(of side: Side) throws -> ReceiveBranch {
            try #require((side.connection as? GStreamerPeerConnection)?.receiving[.audio])
        }

        @MediaActor private static func delay(of side: Side) throws -> Duration? { try branch(of: side).voice?.delay }

        /// Where a side's packets of sound come in; nil before the first.
        @MediaActor private static func arrivals(of side: Side) throws -> Pad? {
            try (side.connection as? GStreamerPeerConnection)?.jitterBuffers.buffers
                .first { $0.kind.value == .audio }?.jitterBuffer.element.pad("sink")
        }

        /// Where all that the network brings a side comes in, each packet with the time at which it came.
        @MediaActor private static func network(of side: Side) throws -> [Pad] {
            let webrtc = try #require((side.connection as? GStreamerPeerConnection)?.webrtc.element)
            return (0..<1_000).compactMap { try? webrtc.child("nicesrc\($0)").pad("src") }
        }

        @Test func soundIsPlayedSoonAndAsItCame() async throws {
            let call = try await LoopbackCall(playsSound: true)
            #expect(
                await until { await call.bob.connection.statistics().sound?.totalSamplesReceived ?? 0 > 5 * 48_000 }
            )
            let before = try #require(await call.bob.connection.statistics().sound)
            #expect(
                await until {
                    await call.bob.connection.statistics().sound?.totalSamplesReceived ?? 0
                        > before.totalSamplesReceived + 3 * 48_000
                }
            )
            let sound = try #require(await call.bob.connection.statistics().sound)
            #expect(sound.concealedSamples - before.concealedSamples < 4_800, "\(sound)")
            #expect(try await Self.delay(of: call.bob) ?? .zero < .milliseconds(150))
            await call.close()
        }

        private struct Kept: Sendable {
            weak var voice: Voice?
        }

        @Test func nothingOfAPeersSoundIsLeftBehind() async throws {
            var call: LoopbackCall? = try await LoopbackCall(playsSound: true)
            #expect(await until { call?.bob.sound.count ?? 0 > 0 })
            let kept = Kept(voice: try await Self.branch(of: #require(call).bob).voice)
            #expect(kept.voice != nil)
            await call?.close()
            call = nil
            #expect(await until(5) { kept.voice == nil })
        }

        @Test func whatTheNetworkHoldsUpIsWaitedForAndNotLost() async throws {
            let call = try await LoopbackCall(playsSound: true)
            #expect(await until { (try? await Self.arrivals(of: call.bob)) != nil })
            let sources = try await Self.network(of: call.bob)
            try #require(!sources.isEmpty)
            let last = Moment()
            for source in sources {
                source.onBuffer { _ in
                    if last.isPast(seconds: 2.5) { usleep(120_000) }
                    return true
                }
            }
            // The first of these pauses finds nobody prepared, and one alone is not waited for.
            try await Task.sleep(for: .seconds(6))
            let before = try #require(await call.bob.connection.statistics().sound)
            try await Task.sleep(for: .seconds(8))
            let sound = try #require(await call.bob.connection.statistics().sound)
            #expect(sound.concealmentEvents <= before.concealmentEvents + 1, "\(before) \(sound)")
            #expect(try await Self.delay(of: call.bob) ?? .zero > .milliseconds(110))
            await call.close()
        }

        @Test func packetsAreLookedIntoForLostOnesOnceSomeAreLost() async throws {
            let call = try await LoopbackCall(playsSound: true)
            #expect(await until { call.bob.sound.share(of: 440, length: 24_000) > 0.9 })
            let decoder = try await Self.branch(of: call.bob).bin.child("decoder")
            #expect(!decoder.object.boolean("use-inband-fec"), "it would delay all sound")
            let packets = Counter()
            try await #require(Self.arrivals(of: call.bob)).onBuffer { _ in packets.next() % 20 != 0 }
            #expect(await until { decoder.object.boolean("use-inband-fec") })
            call.bob.sound.forget()
            #expect(await until { call.bob.sound.share(of: 440, length: 48_000) > 0.8 })
            await call.close()
        }
    }
}

struct LostSoundServerTests {
    /// Whether somebody can be added while there is no sound server, again and again, and the loss is told of once.
    @MediaActor private static func addsPeers() async throws -> Bool {
        try GStreamerLibrary.load()
        let pipeline = try Pipeline("audiotestsrc is-live=true ! fakesink")
        let line = try PlaybackLine(pipeline: pipeline, number: 1, speaker: nil)
        pipeline.element.setState(.playing)
        let voice = Voice()
        for _ in 0..<2 {
            try line.add(voice)
            guard line.latency == nil, let path = await error(of: pipeline), line.owns(path: path) else { return false }
            line.giveUpSpeaker()
            guard !line.owns(path: path), CallGraph.isOfPassingPart(path: path) else { return false }
            line.remove(voice)
        }
        return true
    }

    private static func error(of pipeline: Pipeline) async -> String? {
        for await message in pipeline.messages {
            if case .error(let path, _, _) = message { return path }
        }
        return nil
    }

    @Test(.timeLimit(.minutes(1))) func peersAreAddedAllTheSame() async {
        await #expect(processExitsWith: .success) {
            setenv("PULSE_SERVER", "unix:/nonexistent", 1)
            exit(try await Self.addsPeers() ? 0 : 1)
        }
    }
}

/// Counts from 1, on any thread.
private final class Counter: Sendable {
    private let last = Atomic(0)

    func next() -> Int { last.add(1, ordering: .relaxed).newValue }
}

/// A moment of before, on any thread.
private final class Moment: Sendable {
    private let last = Mutex(ContinuousClock.now)

    /// Whether so long has passed; it is now then.
    func isPast(seconds: Double) -> Bool {
        last.withLock { last in
            guard ContinuousClock.now - last > .seconds(seconds) else { return false }
            last = .now
            return true
        }
    }
}
