// SPDX-License-Identifier: GPL-3.0-or-later
import CallCore
import JoomModel

/// What must be true at the end, whatever happened on the way.
extension World {
    /// Everything that is not as it has to be.
    func findFaults() -> [String] {
        faults + compareExchanges() + findLeaks() + findLonely()
    }

    /// What an offerer believes to have negotiated its answerer believes too.
    private func compareExchanges() -> [String] {
        peerConnections.compactMap { mine in
            guard mine.role == .offerer, let answer = mine.answer else { return nil }
            guard let number = mine.remote, peerConnections.indices.contains(number) else {
                return "\(mine.number) was answered by nobody"
            }
            let theirs = peerConnections[number]
            guard theirs.owner != mine.owner, theirs.offer == mine.offer, theirs.answer == answer else {
                return "\(mine.number) and \(number) differ"
            }
            guard plan.style == .seed || theirs.session == mine.session else {
                return "\(mine.number) and \(number) differ in session"
            }
            return nil
        }
    }

    private func findLeaks() -> [String] {
        people.indices.compactMap { index in
            let known = Set(people[index].call.participants.flatMap(\.links).map(\.id))
            return known == Set(people[index].peerConnections.keys) ? nil : "links and connections of \(index) differ"
        }
    }

    /// In the end everybody sees everybody else, through one connection that both call the current one.
    private func findLonely() -> [String] {
        guard faults.isEmpty else { return [] }
        var found: [String] = []
        for (index, person) in people.enumerated() {
            guard person.call.participants.count == people.count - 1 else {
                found.append("\(index) sees \(person.call.participants.count) participants")
                continue
            }
            for participant in person.call.participants {
                guard participant.links.count == 1, let link = participant.currentLink,
                    let number = person.peerConnections[link.id], let other = partner(of: number)
                else {
                    found.append("\(index) is not connected: \(participant.connection), \(participant.links.count)")
                    continue
                }
                if plan.isKeyed, !link.isProved { found.append("\(index) has no proof") }
                if link.path != .connected || peerConnections[other].owner == index { found.append("\(index) is deaf") }
            }
        }
        return found
    }
}
