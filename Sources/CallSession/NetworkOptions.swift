// SPDX-License-Identifier: GPL-3.0-or-later
public import JoomModel

/// What a person says of the network, for the next connections.
public struct NetworkOptions: Hashable, Sendable {
    /// STUN and TURN servers of one's own, beside those that the room's server names.
    public var iceServers: [IceServer]
    /// Only paths through a TURN server: others see its address and none of this computer's.
    public var isRelayOnly: Bool
    /// The UDP ports of this computer that may be used; nil for any.
    public var ports: PortRange?

    /// Any path, and the servers that the room's server names, unless told otherwise.
    public init(iceServers: [IceServer] = [], isRelayOnly: Bool = false, ports: PortRange? = nil) {
        self.iceServers = iceServers
        self.isRelayOnly = isRelayOnly
        self.ports = ports
    }
}

/// Why a STUN or TURN server is of no use.
public enum IceServerReason: Equatable, Sendable {
    /// No call can use what its URL says.
    case fault(IceServerFault)
    /// It could not be reached safely; the network's or TLS's own words.
    case failed(String)
}
