// SPDX-License-Identifier: GPL-3.0-or-later
public import JoomModel

/// Where servers that share their rooms keep them, and through which they talk (Protocol.md section 9).
///
/// Everything happens on one event loop; an answer comes once, after the call has returned.
public protocol RoomStore: AnyObject {
    /// Who hears of what happens; held weakly.
    var delegate: (any RoomStoreDelegate)? { get set }

    /// Connects, and goes on doing so whenever the connection is lost.
    func start()

    /// Hears everything that is said in a room from now on.
    ///
    /// - Parameters:
    ///   - room: which.
    ///   - answer: nothing is missed from now on; not called when the connection is lost before.
    func subscribe(to room: RoomName, _ answer: @escaping () -> Void)

    /// Does not hear it any longer.
    func unsubscribe(from room: RoomName)

    /// Reads a room.
    ///
    /// - Parameters:
    ///   - room: which.
    ///   - answer: what is there; not called when the connection is lost before.
    func load(_ room: RoomName, _ answer: @escaping (StoredRoom) -> Void)

    /// Writes a room if nobody else has done so meanwhile, and tells everybody who hears it, this server too; nothing
    /// comes between.
    ///
    /// - Parameters:
    ///   - room: which.
    ///   - record: its text; nil when nothing is to be remembered.
    ///   - lifetime: how long it is kept without being held.
    ///   - revision: what it replaces.
    ///   - messages: published right after it.
    ///   - answer: the new revision, or what is there instead; not called when the connection is lost before.
    func commit(
        _ room: RoomName,
        _ record: String?,
        lifetime: Duration,
        replacing revision: Int,
        saying messages: [String],
        _ answer: @escaping (CommitAnswer) -> Void
    )

    /// Says something to everybody who hears a room, this server too.
    func publish(_ message: String, in room: RoomName)

    /// Asks which servers are gone.
    ///
    /// - Parameters:
    ///   - nodes: of which.
    ///   - answer: those of them; not called when the connection is lost before.
    func lapsed(among nodes: Set<NodeID>, _ answer: @escaping (Set<NodeID>) -> Void)
}

/// A room as the store has it.
public struct StoredRoom: Hashable, Sendable {
    /// Counts up with each change; 0 of a room that is not there.
    public var revision: Int
    /// What is known; nil for nothing.
    public var record: String?

    /// Pairs both.
    public init(revision: Int = 0, record: String? = nil) {
        self.revision = revision
        self.record = record
    }
}

/// What came of a write.
public enum CommitAnswer: Hashable, Sendable {
    /// It holds.
    case done(revision: Int)
    /// Somebody was faster; this is what they wrote.
    case conflict(StoredRoom)
}

/// Hears what happens at a store, on its event loop.
public protocol RoomStoreDelegate: AnyObject {
    /// The store can be used; nothing is subscribed to.
    func storeConnected()

    /// The connection is lost: answers that are due will not come.
    func storeLost()

    /// Somebody wrote a room.
    func changed(_ room: RoomName, _ stored: StoredRoom)

    /// Somebody published something.
    func heard(_ message: String, in room: RoomName)

    /// A second has passed with the connection in order.
    func storeBeat()
}
