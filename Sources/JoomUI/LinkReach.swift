// SPDX-License-Identifier: GPL-3.0-or-later
import CallSession
import JoomModel
import JoomWidgets
import RoomProtocol

/// Who can use a room's link, said honestly beside it.
enum LinkReach: Equatable {
    /// Programs and browsers on this computer.
    case thisComputer
    /// Joom on the same network; browsers give a page without TLS no camera (W3C Secure Contexts).
    case network
    /// Joom and browsers on the same network, by a certificate that only the link vouches for.
    case certifiedNetwork
    /// Everybody who reaches the server.
    case everywhere(host: String)

    init(_ server: ServerAddress) {
        let host = server.host.lowercased()
        if host == "localhost" || host == "::1" || host.hasPrefix("127.") {
            self = .thisComputer
        } else if server.certificate != nil {
            self = .certifiedNetwork
        } else if server.isSecure {
            self = .everywhere(host: server.host)
        } else {
            self = .network
        }
    }

    /// One sentence.
    var text: String {
        switch self {
        case .thisComputer:
            tr("This link works on this computer only: in another Joom, or in a browser.")
        case .network:
            tr(
                "This link works in Joom on your network. Browsers refuse the camera here, because the server has no TLS."
            )
        case .certifiedNetwork:
            tr(
                "This link works for people on your network, in Joom or in a browser, which will show one warning."
            )
        case .everywhere(let host):
            tr("This link works everywhere, in Joom or in a browser, through {server}.", ["server": host])
        }
    }
}

extension CallSnapshot {
    /// The room we are in or on the way to.
    var room: RoomName? {
        switch phase {
        case .joining(let room), .knocking(let room), .joined(let room): room
        case .idle, .leaving, .ended: nil
        }
    }

    /// Whether this computer hosts the room.
    var isHostedHere: Bool { server.map { LinkReach($0) == .thisComputer } ?? false }
}
