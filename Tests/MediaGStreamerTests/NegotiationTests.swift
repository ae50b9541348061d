// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import JoomModel
import PluginKit
import Testing

@testable import MediaGStreamer

extension MediaTests {
    @Suite struct NegotiationTests {
        @Test func answerSpeaksTheOffersNumbers() async throws {
            let side = try await Side(.answerer, colour: .blue, tone: 880)
            let answer = try await side.connection.createAnswer(to: .foreign())
            let sections = answer.sdp.components(separatedBy: "\r\nm=").dropFirst()
            let video = try #require(sections.first { $0.hasPrefix("video ") })
            let audio = try #require(sections.first { $0.hasPrefix("audio ") })
            #expect(answer.mediaLines.first?.hasPrefix("m=video") == true, "the offer's order")
            #expect(video.contains("a=rtpmap:97 VP8/90000\r\n"))
            #expect(video.contains("a=extmap:5 http://www.ietf.org/id/draft-holmer-rmcat"))
            #expect(video.contains("a=rtcp-fb:97 nack\r\n") && video.contains("a=rtcp-fb:97 nack pli\r\n"))
            #expect(audio.lowercased().contains("a=rtpmap:96 opus/48000/2\r\n"))
            #expect(audio.contains("a=extmap:9 http://www.ietf.org/id/draft-holmer-rmcat"))
            #expect(!answer.sdp.contains("m=application"))
            #expect(video.contains("a=sendrecv\r\n") && audio.contains("a=sendrecv\r\n"))

            let connection = try #require(side.connection as? GStreamerPeerConnection)
            #expect(await until { (try? await connection.sentPayloadTypes()) == ["video/VP8": 97, "audio/OPUS": 96] })
            await side.close()
        }

        @Test func answererWithoutCommonCodecSaysSo() async throws {
            let side = try await Side(.answerer, colour: .blue, tone: 880)
            let offer = SessionDescription.foreign(video: "AV1", audio: "PCMU")
            let error = await #expect(throws: MediaError.self) { try await side.connection.createAnswer(to: offer) }
            #expect(error == .noCommonCodec)
            await side.close()
        }

        @Test func soundGoesOnWhereNoPicturesAreInCommon() async throws {
            let call = try await LoopbackCall(tamperOffer: { offer in
                let unknown = offer.sdp.replacingOccurrences(of: "VP8/90000", with: "AV2/90000")
                return SessionDescription(kind: .offer, sdp: unknown)
            })
            #expect(await until { call.alice.sound.share(of: 880, length: 24_000) > 0.9 })
            #expect(await until { call.bob.sound.share(of: 440, length: 24_000) > 0.9 })
            for side in [call.alice, call.bob] {
                #expect(side.events.filter { $0 == .noCommonCodec(.video) }.count == 1, "\(side.events)")
                #expect(!side.events.contains(.noCommonCodec(.audio)))
                #expect(side.picture.seen.count == 0)
            }
            await call.close()
        }

        @Test func picturesGoOnWhereNoSoundIsInCommon() async throws {
            let call = try await LoopbackCall(tamperOffer: { offer in
                let unknown = offer.sdp.replacingOccurrences(of: "OPUS/48000", with: "opera/48000")
                return SessionDescription(kind: .offer, sdp: unknown)
            })
            #expect(await until { call.alice.picture.seen.count > 10 && call.bob.picture.seen.count > 10 })
            for side in [call.alice, call.bob] {
                #expect(side.events.filter { $0 == .noCommonCodec(.audio) }.count == 1, "\(side.events)")
                #expect(!side.events.contains(.noCommonCodec(.video)))
            }
            await call.close()
        }

        @Test(arguments: [
            "", "v=0", "\0", "m=audio", String(repeating: "a=x\r\n", count: 100_000),
            SessionDescription.foreign().sdp.replacingOccurrences(of: "a=fingerprint", with: "a=thumbprint"),
            SessionDescription.foreign().sdp.replacingOccurrences(of: "sha-256", with: "sha-1"),
        ])
        func nonsenseIsRefusedByName(_ sdp: String) async throws {
            let side = try await Side(.answerer, colour: .blue, tone: 880)
            let error = await #expect(throws: MediaError.self) {
                try await side.connection.createAnswer(to: SessionDescription(kind: .offer, sdp: sdp))
            }
            guard case .badDescription = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            await side.close()
        }

        @Test func callsOutOfOrderAreRefused() async throws {
            let side = try await Side(.offerer, colour: .red, tone: 440)
            await #expect(throws: MediaError.self) { try await side.connection.setAnswer(.foreign(kind: .answer)) }
            _ = try await side.connection.createOffer()
            await #expect(throws: MediaError.self) { try await side.connection.createOffer() }
            await #expect(throws: MediaError.self) { try await side.connection.createAnswer(to: .foreign()) }
            await side.close()
            await side.connection.close()
            await #expect(throws: MediaError.self) { try await side.connection.createOffer() }
        }
    }
}

extension SessionDescription {
    /// A browser's kind of offer: picture first, numbers of its own, no data channel.
    static func foreign(kind: Kind = .offer, video: String = "VP8", audio: String = "opus") -> SessionDescription {
        let transport = """
            c=IN IP4 0.0.0.0
            a=rtcp:9 IN IP4 0.0.0.0
            a=ice-ufrag:Abcd
            a=ice-pwd:aaaaaaaaaaaaaaaaaaaaaaaa
            a=ice-options:trickle
            a=fingerprint:sha-256 \(Array(repeating: "AB", count: 32).joined(separator: ":"))
            a=setup:\(kind == .offer ? "actpass" : "active")
            a=sendrecv
            a=rtcp-mux
            """
        let congestion = "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01"
        let text = """
            v=0
            o=- 4611731400430051336 2 IN IP4 127.0.0.1
            s=-
            t=0 0
            a=group:BUNDLE 0 1
            a=extmap-allow-mixed
            a=msid-semantic: WMS stream
            m=video 9 UDP/TLS/RTP/SAVPF 97 98
            \(transport)
            a=mid:0
            a=extmap:1 urn:ietf:params:rtp-hdrext:toffset
            a=extmap:5 \(congestion)
            a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid
            a=msid:stream video
            a=rtcp-rsize
            a=rtpmap:97 \(video)/90000
            a=rtcp-fb:97 goog-remb
            a=rtcp-fb:97 transport-cc
            a=rtcp-fb:97 ccm fir
            a=rtcp-fb:97 nack
            a=rtcp-fb:97 nack pli
            a=rtpmap:98 rtx/90000
            a=fmtp:98 apt=97
            a=ssrc-group:FID 11111 22222
            a=ssrc:11111 cname:x
            a=ssrc:22222 cname:x
            m=audio 9 UDP/TLS/RTP/SAVPF 96 0
            \(transport)
            a=mid:1
            a=extmap:14 urn:ietf:params:rtp-hdrext:ssrc-audio-level
            a=extmap:9 \(congestion)
            a=msid:stream audio
            a=rtpmap:96 \(audio)/48000/2
            a=rtcp-fb:96 transport-cc
            a=fmtp:96 minptime=10;useinbandfec=1
            a=rtpmap:0 PCMU/8000
            a=ssrc:33333 cname:x

            """
        return SessionDescription(kind: kind, sdp: text.replacingOccurrences(of: "\n", with: "\r\n"))
    }
}

extension GStreamerPeerConnection {
    /// Payload types on the pads that lead out, by codec.
    func sentPayloadTypes() async throws -> [String: Int] {
        try await webrtc.statistics().reduce(into: [:]) { types, entry in
            guard entry.texts["id"]?.hasPrefix("codec-stats-sink") ?? false, let name = entry.texts["mime-type"],
                let type = entry.numbers["payload-type"]
            else { return }
            types[name] = Int(type)
        }
    }
}
