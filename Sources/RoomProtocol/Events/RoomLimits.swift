// SPDX-License-Identifier: GPL-3.0-or-later

/// How much a server takes (Protocol.md section 8).
public struct RoomLimits: Hashable, Sendable {
    /// Longest name of a person, in bytes of UTF-8.
    public static let maximumNameBytes = 128
    /// Longest id of a peer, in bytes.
    public static let maximumPeerBytes = 64
    /// Longest `resume`, `admission` or `mac`, in bytes.
    public static let maximumTokenBytes = 256
    /// Most capabilities one program may claim.
    public static let maximumCapabilities = 16
    /// Longest capability, in bytes.
    public static let maximumCapabilityBytes = 64
    /// Seats of a room that holds a seed-style member: the seed's page knows one peer only.
    public static let seedStyleMembers = 2
    /// Rooms that one connection may be in.
    public static let roomsPerConnection = 4
    /// Rooms that one connection may watch from outside.
    public static let watchesPerConnection = 16
    /// Connections that may watch one room.
    public static let watchersPerRoom = 256
    /// How long the token of an acknowledgement is good after its connection is gone.
    public static let resumeLifetime: Duration = .seconds(120)

    /// Seats of a room; a mesh, so everybody sends to everybody.
    public var members: Int
    /// Largest description or candidate, in bytes of JSON.
    public var messageBytes: Int

    /// Sets limits; the defaults are those of Protocol.md.
    public init(members: Int = 4, messageBytes: Int = 65_536) {
        self.members = members
        self.messageBytes = messageBytes
    }
}
