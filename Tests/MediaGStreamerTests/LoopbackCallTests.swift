// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import PluginKit
import Testing

@testable import MediaGStreamer

/// Media tests run one after the other: they share two cores.
@Suite(.serialized, .tags(.media)) struct MediaTests {}

extension MediaTests {
    @Suite struct LoopbackCallTests {
        @Test func eachSideSeesAndHearsTheOther() async throws {
            let call = try await LoopbackCall()
            #expect(call.alice.captureEvents == [])
            #expect(await until { call.alice.picture.seen.count > 30 && call.bob.picture.seen.count > 30 })
            #expect(call.alice.picture.seen.colour.isLike(.blue), "\(call.alice.picture.seen.colour)")
            #expect(call.bob.picture.seen.colour.isLike(.red), "\(call.bob.picture.seen.colour)")
            #expect(call.bob.picture.seen.changes > 20)
            #expect(await until { call.alice.sound.share(of: 880, length: 24_000) > 0.9 })
            #expect(await until { call.bob.sound.share(of: 440, length: 24_000) > 0.9 })
            #expect(call.alice.states == [.connecting, .connected])
            #expect(call.bob.states == [.connecting, .connected])
            await call.close()
            #expect(call.alice.states.last == .closed)
        }

        @Test func eventsTellOfCandidatesTheirEndAndTheFirstPicture() async throws {
            let call = try await LoopbackCall()
            #expect(await until { call.bob.events.contains(.firstFrame(width: 320, height: 240)) })
            #expect(await until { call.bob.events.contains(.iceCandidate(nil)) })
            let candidates = call.bob.candidates
            #expect(!candidates.isEmpty)
            #expect(candidates.allSatisfy { $0.candidate.contains(" udp ") && $0.sdpMLineIndex == 0 })
            #expect(candidates.allSatisfy { call.offer.sdp.contains("a=mid:\($0.sdpMid ?? "?")\r\n") })
            await call.close()
        }

        @Test func statisticsHaveTheFiguresOfBothDirections() async throws {
            let call = try await LoopbackCall()
            #expect(await until { await call.alice.connection.statistics().framesDecoded > 60 })
            #expect(await until { await call.alice.connection.statistics().roundTripTime != nil })
            let figures = await call.alice.connection.statistics()
            #expect(figures.bytesReceived > 10_000 && figures.bytesSent > 10_000)
            #expect(figures.frameWidth == 320 && figures.frameHeight == 240)
            #expect(figures.framesPerSecond > 10 && figures.framesPerSecond < 40)
            #expect(figures.codec == "VP8" && figures.path == "direct")
            let tone = try #require(figures.audioLevel)
            #expect(tone > -20 && tone < -10, "a quarter of full scale is -15 dBFS")
            let bob = await call.bob.connection.statistics()
            #expect(figures.localCandidate == bob.remoteCandidate)
            #expect(call.alice.candidates.contains { figures.matchesLocal($0) })
            await call.close()
        }

        @Test func picturesAreMadeAsLargeAsTheyAreSeenAndOnlyThen() async throws {
            let call = try await LoopbackCall()
            let (picture, connection) = (call.bob.picture, call.bob.connection)
            #expect(await until { picture.seen.count > 10 })
            #expect(picture.seen.width == 320)
            picture.size = VideoSize(width: 150, height: 100)
            #expect(await until { picture.seen.width == 160 && picture.seen.height == 120 })
            #expect(await connection.statistics().frameWidth == 320)
            picture.isWatching = false
            let (shown, decoded) = (picture.seen.count, await connection.statistics().framesDecoded)
            #expect(await until { await connection.statistics().framesDecoded > decoded + 30 })
            #expect(picture.seen.count <= shown + 2, "one may have been on its way")
            picture.isWatching = true
            picture.size = nil
            #expect(await until { picture.seen.width == 320 && picture.seen.count > shown + 10 })
            #expect(picture.seen.colour.isLike(.red))
            await call.close()
        }

        @Test func textCrossesTheDataChannelBothWays() async throws {
            let call = try await LoopbackCall()
            #expect(
                await until {
                    await call.alice.connection.sendData("from Alice")
                    await call.bob.connection.sendData("von Bob, größer")
                    return call.bob.events.contains(.data("from Alice"))
                        && call.alice.events.contains(.data("von Bob, größer"))
                }
            )
            await call.close()
        }

        @Test func seedPeersGetSoundAndPictureOnly() async throws {
            let call = try await LoopbackCall(hasDataChannel: false)
            #expect(call.offer.mediaLines.map { $0.prefix(7) } == ["m=audio", "m=video"])
            #expect(await until { call.bob.picture.seen.count > 5 && call.alice.picture.seen.count > 5 })
            await call.close()
        }

        @Test func silentPeerIsDisconnectedAndThenFailed() async throws {
            let call = try await LoopbackCall()
            #expect(await until { call.alice.states.last == .connected })
            await call.bob.close()
            #expect(await until { call.alice.states.last == .disconnected })
            #expect(await until { call.alice.states.last == .failed })
            await call.close()
        }
    }
}

extension PeerConnectionStatistics {
    /// Whether a candidate is our end of the path.
    func matchesLocal(_ candidate: IceCandidate) -> Bool {
        let words = candidate.candidate.split(separator: " ")
        guard words.count > 5, let localCandidate else { return false }
        return localCandidate == "\(words[4]):\(words[5])" || localCandidate == "[\(words[4])]:\(words[5])"
    }
}
