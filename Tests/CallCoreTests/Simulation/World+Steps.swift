// SPDX-License-Identifier: GPL-3.0-or-later
import CallCore
import JoomModel

/// What may happen next, and the choice.
extension World {
    enum Step {
        case connect(Int)
        case send(Int)
        case arrive(Int, Int)
        case receive(Int)
        case hearAgain(Int)
        case complete(Int)
        case report(Int)
        case findPath(Int, Int)
        case expire(Member)
    }

    /// Runs to the end: troubles first, then peace until nothing moves and no timer is left.
    mutating func run() {
        var troubles = plan.troubles
        var quiet = 0
        while faults.isEmpty, quiet < 300 {
            if troubles > 0, random.chance(oneIn: 8) {
                troubles -= 1
                makeTrouble()
            }
            let steps = possibleSteps()
            if steps.isEmpty {
                guard passTime() else { break }
                quiet += 1
            } else {
                take(steps[random.pick(steps.count)])
            }
            if events > 4_000 { faults.append("no end") }
        }
    }

    private mutating func makeTrouble() {
        let index = random.pick(people.count)
        switch random.pick(4) {
        case 0: drop(index)
        case 1: reload(index)
        case 2: apply(.networkChanged, to: index)
        default: repeatMessage(of: index)
        }
    }

    /// Repeats what waits at the head, at once; or, where sessions tell messages apart, at any later time.
    private mutating func repeatMessage(of index: Int) {
        guard let head = people[index].inbox.first, case .message = head else { return }
        switch plan.style {
        case .seed: people[index].inbox.insert(head, at: 0)
        case .joom: people[index].repeats.append(head)
        }
    }

    private func possibleSteps() -> [Step] {
        var steps: [Step] = []
        for (index, person) in people.enumerated() {
            if !person.isConnected { steps.append(.connect(index)) }
            if !person.outbox.isEmpty { steps.append(.send(index)) }
            if !person.inbox.isEmpty { steps.append(.receive(index)) }
            if !person.repeats.isEmpty { steps.append(.hearAgain(index)) }
            for other in people.indices where !wires[index * people.count + other].isEmpty {
                steps.append(.arrive(index, other))
            }
        }
        for number in alive {
            if peerConnections[number].operation != nil { steps.append(.complete(number)) }
            if !peerConnections[number].reports.isEmpty { steps.append(.report(number)) }
            if !peerConnections[number].isConnectionBegun, peerConnections[number].role == .offerer,
                let other = partner(of: number)
            {
                steps.append(.findPath(number, other))
            }
        }
        for member in members where isDead(member) { steps.append(.expire(member)) }
        return steps
    }

    private func isDead(_ member: Member) -> Bool {
        let person = people[member.person]
        return !person.isConnected || person.connection != member.connection
    }

    private mutating func take(_ step: Step) {
        switch step {
        case .connect(let index): connect(index)
        case .send(let index): process(people[index].outbox.removeFirst(), of: index)
        case .arrive(let sender, let receiver): arrive(from: sender, to: receiver)
        case .receive(let index): apply(.signaling(people[index].inbox.removeFirst()), to: index)
        case .hearAgain(let index): apply(.signaling(people[index].repeats.removeFirst()), to: index)
        case .complete(let number):
            guard let result = peerConnections[number].complete() else { return }
            apply(.link(peerConnections[number].link, result), to: peerConnections[number].owner)
        case .report(let number):
            let report = peerConnections[number].reports.removeFirst()
            if case .path(let path) = report { peerConnections[number].path = path }
            apply(.link(peerConnections[number].link, report), to: peerConnections[number].owner)
        case .findPath(let one, let other):
            for number in [one, other] {
                peerConnections[number].isConnectionBegun = true
                peerConnections[number].reports.append(.path(.connected))
                peerConnections[number].reports.append(.firstPicture(width: 640, height: 480))
            }
        case .expire(let member): expire(member)
        }
    }

    /// Nothing else moves: a lost path fails for good, or the earliest timer fires; false when there is none.
    private mutating func passTime() -> Bool {
        let lost = peerConnections.first { $0.isAlive && $0.path == .disconnected }
        if let lost {
            peerConnections[lost.number].path = .failed
            apply(.link(lost.link, .path(.failed)), to: lost.owner)
            return true
        }
        var earliest: (person: Int, timer: Int, due: Duration)?
        for (index, person) in people.enumerated() {
            for (number, timer) in person.timers.enumerated() where timer.due < earliest?.due ?? .seconds(1 << 40) {
                earliest = (index, number, timer.due)
            }
        }
        guard let earliest else { return false }
        let timer = people[earliest.person].timers.remove(at: earliest.timer)
        now = timer.due
        apply(.timer(timer.timer), to: earliest.person)
        return true
    }
}
