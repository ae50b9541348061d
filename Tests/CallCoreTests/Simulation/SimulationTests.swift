// SPDX-License-Identifier: GPL-3.0-or-later
import CallCore
import Testing

/// Random interleavings of everything that may happen between people and servers; a failing run prints its seed.
///
struct SimulationTests {
    static let runsPerBatch = 2_500

    @Test(arguments: 0..<8)
    func everyInterleavingEndsInTheSameCallOnBothSides(batch: Int) throws {
        for run in 0..<Self.runsPerBatch {
            let seed = UInt64(batch * Self.runsPerBatch + run)
            let faults = try Self.simulate(seed).faults
            guard !faults.isEmpty else { continue }
            let diary = try Self.simulate(seed, keepsDiary: true).diary
            Issue.record("seed \(seed), \(Self.plan(seed)): \(faults)\n\(diary)")
            return
        }
    }

    /// What goes wrong in the run of that seed.
    static func simulate(_ seed: UInt64, keepsDiary: Bool = false) throws -> (faults: [String], diary: String) {
        var world = try World(plan(seed), seed: seed, keepsDiary: keepsDiary)
        world.run()
        return (world.findFaults(), world.diary?.joined(separator: "\n") ?? "")
    }

    static func plan(_ seed: UInt64) -> World.Plan {
        var random = SplitMix(seed: ~seed)
        var plan = World.Plan()
        plan.style = random.chance(oneIn: 2) ? .seed : .joom
        plan.hasTwoServers = random.chance(oneIn: 2)
        plan.resumesSilently = random.chance(oneIn: 3)
        plan.troubles = random.pick(5)
        if plan.style == .joom, random.chance(oneIn: 4) { plan.people = 3 }
        plan.isKeyed = plan.style == .joom && random.chance(oneIn: 2)
        return plan
    }
}
