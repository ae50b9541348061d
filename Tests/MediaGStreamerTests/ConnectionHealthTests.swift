// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import PluginKit
import Testing

@testable import MediaGStreamer

struct ConnectionHealthTests {
    private let second: UInt64 = 1_000_000_000

    private func connected(at start: UInt64) -> ConnectionHealth {
        var health = ConnectionHealth()
        health.negotiatedAt = start
        health.isVerified = true
        health.isUp = true
        health.hasPath = true
        _ = health.state(at: start)
        return health
    }

    @Test func isNewUntilBothDescriptionsAreSet() {
        var health = ConnectionHealth()
        #expect(health.state(at: 50 * second) == .new)
        health.negotiatedAt = 50 * second
        #expect(health.state(at: 50 * second) == .connecting)
    }

    @Test func pathWithoutCertificateIsNotConnected() {
        var health = ConnectionHealth()
        health.negotiatedAt = second
        health.hasPath = true
        health.isUp = true
        #expect(health.state(at: 2 * second) == .connecting)
        health.isVerified = true
        #expect(health.state(at: 2 * second) == .connected)
    }

    @Test func searchEndsAfterTwentySeconds() {
        var health = ConnectionHealth()
        health.negotiatedAt = second
        #expect(health.state(at: 20 * second) == .connecting)
        #expect(health.state(at: 22 * second) == .failed)
    }

    @Test func lostPathIsFailed() {
        var health = connected(at: second)
        health.hasPath = false
        #expect(health.state(at: 2 * second) == .failed)
    }

    @Test(
        arguments: [
            (0, .connected), (2, .connected), (4, .disconnected), (7, .disconnected), (9, .failed),
        ] as [(UInt64, PeerConnectionState)]
    )
    func silenceIsLossForTheMomentAndThenForGood(_ seconds: UInt64, _ expected: PeerConnectionState) {
        var health = connected(at: second)
        health.lastPacket = 100 * second
        #expect(health.state(at: (100 + seconds) * second) == expected)
    }

    @Test func packetsBringTheConnectionBack() {
        var health = connected(at: second)
        #expect(health.state(at: 5 * second) == .disconnected)
        health.lastPacket = 5 * second
        #expect(health.state(at: 5 * second) == .connected)
    }
}
