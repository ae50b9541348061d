// SPDX-License-Identifier: GPL-3.0-or-later
import CallSession
import JoomModel
import JoomWidgets
import RoomProtocol
import SocketIOCore

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
                "This link works for people on your network. Joom knows this computer by the link; a browser warns once, and shows this SHA-256 fingerprint of the certificate if it reached the right computer:"
            )
        case .everywhere(let host):
            tr("This link works everywhere, in Joom or in a browser, through {server}.", ["server": host])
        }
    }
}

extension ServerAddress {
    /// The fingerprint of the one certificate to accept, as browsers show it: 32 bytes in hexadecimal digits.
    var shownFingerprint: String? {
        guard let certificate, let bytes = try? Base64.decodeURLSafe(certificate.utf8) else { return nil }
        return bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true) }.joined(separator: ":")
    }
}

extension CallSnapshot {
    /// The room we are in or on the way to.
    var room: RoomName? {
        switch phase {
        case .joining(let room), .joined(let room): room
        case .idle, .leaving, .ended: nil
        }
    }

    /// Whether this computer hosts the room.
    var isHostedHere: Bool { server.map { LinkReach($0) == .thisComputer } ?? false }
}
