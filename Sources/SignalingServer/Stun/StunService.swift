// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel

/// Where the server answers STUN, and what members are told of it.
public struct StunService: Hashable, Sendable {
    /// A name or address of this computer to listen on.
    ///
    /// One with several addresses answers from the one that the system likes best, unless one is named here.
    public var host: String
    /// The UDP port; 0 for any free one, which only tests can use.
    public var port: Int
    /// The name or address under which members reach it.
    public var name: String

    /// Describes a responder.
    public init(host: String, port: Int = 3_478, name: String) {
        self.host = host
        self.port = port
        self.name = name
    }

    /// What members are told.
    var iceServer: IceServer { IceServer(urls: ["stun:\(name.contains(":") ? "[\(name)]" : name):\(port)"]) }
}
