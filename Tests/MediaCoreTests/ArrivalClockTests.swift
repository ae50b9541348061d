// SPDX-License-Identifier: GPL-3.0-or-later
import MediaCore
import Testing

struct ArrivalClockTests {
    /// How late each of a row of packets of 20 ms is found to be, where each comes as late as is said, in ms.
    private func found(_ clock: inout ArrivalClock, from start: Int = 0, timestamp: UInt32 = 0, late: [Int]) -> [Int] {
        late.enumerated().map { index, late in
            let number = start + index
            let now = Duration.seconds(100) + .milliseconds(number * 20 + late)
            let time = clock.time(of: timestamp &+ UInt32(number * 960), at: now)
            return Int(((now - time) / .milliseconds(1)).rounded())
        }
    }

    @Test func whatIsLateKeepsItsPlace() {
        var clock = ArrivalClock(clockRate: 48_000)
        #expect(found(&clock, late: [0, 3, 300, 280, 260, 0]) == [0, 3, 300, 280, 260, 0])
    }

    @Test func aFirstPacketThatIsLateIsFoundOut() {
        var clock = ArrivalClock(clockRate: 48_000)
        #expect(found(&clock, late: [60, 40, 20, 0, 10]) == [0, 0, 0, 0, 10])
    }

    @Test func timestampsWrapAround() {
        var clock = ArrivalClock(clockRate: 48_000)
        #expect(found(&clock, timestamp: .max - 2_000, late: [0, 0, 30, 0, 0]) == [0, 0, 30, 0, 0])
    }

    @Test func anotherWayThatTakesLongerIsLearnt() {
        var clock = ArrivalClock(clockRate: 48_000)
        #expect(found(&clock, late: .init(repeating: 0, count: 600)).last == 0)
        let after = found(&clock, from: 600, late: .init(repeating: 50, count: 1_100))
        #expect(after.first == 50 && after.last == 0)
    }

    @Test func aStreamThatGoesOnFromElsewhereBeginsAnew() {
        var clock = ArrivalClock(clockRate: 48_000)
        _ = found(&clock, late: [0, 0, 0])
        #expect(found(&clock, from: 3, timestamp: 1_000_000, late: [0, 5]) == [0, 5])
    }

    @Test(arguments: [0, 1, .max]) func nonsenseIsBorne(_ rate: Int) {
        var clock = ArrivalClock(clockRate: rate)
        for (timestamp, seconds) in [(UInt32.max, Int64.max), (0, .min), (1 << 31, 0), (5, 1 << 40)] {
            _ = clock.time(of: timestamp, at: .seconds(seconds / 4))
        }
    }
}
