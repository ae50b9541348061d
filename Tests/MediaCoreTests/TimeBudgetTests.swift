// SPDX-License-Identifier: GPL-3.0-or-later
import MediaCore
import Testing

@Suite struct TimeBudgetTests {
    private static let millisecond: UInt64 = 1_000_000

    /// Spends the same for each of 30 pictures a second; the seconds after which it was told.
    private static func told(_ time: (Int) -> UInt64, seconds: Int = 6) -> [Double] {
        var budget = TimeBudget(limit: 11 * millisecond)
        return (0..<seconds * 30).filter { number in
            budget.spend(time(number) * millisecond, at: UInt64(number) * 33 * millisecond)
        }.map { Double($0) * 0.033 }
    }

    @Test func whatIsQuickIsNeverTold() {
        #expect(Self.told { _ in 10 } == [])
    }

    @Test func aHiccupIsForgiven() {
        #expect(Self.told { $0 % 60 == 7 ? 60 : 5 } == [])
    }

    @Test func whatIsSlowIsToldOnceAfterTwoSeconds() {
        let told = Self.told { _ in 40 }
        #expect(told.count == 1)
        #expect(told.allSatisfy { (2.0...2.5).contains($0) })
    }

    @Test func oneThatRecoversBeginsAnew() {
        let told = Self.told({ (0..<40).contains($0) || $0 > 90 ? 40 : 1 }, seconds: 8)
        #expect(told.count == 1)
        #expect(told.allSatisfy { $0 > 5 })
    }
}
