// SPDX-License-Identifier: GPL-3.0-or-later
import MediaCore
import Testing

struct ArrivalSpreadTests {
    /// Packets of 20 ms, each as much later than the quickest as is said.
    private func feed(_ spread: inout ArrivalSpread, from start: Int = 0, timestamp: UInt32 = 0, late: [Int]) {
        for (index, late) in late.enumerated() {
            let number = start + index
            spread.take(
                timestamp: timestamp &+ UInt32(number * 960),
                at: .seconds(100) + .milliseconds(number * 20 + late)
            )
        }
    }

    @Test func theLatestCountsOnce() {
        var spread = ArrivalSpread(clockRate: 48_000)
        feed(&spread, late: [0, 3, 45, 25, 5, 0])
        #expect(spread.takeLargest() == .milliseconds(45))
        #expect(spread.takeLargest() == .zero)
        feed(&spread, from: 6, late: [1, 7, 2])
        #expect(spread.takeLargest() == .milliseconds(7))
    }

    @Test func aFirstPacketThatIsLateIsFoundOut() {
        var spread = ArrivalSpread(clockRate: 48_000)
        feed(&spread, late: [60, 40, 20, 0, 10])
        #expect(spread.takeLargest() == .milliseconds(10))
    }

    @Test func timestampsWrapAround() {
        var spread = ArrivalSpread(clockRate: 48_000)
        feed(&spread, timestamp: .max - 2_000, late: [0, 0, 30, 0, 0])
        #expect(spread.takeLargest() == .milliseconds(30))
    }

    @Test func aPacketThatWasOvertakenIsLate() {
        var spread = ArrivalSpread(clockRate: 48_000)
        for (number, at) in [(0, 0), (1, 20), (3, 60), (2, 61), (4, 80)] {
            spread.take(timestamp: UInt32(number * 960), at: .milliseconds(at))
        }
        #expect(spread.takeLargest() == .milliseconds(21))
    }

    @Test func aStreamThatGoesOnElsewhereIsNotLate() {
        var spread = ArrivalSpread(clockRate: 48_000)
        feed(&spread, late: [0, 0, 0])
        feed(&spread, from: 3, timestamp: 2_000_000_000, late: [0, 0, 8])
        #expect(spread.takeLargest() == .milliseconds(8))
    }

    @Test func aClockThatRunsSlowIsForgiven() {
        var spread = ArrivalSpread(clockRate: 48_000)
        // 1 ms a second, much more than clocks do.
        feed(&spread, late: (0..<3_000).map { $0 / 50 })
        _ = spread.takeLargest()
        feed(&spread, from: 3_000, late: [60])
        #expect(spread.takeLargest() <= .milliseconds(21))
        #expect(spread.takeLargest() == .zero)
    }

    @Test(arguments: [0, 1, Int.max])
    func nonsenseIsSurvived(_ rate: Int) {
        var spread = ArrivalSpread(clockRate: rate)
        let packets: [(UInt32, Duration)] = [
            (.max, .zero), (0, .seconds(-5)), (1 << 31, .seconds(1 << 40)), (7, .zero),
        ]
        for (timestamp, at) in packets {
            spread.take(timestamp: timestamp, at: at)
            #expect(spread.takeLargest() <= .seconds(1))
        }
    }
}
