// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import Logging
import RoomProtocol
import SocketIOCore

/// The rooms of a server: its own, or shared with others through a store.
///
/// Confined to an event loop.
///
/// The rules stay in `RoomDirectory`, whichever it is. With a store, a change of a room is tried here, written if
/// nobody was faster, and tried again on what they wrote otherwise; meanwhile whatever else concerns the room waits.
/// It holds when this server hears of it as all others do, so that people everywhere are told everything in one order.
/// A server that has clients in a room holds it: hears all changes and has what it needs to pass on offers at once.
/// Without the store, servers decide alone, and bring it together when it is back.
final class SharedRooms {
    typealias Outcome = RoomDirectory.Outcome

    /// Something that a client or a server wants done with a room.
    struct Change {
        enum Kind {
            /// Somebody outside wants in, or to know: the room has to be known here.
            case arrival
            /// Concerns those inside: of ours there are none in a room that is not held.
            case ordinary
            /// What is said inside is passed on, and changes nothing.
            case relay
            /// What was decided without the store is brought together with it.
            case reconciliation
        }

        let room: RoomName
        var kind = Kind.ordinary
        /// A client asks for it, and can be refused; what happened to one has to be written down.
        var isRequest = false
        /// Done once more where somebody else was faster.
        let apply: (inout RoomDirectory) -> Outcome
        /// What came of it, once it holds; `true` where it was decided without the others.
        let done: (Outcome, Bool) -> Void
    }

    /// A room with clients of this server.
    struct Held {
        enum Phase {
            /// What others say can be missed yet.
            case opening
            case idle
            /// The first change is being written; what comes of it here, and what was before.
            case committing(Outcome, before: RoomRecord)
            /// It is written, but what was said before it is still on its way.
            case awaiting(Outcome, revision: Int)
        }

        var phase = Phase.opening
        var revision = 0
        var changes: [Change] = []
        /// What came while it was not known whether the first change is written.
        var inbox: [Arrival] = []
    }

    enum Arrival {
        case changed(StoredRoom)
        case heard(String)
    }

    var directory: RoomDirectory
    let store: (any RoomStore)?
    let logger: Logger
    let clock: () -> ClockReading
    var isConnected = false
    var held: [RoomName: Held] = [:]
    /// Tells or closes a client of this server; nothing where it is another one's.
    var deliver: (NodeMessage) -> Void = { _ in }
    /// Hears that a room may have become another, once that holds.
    var changed: (RoomName) -> Void = { _ in }
    /// True for rooms that have to be held although no client of this server is in.
    var isWatched: (RoomName) -> Bool = { _ in false }
    /// True for clients of this server.
    var isOwn: (SocketID) -> Bool = { _ in false }
    /// Rooms of which the store may know something wrong.
    var unsettled: Set<RoomName> = []
    /// Rooms that are held although none of our clients is in, for so many beats: others may bring up what is over.
    var lingering: [RoomName: Int] = [:]
    /// Counts connections to the store, so that nobody waits for answers of an old one.
    var epoch = 0

    init(directory: RoomDirectory, store: (any RoomStore)?, logger: Logger, clock: @escaping () -> ClockReading) {
        self.directory = directory
        self.store = store
        self.logger = logger
        self.clock = clock
        store?.delegate = self
    }

    /// True where there are other servers that this one cannot reach.
    var isDegraded: Bool { store != nil && !isConnected }

    /// Makes a change, now or when it is its turn.
    func submit(_ change: Change) {
        guard store != nil, isConnected else { return settle(change) }
        guard var room = held[change.room] else {
            // Whoever names rooms at random costs the store nothing.
            guard change.kind == .arrival else { return settle(change) }
            held[change.room] = Held(changes: [change])
            open(change.room)
            return
        }
        if case .idle = room.phase, room.changes.isEmpty, change.kind == .relay { return settle(change) }
        guard !change.isRequest || room.changes.count < Self.waitingRequests else {
            return change.done(Outcome(reply: .refused(Self.busy)), false)
        }
        room.changes.append(change)
        held[change.room] = room
        advance(change.room)
    }

    /// So many things wait for a room at most, however slowly the store answers.
    static let waitingRequests = 1_000
    private static let busy = SignalingRefusal(code: .unavailable, message: "The room is busy; try again in a minute")

    /// Decides without asking anybody.
    func settle(_ change: Change) {
        let name = change.room
        guard change.kind != .relay else { return change.done(change.apply(&directory), isDegraded) }
        let before = isDegraded ? directory.record(of: name) : nil
        change.done(change.apply(&directory), isDegraded)
        if let before, before != directory.record(of: name) { unsettled.insert(name) }
        // Who watches a room that is empty here still wants to hear of those in the store.
        if isDegraded, isWatched(name) { unsettled.insert(name) }
        changed(name)
    }

    /// Makes a room that is watched known here, or lets go of it, and tells `changed`.
    func look(at room: RoomName) {
        let kind: Change.Kind = isWatched(room) ? .arrival : .ordinary
        submit(Change(room: room, kind: kind, apply: { _ in Outcome(reply: .done) }, done: { _, _ in }))
    }

    // MARK: - Holding a room

    func open(_ name: RoomName) {
        store?.subscribe(
            to: name,
            current { rooms in
                rooms.store?.load(name, rooms.current { rooms, stored in rooms.loaded(name, stored) })
            }
        )
    }

    private func loaded(_ name: RoomName, _ stored: StoredRoom) {
        guard held[name] != nil else { return }
        let mine = directory.record(of: name)
        install(stored, at: name)
        if mine.nodes.union(directory.record(of: name).nodes).contains(directory.node) { reconcile(mine, name) }
        let others = directory.record(of: name).nodes.subtracting([directory.node])
        guard !others.isEmpty else { return ready(name) }
        store?.lapsed(
            among: others,
            current { rooms, lapsed in
                rooms.bury(lapsed, in: name, first: true)
                rooms.ready(name)
            }
        )
    }

    private func ready(_ name: RoomName) {
        held[name]?.phase = .idle
        advance(name)
    }

    /// Lets go of a room that no client of this server has to do with.
    func release(_ name: RoomName) {
        let room = directory.record(of: name)
        let isHeld =
            lingering[name] != nil || isWatched(name) || room.nodes.contains(directory.node)
            || room.room?.door.connections.contains(where: isOwn) == true
        guard !isHeld else { return }
        held[name] = nil
        directory.install(RoomRecord(), at: name)
        store?.unsubscribe(from: name)
    }

    // MARK: - Changing a room

    /// Goes on with what waits.
    func advance(_ name: RoomName) {
        while let room = held[name] {
            switch room.phase {
            case .opening, .committing: return
            case .idle, .awaiting:
                if let arrival = room.inbox.first {
                    held[name]?.inbox.removeFirst()
                    take(arrival, name)
                } else if case .idle = room.phase {
                    guard let change = room.changes.first else {
                        changed(name)
                        return release(name)
                    }
                    attempt(change, name, on: room.revision)
                } else {
                    return
                }
            }
        }
    }

    private func attempt(_ change: Change, _ name: RoomName, on revision: Int) {
        let before = directory.record(of: name)
        let outcome = change.apply(&directory)
        let after = directory.record(of: name)
        guard before != after else { return finish(change, outcome, name) }
        var own = outcome
        own.effects = outcome.effects.filter { isOwn($0.connection) }
        held[name]?.phase = .committing(own, before: before)
        store?.commit(
            name,
            after.isEmpty ? nil : after.text(clock()),
            lifetime: after.room == nil ? RoomLimits.resumeLifetime : Self.lifetime,
            replacing: revision,
            saying: outcome.effects.filter { !isOwn($0.connection) }.map { NodeMessage($0).text },
            current { rooms, answer in rooms.committed(name, answer) }
        )
    }

    /// How long the store keeps a room whose servers are all gone; those that hold it see to it that it stays.
    static let lifetime = Duration.seconds(3_600)

    private func committed(_ name: RoomName, _ answer: CommitAnswer) {
        guard let room = held[name], case .committing(let outcome, let before) = room.phase else { return }
        switch answer {
        case .done(let revision): held[name]?.phase = .awaiting(outcome, revision: revision)
        case .conflict(let stored):
            held[name]?.phase = .idle
            install(stored, at: name)
            removeStrangers(from: name, since: before)
        }
        advance(name)
    }

    private func finish(_ change: Change, _ outcome: Outcome, _ name: RoomName) {
        held[name]?.changes.removeFirst()
        change.done(outcome, false)
    }

    func install(_ stored: StoredRoom, at name: RoomName) {
        held[name]?.revision = stored.revision
        guard let text = stored.record else { return directory.install(RoomRecord(), at: name) }
        let record = RoomRecord(text, clock())
        if record == nil { logger.error("a room in the store cannot be read and is taken for empty") }
        directory.install(record ?? RoomRecord(), at: name)
    }

    private func take(_ arrival: Arrival, _ name: RoomName) {
        guard let room = held[name] else { return }
        switch (arrival, room.phase) {
        case (.heard(let text), _): NodeMessage(text).map(deliver)
        case (.changed(let stored), .awaiting(let outcome, let revision)):
            guard stored.revision == revision, let change = room.changes.first else { return }
            held[name]?.revision = revision
            held[name]?.phase = .idle
            finish(change, outcome, name)
        case (.changed(let stored), _):
            guard stored.revision > room.revision else { return }
            let before = directory.record(of: name)
            install(stored, at: name)
            removeStrangers(from: name, since: before)
        }
    }

    /// An answer that counts only while the connection is the one that it was asked on.
    func current<Answer>(_ body: @escaping (SharedRooms, Answer) -> Void) -> (Answer) -> Void {
        { [weak self, epoch] answer in
            guard let self, self.epoch == epoch else { return }
            body(self, answer)
        }
    }

    func current(_ body: @escaping (SharedRooms) -> Void) -> () -> Void {
        let answer = current { (rooms: SharedRooms, _: Void) in body(rooms) }
        return { answer(()) }
    }
}
