// SPDX-License-Identifier: GPL-3.0-or-later
import CallCore
import JoomModel

/// Some people, one or two servers, and everything that is under way between them.
///
/// Each step does one thing of all that could happen next. What one sender says keeps its order; nothing else does.
struct World {
    enum Style { case joom, seed }

    struct Plan {
        var style = Style.joom
        var people = 2
        /// Each person on a server of their own, so that joins can cross.
        var hasTwoServers = false
        /// A re-join with a known name is not announced to the others.
        var resumesSilently = false
        /// Everybody came by a link with a key.
        var isKeyed = false
        /// Drops, reloads and repeated messages in the first part of the run.
        var troubles = 0
    }

    /// What a client asks of its server.
    enum Verb {
        case join(JoinOptions)
        case send(SignalingMessage, Routing)
    }

    /// What one server tells the other for a person.
    enum Wire {
        case welcome(RemotePeer)
        case message(SignalingMessage, Routing)
        case bye(PeerID, ByeReason)
    }

    struct Person {
        var call = Call()
        /// Grows with each reload.
        var instance = 0
        /// Grows with each connection to the server.
        var connection = 0
        var isConnected = false
        var outbox: [Verb] = []
        var inbox: [Call.SignalingInput] = []
        /// Older answers and offers that the network repeats, joom style only: sessions tell them apart.
        var repeats: [Call.SignalingInput] = []
        var timers: [(due: Duration, timer: Call.Timer)] = []
        var peerConnections: [LinkID: Int] = [:]
    }

    /// Who has a seat, as the server knows.
    struct Member {
        let person: Int
        let connection: Int
        let peer: RemotePeer
    }

    let plan: Plan
    var random: SplitMix
    var people: [Person] = []
    var members: [Member] = []
    /// Between servers, by sender and receiver; also the way within one server, where it is empty at once.
    var wires: [[Wire]] = []
    var peerConnections: [SimulatedPeerConnection] = []
    /// Numbers of those that are not closed.
    var alive: [Int] = []
    var now = Duration.zero
    var faults: [String] = []
    var events = 0
    let room: RoomName
    /// What happened, for reading one run; nil unless it is wanted.
    var diary: [String]?

    init(_ plan: Plan, seed: UInt64, keepsDiary: Bool = false) throws {
        self.plan = plan
        diary = keepsDiary ? [] : nil
        random = SplitMix(seed: seed)
        room = try RoomName("kitchen")
        wires = Array(repeating: [], count: plan.people * plan.people)
        for index in 0..<plan.people {
            people.append(Person())
            enter(index)
        }
    }

    // MARK: People

    /// Starts a program: a new call that joins.
    mutating func enter(_ index: Int) {
        let name = "\(random.pick(100))-\(index)-\(people[index].instance)"
        var options = JoinOptions(name: nil, peerID: PeerID(name))
        if plan.isKeyed { options.seal = SealTests.key }
        apply(.user(.join(room, options)), to: index)
    }

    /// Ends a program without a word and starts it again.
    mutating func reload(_ index: Int) {
        cutConnection(of: index)
        for number in people[index].peerConnections.values { close(number) }
        people[index].peerConnections = [:]
        people[index].timers = []
        people[index].repeats = []
        people[index].call = Call()
        people[index].instance += 1
        enter(index)
    }

    /// The network breaks: what is under way to and from the client is lost; the server notices later.
    mutating func drop(_ index: Int) {
        guard people[index].isConnected else { return }
        cutConnection(of: index)
        apply(.signaling(.lost), to: index)
        // Lost before the seat was asked for, the call is over, and the person tries again.
        if case .ended = people[index].call.phase { reload(index) }
    }

    mutating func connect(_ index: Int) {
        people[index].connection += 1
        people[index].isConnected = true
        people[index].inbox = [.connected]
        // Without sessions nothing can tell what was said to the lost connection, or on it: servers pass on faster than
        // people reconnect.
        guard plan.style == .seed else { return }
        for other in people.indices {
            wires[other * people.count + index] = []
            while !wires[index * people.count + other].isEmpty { arrive(from: index, to: other) }
        }
    }

    private mutating func cutConnection(of index: Int) {
        people[index].isConnected = false
        people[index].outbox = []
        people[index].inbox = []
    }

    // MARK: Calls

    mutating func apply(_ event: Call.Event, to index: Int) {
        events += 1
        let effects = people[index].call.handle(event, bits: random.next())
        diary?.append("\(now) person \(index): \(event)" + effects.map { "\n    \($0)" }.joined())
        for effect in effects { run(effect, of: index) }
        for participant in people[index].call.participants where participant.links.count > 2 {
            faults.append("more than two generations")
        }
    }

    private mutating func run(_ effect: Call.Effect, of index: Int) {
        switch effect {
        case .openChannel, .closeChannel, .leaveRoom, .request, .sendState, .sendWord, .show, .notify, .closeDown,
            .note:
            break
        case .join(_, let options): say(.join(options), by: index)
        case .send(let message, _, let routing): say(.send(message, routing), by: index)
        case .build(let link, _, let configuration): build(link, configuration, for: index)
        case .run(let link, let operation):
            guard let number = people[index].peerConnections[link] else { return faults.append("no such connection") }
            if let fault = peerConnections[number].begin(operation) { faults.append(fault) }
        case .close(let link), .retire(let link):
            guard let number = people[index].peerConnections.removeValue(forKey: link) else {
                return faults.append("closed twice")
            }
            close(number)
        case .startTimer(let timer, let duration): people[index].timers.append((now + duration, timer))
        }
    }

    private mutating func say(_ verb: Verb, by index: Int) {
        guard people[index].isConnected else { return }
        if case .send(.state, _) = verb { return }
        people[index].outbox.append(verb)
    }

    // MARK: PeerConnections

    private mutating func build(_ link: LinkID, _ configuration: Link.Configuration, for index: Int) {
        let session = people[index].call.participants.flatMap(\.links).first { $0.id == link }?.negotiator.session
        let made = SimulatedPeerConnection(
            number: peerConnections.count,
            owner: index,
            instance: people[index].instance,
            link: link,
            role: configuration.role,
            session: session
        )
        people[index].peerConnections[link] = made.number
        peerConnections.append(made)
        alive.append(made.number)
    }

    private mutating func close(_ number: Int) {
        peerConnections[number].isAlive = false
        alive.removeAll { $0 == number }
        peerConnections[number].reports = []
        guard let remote = partner(of: number), peerConnections[remote].isConnectionBegun else { return }
        peerConnections[remote].reports.append(.path(.disconnected))
    }

    /// The living other end, once both ends have the same two descriptions.
    func partner(of number: Int) -> Int? {
        let mine = peerConnections[number]
        guard let remote = mine.remote, peerConnections.indices.contains(remote) else { return nil }
        let theirs = peerConnections[remote]
        guard theirs.isAlive, mine.answer != nil, theirs.offer == mine.offer, theirs.answer == mine.answer else {
            return nil
        }
        return remote
    }
}
