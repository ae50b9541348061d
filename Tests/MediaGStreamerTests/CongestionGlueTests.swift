// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import MediaCore
import PluginKit
import Testing

@testable import MediaGStreamer

struct PaceTests {
    /// How many of the pictures of a source, so many a second for ten seconds, pass.
    static func passing(_ pace: FramePace, from rate: Double) -> Int {
        (0..<Int(rate * 10)).filter { pace.passes(UInt64(Double($0) / rate * 1_000_000_000)) }.count
    }

    @Test(arguments: [
        (30.0, 15, 150), (30.0, 30, 300), (29.97, 30, 299), (30.0, 20, 200), (5.0, 15, 50), (60.0, 15, 150),
    ])
    func soManyPicturesPass(_ source: Double, _ limit: Int, _ expected: Int) {
        let pace = FramePace()
        pace.limit(to: limit)
        #expect(abs(Self.passing(pace, from: source) - expected) <= 3)
    }

    @Test func allPassWithoutALimitAndNoneAreMadeUpForAfterAPause() {
        let pace = FramePace()
        #expect(Self.passing(pace, from: 30) == 300)
        pace.limit(to: 10)
        #expect(pace.passes(100_000_000_000))
        let after = (1...30).filter { pace.passes(100_000_000_000 + UInt64($0) * 33_000_000) }.count
        #expect((9...11).contains(after), "\(after)")
    }

    @Test func retransmissionsStayWithinTheirShare() {
        let budget = RetransmissionBudget()
        budget.allow(1_000_000)
        // For ten seconds a peer asks for a packet each ms.
        let sent = (1...10_000).filter { budget.passes(1_200, at: UInt64($0) * 1_000_000) }.count * 1_200 * 8
        #expect(abs(sent - 2_500_000) < 150_000, "\(sent) bits of the 2,500,000 that are a quarter")
        budget.allow(0)
        #expect(!budget.passes(1_200, at: 20_000_000_000))
    }
}

struct ReceptionReaderTests {
    private static func entry(_ source: Double, _ sequence: Double?, lost: Double) -> StatisticsEntry {
        StatisticsEntry(
            kind: .remoteInbound,
            numbers: ["ssrc": source, "fraction-lost": lost, "round-trip-time": 0.05],
            reportedSequence: sequence
        )
    }

    @Test func aReportCountsOnceAndThePicturesIsTaken() {
        var reader = ReceptionReader()
        #expect(reader.read([Self.entry(1, nil, lost: 0), Self.entry(2, nil, lost: 0)], of: [2, 1]) == nil)
        let (sound, picture) = (Self.entry(1, 7, lost: 0.5), Self.entry(2, 100, lost: 0.2))
        let expected = ReceptionReport(fractionLost: 0.2, roundTripTime: .milliseconds(50))
        #expect(reader.read([Self.entry(3, 3, lost: 1), sound, picture], of: [2, 1]) == expected)
        #expect(reader.read([sound, picture], of: [2, 1]) == nil)
        // The sound's next one says nothing of the picture.
        #expect(reader.read([Self.entry(1, 57, lost: 0.5), picture], of: [2, 1]) == nil)
        // The same figures again, of later packets.
        #expect(reader.read([sound, Self.entry(2, 200, lost: 0.2)], of: [2, 1])?.fractionLost == 0.2)
    }

    @Test func withoutAReportOnThePictureTheSoundsIsTaken() {
        var reader = ReceptionReader()
        let repeated = [Self.entry(3, 3, lost: 1), Self.entry(1, 7, lost: 0.5)]
        #expect(reader.read(repeated, of: [2, 1])?.fractionLost == 0.5)
        #expect(reader.read(repeated, of: [2, 1]) == nil)
    }
}

extension MediaTests {
    @Suite struct SteeringTests {
        @Test func feedbackRaisesTheRateOfAWideLink() async throws {
            let call = try await LoopbackCall()
            let start = try #require(await call.alice.connection.statistics().availableOutgoingBitrate)
            #expect(start < 600_000)
            #expect(
                await until {
                    await call.alice.connection.statistics().availableOutgoingBitrate ?? 0 > start * 1.2
                },
                "per-packet feedback arrives and is obeyed"
            )
            await call.close()
        }

        /// What is done about packets that are missing.
        private struct Waiting: Sendable {
            let applied, patience, latency, shown: Duration
            let asks: Bool
        }

        /// The same for what a side receives of a kind; nil before the first packet.
        @MediaActor private static func waiting(of side: Side, for kind: RTPFormat.Kind) throws -> Waiting? {
            let connection = try #require(side.connection as? GStreamerPeerConnection)
            guard let buffer = connection.jitterBuffers.buffers.first(where: { $0.kind.value == kind }),
                let picture = try connection.receiving[.video]?.bin.child("picture")
            else { return nil }
            return Waiting(
                applied: buffer.applied,
                patience: buffer.patience ?? .zero,
                latency: .milliseconds(buffer.jitterBuffer.element.object.uint("latency")),
                shown: picture.latencyOfSink,
                asks: buffer.jitterBuffer.element.object.boolean("do-retransmission")
            )
        }

        @Test func picturesWaitForWhatIsSentAgainAndSoundDoesNot() async throws {
            let call = try await LoopbackCall()
            #expect(await until { (try? await Self.waiting(of: call.alice, for: .video)?.patience) ?? .zero > .zero })
            #expect(await until { (try? await Self.waiting(of: call.bob, for: .video)?.patience) ?? .zero > .zero })
            #expect(await until { (try? await Self.waiting(of: call.bob, for: .audio)?.asks) == false })
            let sound = try #require(try await Self.waiting(of: call.bob, for: .audio))
            let pictures = try #require(try await Self.waiting(of: call.bob, for: .video))
            #expect(pictures.asks && pictures.patience >= .milliseconds(100))
            #expect(sound.patience == .zero)
            #expect(abs((pictures.latency - pictures.applied - pictures.patience) / .milliseconds(1)) < 1)
            #expect(sound.latency == PeerJitterBuffers.soundWait)
            // The pipeline knows nothing of all that: no peer's network delays what another says.
            #expect(pictures.shown < .milliseconds(60), "\(pictures)")
            await call.close()
        }

        @Test func nothingIsWaitedForThatNobodySendsAgain() async throws {
            let call = try await LoopbackCall(tamperAnswer: \.withoutRetransmission)
            #expect(await until { (try? await Self.waiting(of: call.alice, for: .video)?.asks) == false })
            let pictures = try #require(try await Self.waiting(of: call.alice, for: .video))
            #expect(pictures.patience == .zero)
            #expect(await until { (try? await Self.waiting(of: call.alice, for: .video)?.latency) == pictures.applied })
            await call.close()
        }

        /// Whether requests and feedback of a side go out alone.
        @MediaActor private static func sendsAlone(_ side: Side) throws -> Bool {
            let sessions = try #require(side.connection as? GStreamerPeerConnection).webrtc.sessions()
            return !sessions.isEmpty && sessions.allSatisfy { $0.boolean("rtcp-reduced-size") }
        }

        @Test func feedbackGoesOutAloneWhereThePeerTakesIt() async throws {
            let call = try await LoopbackCall()
            #expect(await until { (try? await Self.sendsAlone(call.alice)) ?? false })
            #expect(await until { (try? await Self.sendsAlone(call.bob)) ?? false })
            await call.close()
            let old = try await LoopbackCall(tamperAnswer: \.withoutReducedSize)
            #expect(await until { old.alice.picture.seen.count > 0 && old.bob.picture.seen.count > 0 })
            #expect(try await !Self.sendsAlone(old.alice))
            await old.close()
        }

        /// Lets a made-up peer that takes little take part, or leave.
        @MediaActor private static func slowerPeer(of side: Side, isThere: Bool) {
            guard let connection = side.connection as? GStreamerPeerConnection else { return }
            var allocator = BitrateAllocator()
            let poor = allocator.video(target: 90_000, sent: 0, over: .zero)
            let encoding = connection.graph.mainLine.control
            if isThere { encoding.allow(poor, to: "slower") } else { encoding.forget("slower") }
        }

        /// Whether a side's encoder goes by what the other can take.
        @MediaActor private static func isDecided(by side: Side) throws -> Bool {
            let connection = try #require(side.connection as? GStreamerPeerConnection)
            return connection.line.control.shares[connection.name] != nil
        }

        /// Whether it still does once nothing comes from there, in one go: the state is looked at anew all the time.
        @MediaActor private static func isDecidedInSilence(by side: Side) throws -> Bool {
            let connection = try #require(side.connection as? GStreamerPeerConnection)
            connection.report(.disconnected)
            connection.take([])
            return try isDecided(by: side)
        }

        @Test func aPeerFromWhomNothingComesDecidesNothing() async throws {
            let call = try await LoopbackCall()
            #expect(await until { (try? await Self.isDecided(by: call.alice)) ?? false })
            #expect(try await !Self.isDecidedInSilence(by: call.alice))
            #expect(await until { (try? await Self.isDecided(by: call.alice)) ?? false }, "its path is there again")
            await call.close()
        }

        /// Up to which packet the peer said how many of our picture's or sound's came; nil before it did.
        @MediaActor private static func reported(to side: Side) async throws -> Double? {
            let connection = try #require(side.connection as? GStreamerPeerConnection)
            let sources = connection.sending.map { Double($0.source) }
            return try await connection.webrtc.statistics()
                .first { $0.kind == .remoteInbound && $0.numbers["ssrc"].map(sources.contains) ?? false }?
                .reportedSequence
        }

        @Test func oneReportCanBeToldFromTheNext() async throws {
            let call = try await LoopbackCall()
            #expect(await until { (try? await Self.reported(to: call.alice)) != nil })
            let first = try await Self.reported(to: call.alice)
            #expect(await until { (try? await Self.reported(to: call.alice)) ?? first != first })
            await call.close()
        }

        @Test func theSizeChangesWithinOneStreamAndComesBack() async throws {
            let call = try await LoopbackCall()
            #expect(await until { call.bob.picture.seen.count > 10 })
            #expect(await until { (try? await call.bob.sources().count) == 2 })
            let sources = try await call.bob.sources()
            #expect(
                await until {
                    await Self.slowerPeer(of: call.alice, isThere: true)
                    return await call.bob.connection.statistics().frameHeight == 120
                }
            )
            await Self.slowerPeer(of: call.alice, isThere: false)
            #expect(await until { await call.bob.connection.statistics().frameHeight == 240 })
            #expect(call.bob.picture.seen.colour.isLike(.red))
            #expect(try await call.bob.sources() == sources, "no other stream")
            #expect(call.bob.states == [.connecting, .connected])
            await call.close()
        }
    }
}

extension SessionDescription {
    /// As an older program has it, which expects a report with each message.
    fileprivate var withoutReducedSize: SessionDescription {
        SessionDescription(kind: kind, sdp: sdp.replacing("a=rtcp-rsize\r\n", with: ""))
    }

    /// As of somebody who sends no packet twice.
    fileprivate var withoutRetransmission: SessionDescription {
        SessionDescription(kind: kind, sdp: sdp.replacing(/a=rtcp-fb:\d+ nack\r\n/, with: ""))
    }
}
