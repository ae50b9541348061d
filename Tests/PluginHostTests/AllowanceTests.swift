// SPDX-License-Identifier: GPL-3.0-or-later
import Testing

@testable import PluginHost

struct AllowanceTests {
    private static func take(_ times: [Duration], from allowance: inout Allowance) -> [Bool] {
        var answers: [Bool] = []
        for time in times { answers.append(allowance.take(at: time)) }
        return answers
    }

    @Test func someInARowAndThenOneEachInterval() {
        var allowance = Allowance(burst: 3, interval: .seconds(5), now: .zero)
        let early = Self.take([1, 1, 1, 1, 5, 12, 12, 12].map { .seconds($0) }, from: &allowance)
        #expect(early == [true, true, true, false, false, true, true, false])
        // However long nobody asks, no more than the first few are saved up; and time that goes back gives nothing.
        let late = Self.take([1_000, 1_000, 1_000, 1_000, 0].map { .seconds($0) }, from: &allowance)
        #expect(late == [true, true, true, false, false])
    }
}
