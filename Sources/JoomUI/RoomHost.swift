// SPDX-License-Identifier: GPL-3.0-or-later
public import JoomModel
public import RoomProtocol

/// Hosts rooms on this computer, for people who name no server.
@MainActor
public protocol RoomHost: AnyObject {
    /// Where rooms of this computer are; starts what is needed for that the first time.
    func address() async throws(HostingFailure) -> ServerAddress

    /// Whether there is a server that keeps those out of a room who have not its key.
    var knowsKeys: Bool { get }

    /// Lets others on this computer's network into one of its rooms, by a second address that shows a certificate.
    ///
    /// - Parameters:
    ///   - room: one that somebody is in.
    ///   - access: who gets in there.
    /// - Returns: the address for links, with the certificate to accept.
    /// - Throws: why nobody can come in.
    func openToNetwork(_ room: RoomName, _ access: NetworkAccess) async throws(HostingFailure) -> ServerAddress

    /// Lets nobody in any longer; who is inside stays.
    ///
    /// - Parameter keepingKey: the room keeps a key that it got by being opened, until all have left.
    func closeToNetwork(keepingKey: Bool) async

    /// Sends a participant of this program's own into a room, with a made-up picture and sound.
    func startTestParticipant(in room: RoomName, server: ServerAddress) async throws(HostingFailure)

    /// Takes that participant out again.
    func stopTestParticipant() async

    /// Ends what was started.
    func stop() async
}

/// Who gets into a room that is open to the network.
public struct NetworkAccess: Hashable, Sendable {
    /// The key that newcomers have to have from now on, from wherever they come.
    public let secret: RoomLink.Secret
    /// The room has this key already, and keeps it when it is closed.
    public let isKeyed: Bool
    /// Who has no link may ask the owner, who gives them the key by letting them in.
    public let canKnock: Bool

    /// Describes it.
    public init(secret: RoomLink.Secret, isKeyed: Bool, canKnock: Bool) {
        self.secret = secret
        self.isKeyed = isKeyed
        self.canKnock = canKnock
    }
}

/// Why this computer cannot host a room.
public enum HostingFailure: Error, Hashable, Sendable {
    /// All ports that were tried are taken.
    case noPort
    /// The server gave up, in its own words.
    case failed(String)
    /// This computer is on no network.
    case noNetwork
    /// Another Joom on this computer hosts its rooms.
    case anotherProgram
    /// The program was built without.
    case notBuiltIn
}
