// SPDX-License-Identifier: GPL-3.0-or-later
import PluginKit
import Testing

struct AddOnFloodGateTests {
    @Test func aPersonPassesAndAFloodDoesNot() {
        var gate = AddOnFloodGate()
        let passed = (0..<1_000).count { _ in gate.passes(100, at: 5) }
        #expect(passed == 64)
        let second: UInt64 = 1_000_000_000
        let later = (0..<1_000).count { _ in gate.passes(100, at: 5 + second) }
        #expect(later == 16)
        let slow = (2..<100).count { gate.passes(100, at: 5 + UInt64($0) * second) }
        #expect(slow == 98)
    }

    @Test func whatIsTooLongNeverPasses() {
        var gate = AddOnFloodGate()
        let passed = [1, 0].map { gate.passes(AddOnMessage.byteLimit + $0, at: 0) }
        #expect(passed == [false, true])
    }
}
