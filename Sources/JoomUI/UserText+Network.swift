// SPDX-License-Identifier: GPL-3.0-or-later
import CallSession
import JoomModel
import JoomWidgets

/// What is said of a person's own servers and ports.
extension UserText {
    static var noRelay: String {
        tr(
            "Only relays may be used, and no TURN server gave one. Check yours in Preferences, Network, or let calls take any path there."
        )
    }

    static func allTaken(_ ports: PortRange) -> String {
        tr(
            "The UDP ports {ports} are all in use. Close other programs, or choose more ports in Preferences, Network.",
            ["ports": ports.description]
        )
    }

    static func useless(_ url: String, _ reason: IceServerReason) -> String {
        switch reason {
        case .fault(let fault):
            tr("{server} cannot help with calls. {reason}", ["server": url, "reason": sentence(fault)])
        case .failed(let text):
            tr(
                "{server} cannot help with calls: {reason}. Check it, or ask whoever runs it.",
                ["server": url, "reason": trimmed(text)]
            )
        }
    }

    /// Why an address is none of a server that helps.
    static func sentence(_ fault: IceServerFault) -> String {
        switch fault {
        case .scheme:
            tr("The address of such a server looks like {example}.", ["example": "turn:turn.example.org:3478"])
        case .encryptedStun: tr("STUN over TLS is not possible. Write stun: in place of stuns:.")
        case .encryptedDatagrams: tr("TURN over TLS needs TCP. Write transport=tcp in place of transport=udp.")
        case .host: tr("It names no computer. After the colon there has to be a name or an address.")
        case .port: tr("That is no port: ports are numbers from 1 to 65535.")
        case .query(let query):
            tr(
                "Nothing is known of “{text}” after the question mark. Leave it out, or write transport=tcp for TURN over TCP.",
                ["text": query]
            )
        case .noCredential: tr("A TURN server asks for a user name and a password. Enter both.")
        }
    }

    /// Why ports are none that calls can use.
    static func sentence(_ fault: PortRangeFault) -> String {
        switch fault {
        case .malformed:
            tr("Enter two port numbers with a hyphen between them, such as {example}.", ["example": "50000-50100"])
        case .reserved:
            tr("Ports below {port} belong to the system. Begin higher.", ["port": String(PortRange.lowest)])
        case .reversed: tr("The first port is higher than the last. Swap them.")
        case .tooFew:
            tr(
                "That is too few for calls with several people. Allow {number} ports or more.",
                ["number": String(PortRange.least)]
            )
        }
    }
}
