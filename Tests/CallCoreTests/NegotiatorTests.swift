// SPDX-License-Identifier: GPL-3.0-or-later
import CallCore
import JoomModel
import Testing

struct NegotiatorTests {
    static let offer = SessionDescription(kind: .offer, sdp: "offer")
    static let answer = SessionDescription(kind: .answer, sdp: "answer")
    static let candidate = IceCandidate(candidate: "candidate:1", sdpMid: "0", sdpMLineIndex: 0)

    /// One row of the transition table: in a state an event leads to a state, with effects.
    struct Row: Sendable, CustomTestStringConvertible {
        let role: Negotiator.Role
        let from: Negotiator.State
        let event: Negotiator.Event
        let to: Negotiator.State
        let effects: [Negotiator.Effect]

        init(
            _ role: Negotiator.Role,
            _ from: Negotiator.State,
            _ event: Negotiator.Event,
            _ to: Negotiator.State,
            _ effects: [Negotiator.Effect]
        ) {
            self.role = role
            self.from = from
            self.event = event
            self.to = to
            self.effects = effects
        }

        var testDescription: String { "\(role) \(from) -> \(event) -> \(to)" }
    }

    static func make(_ role: Negotiator.Role, in state: Negotiator.State) -> Negotiator {
        var made =
            switch role {
            case .offerer: Negotiator(offering: SessionID(bits: 7))
            case .answerer: Negotiator(answering: offer, session: SessionID(bits: 7))
            }
        let path: [Negotiator.Event] =
            switch (role, state) {
            case (_, .new): []
            case (_, .building): [.start]
            case (.offerer, .creatingOffer), (.answerer, .creatingOffer): [.start, .built]
            case (.offerer, .haveLocalOffer), (.answerer, .haveLocalOffer): [.start, .built, .described(offer)]
            case (.offerer, .settingAnswer), (.answerer, .settingAnswer):
                [.start, .built, .described(offer), .remoteAnswer(answer)]
            case (.answerer, .creatingAnswer), (.offerer, .creatingAnswer): [.start, .built]
            case (.offerer, .stable): [.start, .built, .described(offer), .remoteAnswer(answer), .applied]
            case (.answerer, .stable): [.start, .built, .described(answer)]
            case (_, .closed): [.start, .close]
            }
        for event in path { _ = made.handle(event) }
        return made
    }

    static let legal: [Row] = [
        Row(.offerer, .new, .start, .building, [.run(.build)]),
        Row(.offerer, .building, .built, .creatingOffer, [.run(.createOffer)]),
        Row(.offerer, .creatingOffer, .described(offer), .haveLocalOffer, [.send(.offer(offer))]),
        Row(.offerer, .haveLocalOffer, .remoteAnswer(answer), .settingAnswer, [.run(.setAnswer(answer))]),
        Row(.offerer, .settingAnswer, .applied, .stable, []),
        Row(.offerer, .haveLocalOffer, .localCandidate(candidate), .haveLocalOffer, [.send(.ice(candidate))]),
        Row(.offerer, .stable, .remoteCandidate(candidate), .stable, [.run(.addCandidate(candidate))]),
        Row(.offerer, .stable, .remoteCandidate(nil), .stable, [.run(.addCandidate(nil))]),
        Row(.answerer, .new, .start, .building, [.run(.build)]),
        Row(.answerer, .building, .built, .creatingAnswer, [.run(.createAnswer(offer))]),
        Row(.answerer, .creatingAnswer, .described(answer), .stable, [.send(.answer(answer))]),
        Row(.answerer, .stable, .remoteCandidate(candidate), .stable, [.run(.addCandidate(candidate))]),
        Row(.answerer, .stable, .localCandidate(nil), .stable, [.send(.ice(nil))]),
        // A failure or the other half's text is the end.
        Row(.offerer, .building, .failed, .closed, [.close]),
        Row(.offerer, .creatingOffer, .failed, .closed, [.close]),
        Row(.offerer, .creatingOffer, .described(answer), .closed, [.close]),
        Row(.offerer, .settingAnswer, .failed, .closed, [.close]),
        Row(.answerer, .creatingAnswer, .failed, .closed, [.close]),
        Row(.answerer, .creatingAnswer, .described(offer), .closed, [.close]),
        Row(.offerer, .haveLocalOffer, .close, .closed, [.close]),
        Row(.answerer, .stable, .close, .closed, [.close]),
    ]

    static let ignored: [Row] = [
        // An answer without an offer, or twice.
        Row(.offerer, .creatingOffer, .remoteAnswer(answer), .creatingOffer, [.ignored]),
        Row(.offerer, .settingAnswer, .remoteAnswer(answer), .settingAnswer, [.ignored]),
        Row(.offerer, .stable, .remoteAnswer(answer), .stable, [.ignored]),
        Row(.answerer, .stable, .remoteAnswer(answer), .stable, [.ignored]),
        Row(.answerer, .creatingAnswer, .remoteAnswer(answer), .creatingAnswer, [.ignored]),
        Row(.offerer, .haveLocalOffer, .remoteAnswer(offer), .haveLocalOffer, [.ignored]),
        // Results that nobody waits for.
        Row(.offerer, .building, .start, .building, [.ignored]),
        Row(.offerer, .haveLocalOffer, .built, .haveLocalOffer, [.ignored]),
        Row(.offerer, .haveLocalOffer, .applied, .haveLocalOffer, [.ignored]),
        Row(.offerer, .haveLocalOffer, .failed, .haveLocalOffer, [.ignored]),
        Row(.offerer, .stable, .described(offer), .stable, [.ignored]),
        Row(.offerer, .stable, .applied, .stable, [.ignored]),
        Row(.answerer, .new, .built, .new, [.ignored]),
        // Nothing wakes what is closed.
        Row(.offerer, .closed, .start, .closed, [.ignored]),
        Row(.offerer, .closed, .built, .closed, [.ignored]),
        Row(.offerer, .closed, .remoteCandidate(candidate), .closed, [.ignored]),
        Row(.offerer, .closed, .localCandidate(candidate), .closed, [.ignored]),
        Row(.offerer, .closed, .close, .closed, [.ignored]),
    ]

    @Test(arguments: legal + ignored)
    func follows(_ row: Row) {
        var negotiator = Self.make(row.role, in: row.from)
        #expect(negotiator.state == row.from)
        #expect(negotiator.handle(row.event) == row.effects)
        #expect(negotiator.state == row.to)
    }

    @Test func remoteCandidatesWaitForTheRemoteDescriptionAndGoOneByOne() {
        var negotiator = Self.make(.offerer, in: .haveLocalOffer)
        #expect(negotiator.handle(.remoteCandidate(Self.candidate)) == [])
        #expect(negotiator.handle(.remoteCandidate(nil)) == [])
        #expect(negotiator.handle(.remoteAnswer(Self.answer)) == [.run(.setAnswer(Self.answer))])
        #expect(negotiator.handle(.applied) == [.run(.addCandidate(Self.candidate))])
        #expect(negotiator.handle(.applied) == [.run(.addCandidate(nil))])
        #expect(negotiator.handle(.applied) == [])
    }

    @Test func localCandidatesFollowTheirDescription() {
        var negotiator = Self.make(.answerer, in: .creatingAnswer)
        #expect(negotiator.handle(.localCandidate(Self.candidate)) == [])
        #expect(
            negotiator.handle(.described(Self.answer)) == [.send(.answer(Self.answer)), .send(.ice(Self.candidate))]
        )
    }

    @Test func aFloodOfCandidatesDoesNotFillMemory() {
        var negotiator = Self.make(.offerer, in: .haveLocalOffer)
        for _ in 0..<Negotiator.candidateLimit { #expect(negotiator.handle(.remoteCandidate(Self.candidate)) == []) }
        #expect(negotiator.handle(.remoteCandidate(Self.candidate)) == [.ignored])
    }

    @Test(arguments: Negotiator.Role.allCases)
    func bothSidesKeepTheSameExchange(_ role: Negotiator.Role) {
        let exchange = Self.make(role, in: .stable).exchange
        #expect(exchange?.session == SessionID(bits: 7))
        #expect(exchange?.offer == "offer")
        #expect(exchange?.answer == "answer")
    }
}
