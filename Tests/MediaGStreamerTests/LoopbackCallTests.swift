// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import PluginKit
import Testing

extension MediaTests {
    @Suite(.tags(.media)) struct LoopbackCallTests {
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
        }
    }
}

/// Media tests run one after the other: they share two cores.
@Suite(.serialized) struct MediaTests {}
