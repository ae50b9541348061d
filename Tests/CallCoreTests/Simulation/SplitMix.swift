// SPDX-License-Identifier: GPL-3.0-or-later

/// A small random source that gives the same run for the same seed: SplitMix64 (Steele, Lea and Flood, 2014).
struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    /// A number from 0 to `count - 1`; quicker than `Int.random`.
    mutating func pick(_ count: Int) -> Int { Int(truncatingIfNeeded: next() >> 33) % count }

    mutating func chance(oneIn count: Int) -> Bool { pick(count) == 0 }
}
