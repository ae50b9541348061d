// SPDX-License-Identifier: GPL-3.0-or-later
import MediaCore
import Testing

struct RetransmissionPlanTests {
    @Test func nearbyAnAnswerIsWaitedFor() {
        let plan = RetransmissionPlan(roundTrip: .milliseconds(40))
        #expect(plan.delay == nil && plan.repetition == nil)
        #expect(plan.patience == .milliseconds(160))
    }

    @Test func farAwayThereIsTimeForASecondAnswer() throws {
        for milliseconds in [101, 150, 220, 300] {
            let trip = Duration.milliseconds(milliseconds)
            let plan = RetransmissionPlan(roundTrip: trip)
            let (delay, repetition) = (try #require(plan.delay), try #require(plan.repetition))
            #expect(repetition < trip, "asked again before the first answer")
            // Pictures are kept back for one round trip at the least.
            #expect(delay + repetition + trip < trip + plan.patience)
        }
    }

    @Test func thereAreTwoQuestionsBeforeTheFirstAnswer() throws {
        for milliseconds in [110, 220, 450] {
            let trip = Duration.milliseconds(milliseconds)
            let repetition = try #require(RetransmissionPlan(roundTrip: trip).repetition)
            #expect(repetition < trip && repetition * 2 > trip && repetition >= .milliseconds(60))
        }
    }

    @Test func nothingIsAskedForWhenTheAnswerWouldBeLate() {
        let plan = RetransmissionPlan(roundTrip: .milliseconds(220))
        #expect(plan.lastQuestion(keptBack: .milliseconds(280)) == .milliseconds(490))
        #expect(RetransmissionPlan(roundTrip: .milliseconds(40)).lastQuestion(keptBack: .milliseconds(60)) == nil)
        let endless = RetransmissionPlan(roundTrip: .seconds(3))
        #expect(endless.lastQuestion(keptBack: .milliseconds(400)) == endless.repetition, "never less than nothing")
    }

    @Test func withoutARoundTripMuchIsAssumedAndNothingAskedTwice() {
        let plan = RetransmissionPlan(roundTrip: nil)
        #expect(plan.delay == nil && plan.repetition == nil && plan.patience == .milliseconds(400))
    }

    @Test(arguments: [Duration.seconds(-9), .seconds(Int64.max), .zero])
    func nonsenseStaysInRange(_ trip: Duration) {
        let plan = RetransmissionPlan(roundTrip: trip)
        #expect((Duration.milliseconds(100)...Duration.milliseconds(600)) ~= plan.patience)
        #expect((plan.repetition ?? .seconds(1)) <= .seconds(6))
    }
}
