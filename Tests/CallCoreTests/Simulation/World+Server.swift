// SPDX-License-Identifier: GPL-3.0-or-later
import CallCore
import JoomModel

/// The server's side, as Protocol.md section 3 has it, or as a seed server does it.
extension World {
    mutating func process(_ verb: Verb, of index: Int) {
        switch verb {
        case .join(let options): seat(index, options)
        case .send(let message, let routing):
            guard let me = members.first(where: { $0.person == index && $0.connection == people[index].connection })
            else { return }
            switch plan.style {
            case .joom:
                let back = Routing(peer: me.peer.id, session: routing.session, mac: routing.mac)
                for other in 0..<people.count where other != index {
                    // The receiver's name is looked up where the receiver is; a wrong one is nobody.
                    guard let to = routing.peer, members.contains(where: { $0.person == other && $0.peer.id == to })
                    else { continue }
                    tell(.message(message, back), from: index, to: other)
                }
            case .seed:
                if case .negotiate = message { return }
                for other in 0..<people.count where other != index {
                    tell(.message(message, Routing()), from: index, to: other)
                }
            }
        }
    }

    /// Delivers the oldest thing that one person's server has for another person.
    mutating func arrive(from sender: Int, to receiver: Int) {
        let wire = wires[sender * people.count + receiver].removeFirst()
        let isMember = members.contains {
            $0.person == receiver && $0.connection == people[receiver].connection
        }
        guard isMember, people[receiver].isConnected else { return }
        let input: Call.SignalingInput =
            switch wire {
            case .welcome(let peer): .welcome(peer)
            case .message(let message, let routing): .message(message, routing)
            case .bye(let peer, let reason): .bye(peer, reason)
            }
        people[receiver].inbox.append(input)
    }

    /// The server notices that a connection is dead.
    mutating func expire(_ member: Member) {
        members.removeAll { $0.person == member.person && $0.connection == member.connection }
        guard plan.style == .joom, let id = member.peer.id else { return }
        guard !members.contains(where: { $0.peer.id == id }) else { return }
        for other in 0..<people.count where other != member.person {
            tell(.bye(id, .lost), from: member.person, to: other)
        }
    }

    private mutating func seat(_ index: Int, _ options: JoinOptions) {
        let id = plan.style == .joom ? options.peerID : nil
        let isResumed = members.contains { $0.peer.id == id } && plan.style == .joom
        members.removeAll { $0.person == index && $0.peer.id == id && plan.style == .joom }
        let others = members.filter { $0.person != index }
        let peer = RemotePeer(id: id)
        members.append(Member(person: index, connection: people[index].connection, peer: peer))
        people[index].inbox.append(.joinSent)
        if plan.style == .joom {
            let seats = others.map(\.peer)
            let acknowledgement = JoinAcknowledgement(you: options.peerID, peers: seats, resume: "token")
            people[index].inbox.append(.joined(acknowledgement))
        }
        if isResumed, plan.resumesSilently { return }
        for other in 0..<people.count where other != index { tell(.welcome(peer), from: index, to: other) }
    }

    private mutating func tell(_ wire: Wire, from sender: Int, to receiver: Int) {
        wires[sender * people.count + receiver].append(wire)
        // Within one server a message is passed on in the same turn.
        if !plan.hasTwoServers { arrive(from: sender, to: receiver) }
    }
}
