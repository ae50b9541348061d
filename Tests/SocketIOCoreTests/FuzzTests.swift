// SPDX-License-Identifier: GPL-3.0-or-later
import SocketIOCore
import Testing

/// A generator that repeats itself for a seed (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}

/// Strangers' bytes may be refused, never trap.
struct FuzzTests {
    static let seeds: [String] = [
        #"452-/a,7["baz",{"_placeholder":true,"num":0},{"deep":[{"_placeholder":true,"num":1}]}]"#,
        #"42["offer",{"type":"offer","sdp":"v=0\r\n\ud83d\ude00"},"room"]"#,
        #"0{"sid":"a","upgrades":[],"pingInterval":25000,"pingTimeout":1e3,"maxPayload":-1}"#,
        "40\u{1e}2probe\u{1e}bAQID\u{1e}431[]",
    ]

    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func mutatedPayloadsNeverTrap(_ seed: UInt64) {
        var random = SeededGenerator(state: seed)
        var packets = 0
        for _ in 0..<3_000 {
            var body = Array((Self.seeds.randomElement(using: &random) ?? "").utf8)
            for _ in 0..<Int.random(in: 0...4, using: &random) { Self.mutate(&body, using: &random) }
            packets += Self.feed(body)
        }
        // Some must get through, or the test would prove nothing.
        #expect(packets > 100, "seed \(seed)")
    }

    @Test(arguments: [5, 6] as [UInt64])
    func randomBytesNeverTrap(_ seed: UInt64) {
        var random = SeededGenerator(state: seed)
        for _ in 0..<3_000 {
            let length = Int.random(in: 0...64, using: &random)
            _ = Self.feed((0..<length).map { _ in UInt8.random(in: .min ... .max, using: &random) })
        }
    }

    @Test(arguments: [7] as [UInt64])
    func whateverIsReadIsWrittenAndReadTheSame(_ seed: UInt64) throws {
        var random = SeededGenerator(state: seed)
        for _ in 0..<2_000 {
            var text = Array(#"{"a":[1,-2.5e-3,"x\u0000é",null,true,{"b":""}]}"#.utf8)
            Self.mutate(&text, using: &random)
            guard let value = try? JSONValue(parsing: text) else { continue }
            #expect(try JSONValue(parsing: value.serialized) == value, "seed \(seed)")
        }
    }

    private static func mutate(_ body: inout [UInt8], using random: inout SeededGenerator) {
        guard let index = body.indices.randomElement(using: &random) else { return }
        switch Int.random(in: 0..<4, using: &random) {
        case 0: body[index] = UInt8.random(in: .min ... .max, using: &random)
        case 1: body.remove(at: index)
        case 2: body.insert(body.randomElement(using: &random) ?? 0, at: index)
        default: body.removeSubrange(index...)
        }
    }

    /// The way of a polling body through all layers; returns how many Socket.IO packets came out.
    private static func feed(_ body: [UInt8]) -> Int {
        var decoder = SocketPacketDecoder()
        var count = 0
        for packet in EnginePayload.decode(body, limit: 1_000).packets {
            switch packet {
            case .message(let text): count += ((try? decoder.decode(text: text)) ?? nil) == nil ? 0 : 1
            case .binary(let bytes): count += ((try? decoder.decode(binary: bytes)) ?? nil) == nil ? 0 : 1
            case .open, .close, .ping, .pong, .upgrade, .noop: continue
            }
        }
        return count
    }
}
