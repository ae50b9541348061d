// SPDX-License-Identifier: GPL-3.0-or-later
import SignalingServer
import SocketIOCore

/// What one look at a server showed.
struct CheckFinding: Hashable, Sendable {
    /// One sentence.
    let message: String
    /// What to do; nil when all is well.
    var remedy: String?

    /// As it is printed.
    var text: String {
        remedy.map { "  FAILED  \(message)\n          Next: \($0)" } ?? "  ok      \(message)"
    }

    // MARK: The name

    static func name(_ domain: DomainName, addresses: [String]) -> CheckFinding {
        guard addresses.isEmpty else {
            return CheckFinding(message: "\(domain) leads to \(addresses.joined(separator: ", ")).")
        }
        return CheckFinding(
            message: "\(domain) leads nowhere.",
            remedy: "Make an A record (and AAAA, for IPv6) with this computer's address, at whoever the name is from; "
                + "wait some minutes, and run it again."
        )
    }

    // MARK: The site

    /// What a failed connection to port 443 says.
    static func connection(_ failure: ConnectionFailure, to domain: DomainName) -> CheckFinding {
        switch failure {
        case .timeout:
            CheckFinding(
                message: "Nothing comes back from TCP port 443 of \(domain).",
                remedy: "Open 443/tcp in every firewall on the way, the provider's too; a router has to pass it on."
            )
        default:
            CheckFinding(
                message: "Nothing listens on TCP port 443 of \(domain).",
                remedy: "Look whether the name leads to the right computer, and there: systemctl status caddy"
            )
        }
    }

    /// What a failed request by https says.
    static func site(_ failure: ConnectionFailure, of domain: DomainName) -> CheckFinding {
        switch failure {
        case .untrusted, .wrongCertificate:
            CheckFinding(
                message: "The certificate of \(domain) is not one that browsers accept for this name today.",
                remedy: "An authority needs 80/tcp and 443/tcp open; what it said is in: journalctl -u caddy -n 30"
            )
        case .notSocketIO, .lost:
            CheckFinding(
                message: "Port 443 of \(domain) answers, and shows no certificate for that name.",
                remedy: "An authority needs 80/tcp and 443/tcp open; what it said is in: journalctl -u caddy -n 30"
            )
        case .timeout, .refused, .unknownHost:
            CheckFinding(
                message: "\(domain) does not answer by https in time.",
                remedy: "Look at what speaks https: systemctl status caddy"
            )
        }
    }

    /// What `/readyz` says.
    static func readiness(status: Int, of domain: DomainName) -> CheckFinding {
        let place = "https://\(domain)/readyz"
        switch status {
        case 200: return CheckFinding(message: "\(place) says that the server takes people in.")
        case 502, 504:
            return CheckFinding(
                message: "\(place) is \(status): https is there, and the server behind it is not.",
                remedy: "Look at what it says: journalctl -u joom-server -n 30"
            )
        case 503:
            return CheckFinding(
                message: "\(place) is 503: the server is about to end.",
                remedy: "systemctl restart joom-server, unless somebody just stopped it."
            )
        default:
            return CheckFinding(
                message: "\(place) is \(status): another site answers there.",
                remedy: "Look into /etc/caddy/Caddyfile, or at whatever speaks https there, for \(domain)."
            )
        }
    }

    // MARK: STUN and TURN

    static func stun(_ url: String, _ failure: StunProbe.Failure?) -> CheckFinding {
        switch failure {
        case nil: CheckFinding(message: "\(url) answers.")
        case .silent:
            CheckFinding(
                message: "\(url) does not answer.",
                remedy: "Open the port for UDP in every firewall on the way; look at journalctl -u joom-server -n 30"
            )
        case .unreachable(let reason):
            CheckFinding(
                message: "\(url) cannot be reached: \(reason).",
                remedy: "Look whether this computer has a network."
            )
        }
    }

    static func relay(_ url: String, _ failure: TurnProbe.Failure) -> CheckFinding {
        switch failure {
        case .unreachable(let reason):
            CheckFinding(message: "\(url) cannot be reached: \(reason).", remedy: "Look at it: systemctl status coturn")
        case .untrusted(let reason):
            CheckFinding(
                message: "\(url) shows a certificate that is not to be trusted: \(reason).",
                remedy: "Look at the files that cert and pkey name in /etc/turnserver.conf."
            )
        case .silent:
            CheckFinding(
                message: "\(url) does not answer.",
                remedy: "Open the port in every firewall on the way; look whether it runs: systemctl status coturn"
            )
        case .refused(401, _):
            CheckFinding(
                message: "\(url) does not let in whom the server vouches for.",
                remedy:
                    "The secret in /etc/turnserver.conf is another than in /etc/joom/setup.toml, or the clocks differ; "
                    + "run the set-up again."
            )
        case .refused(let code, let words):
            CheckFinding(
                message: "\(url) gives no relay: \(code) \(words).",
                remedy: "Look at what it says: journalctl -u coturn -n 30"
            )
        case .deaf(let place):
            CheckFinding(
                message: "\(url) gave a relay at \(place), and a packet that was sent there did not come out.",
                remedy:
                    "Open the relay's UDP ports in every firewall on the way; if \(place) is no address that others see, "
                    + "run the set-up again once the name leads here."
            )
        }
    }
}
