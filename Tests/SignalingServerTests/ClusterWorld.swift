// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import Logging
import RoomProtocol
import SocketIOCore

@testable import SignalingServer

/// Servers that share rooms through a made-up store, in which whatever is under way arrives in any order that two
/// connections to a Redis allow.
final class ClusterWorld {
    /// What is under way: commands to the store, its answers, and messages, each in order for itself.
    final class Store: RoomStore {
        weak var delegate: (any RoomStoreDelegate)?
        let world: ClusterWorld
        var commands: [() -> Void] = []
        var answers: [() -> Void] = []
        var messages: [() -> Void] = []
        var rooms: Set<RoomName> = []
        var isConnected = false

        init(world: ClusterWorld) { self.world = world }

        func start() {}

        func subscribe(to room: RoomName, _ answer: @escaping () -> Void) {
            commands.append { [self] in
                rooms.insert(room)
                messages.append(answer)
            }
        }

        func unsubscribe(from room: RoomName) { commands.append { [self] in rooms.remove(room) } }

        func load(_ room: RoomName, _ answer: @escaping (StoredRoom) -> Void) {
            commands.append { [self] in
                let stored = world.stored[room] ?? StoredRoom()
                answers.append { answer(stored) }
            }
        }

        func commit(
            _ room: RoomName,
            _ record: String?,
            lifetime: Duration,
            replacing revision: Int,
            saying messages: [String],
            _ answer: @escaping (CommitAnswer) -> Void
        ) {
            commands.append { [self] in
                let stored = world.stored[room] ?? StoredRoom()
                guard stored.revision == revision else { return answers.append { answer(.conflict(stored)) } }
                world.revision += 1
                let new = StoredRoom(revision: world.revision, record: record)
                world.stored[room] = new
                let given = world.revision
                answers.append { answer(.done(revision: given)) }
                world.tell(room) { $0.changed(room, new) }
                for message in messages { world.tell(room) { $0.heard(message, in: room) } }
            }
        }

        func publish(_ message: String, in room: RoomName) {
            commands.append { [world] in world.tell(room) { $0.heard(message, in: room) } }
        }

        func lapsed(among nodes: Set<NodeID>, _ answer: @escaping (Set<NodeID>) -> Void) {
            commands.append { [self] in
                let gone = nodes.subtracting(world.alive)
                answers.append { answer(gone) }
            }
        }

        /// Something that can happen next.
        func step(_ random: inout some RandomNumberGenerator) -> Bool {
            let kinds: [ReferenceWritableKeyPath<Store, [() -> Void]>] = [\.commands, \.answers, \.messages]
            guard isConnected, let kind = kinds.filter({ !self[keyPath: $0].isEmpty }).randomElement(using: &random)
            else { return false }
            self[keyPath: kind].removeFirst()()
            return true
        }
    }

    /// A client, which believes what it is told.
    final class Person {
        let connection: SocketID
        let node: Int
        var id: PeerID?
        var view: Set<PeerID> = []
        /// Who is to be offered to, and who is waited for.
        var offers: Set<PeerID> = []
        var isInside = false
        var isJoining = false

        init(_ name: String, node: Int) { (connection, self.node) = (SocketID(name), node) }

        func hear(_ event: ServerEvent) {
            switch event {
            case .welcome(let peer):
                guard let id = peer.id else { return }
                view.insert(id)
                offers.insert(id)
            case .bye(let peer, _):
                if peer == id { isInside = false }
                view.remove(peer)
                offers.remove(peer)
            default: break
            }
        }
    }

    var stored: [RoomName: StoredRoom] = [:]
    var revision = 0
    var alive: Set<NodeID> = []
    private(set) var stores: [Store] = []
    private(set) var servers: [SharedRooms] = []
    private(set) var people: [Person] = []
    private var arrivals = 0
    private var tickets = 0

    init(servers count: Int, capacity: Int) {
        for number in 0..<count {
            let store = Store(world: self)
            let node = NodeID("n\(number)")
            let rooms = SharedRooms(
                directory: RoomDirectory(limits: RoomLimits(members: capacity), node: node),
                store: store,
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
                clock: { ClockReading(monotonic: .seconds(1), sinceEpoch: .seconds(1_000)) }
            )
            rooms.isOwn = { [weak self] id in
                self?.people.contains { $0.connection == id && $0.node == number } == true
            }
            rooms.deliver = { [weak self] message in
                guard case .emit(let id, let event) = message, let event = try? ServerEvent(event) else { return }
                self?.people.first { $0.connection == id && $0.node == number }?.hear(event)
            }
            alive.insert(node)
            stores.append(store)
            servers.append(rooms)
            connect(number)
        }
    }

    func connect(_ number: Int) {
        stores[number].isConnected = true
        servers[number].storeConnected()
    }

    func disconnect(_ number: Int) {
        let store = stores[number]
        store.isConnected = false
        (store.commands, store.answers, store.messages, store.rooms) = ([], [], [], [])
        servers[number].storeLost()
    }

    fileprivate func tell(_ room: RoomName, _ body: @escaping (any RoomStoreDelegate) -> Void) {
        for store in stores where store.isConnected && store.rooms.contains(room) {
            store.messages.append { [weak store] in store?.delegate.map(body) }
        }
    }

    /// Lets everything that is under way arrive.
    func settle(_ random: inout some RandomNumberGenerator) {
        while step(&random) {}
    }

    func step(_ random: inout some RandomNumberGenerator) -> Bool {
        stores.shuffled(using: &random).contains { $0.step(&random) }
    }

    // MARK: - People

    func arrive(at node: Int) -> Person {
        arrivals += 1
        let person = Person("c\(arrivals)", node: node)
        people.append(person)
        return person
    }

    func join(_ person: Person, _ room: RoomName) {
        tickets += 1
        let ticket = RoomDirectory.Ticket(
            peer: PeerID("p\(tickets)"),
            resume: "t\(tickets)",
            resumeHash: SecretHash(bytes: Array("t\(tickets)".utf8)),
            shown: nil,
            admission: nil,
            isByInvitation: false
        )
        person.isJoining = true
        submit(person, room, .arrival) { [weak self] directory in
            // Who hung up before it was their turn gets no seat.
            guard self?.people.contains(where: { $0 === person }) == true else {
                return RoomDirectory.Outcome(reply: .silence)
            }
            return directory.join(room, .make(), from: person.connection, ticket: ticket, now: .zero)
        }
    }

    func say(_ person: Person, _ event: ClientEvent) {
        submit(person, event.room) { $0.handle(event, from: person.connection) }
    }

    func leave(_ person: Person, _ room: RoomName) {
        (person.isInside, person.view, person.offers) = (false, [], [])
        say(person, .leave(room))
    }

    /// The connection is gone.
    func lose(_ person: Person) {
        people.removeAll { $0 === person }
        for room in servers[person.node].directory.rooms(touchedBy: person.connection) {
            submit(person, room) {
                RoomDirectory.Outcome(
                    reply: .silence,
                    effects: $0.disconnected(person.connection, from: room, now: .zero)
                )
            }
        }
    }

    private func submit(
        _ person: Person,
        _ room: RoomName,
        _ kind: SharedRooms.Change.Kind = .ordinary,
        _ apply: @escaping (inout RoomDirectory) -> RoomDirectory.Outcome
    ) {
        let server = servers[person.node]
        server.submit(
            SharedRooms.Change(room: room, kind: kind, apply: apply) { [weak server] outcome, _ in
                if outcome.reply != .done { person.isJoining = false }
                if case .joined(let acknowledgement) = outcome.reply {
                    person.id = acknowledgement.you
                    person.isInside = true
                    person.view = Set(acknowledgement.peers.compactMap(\.id))
                    person.offers = []
                }
                server?.perform(outcome.effects, room)
            }
        )
    }
}
