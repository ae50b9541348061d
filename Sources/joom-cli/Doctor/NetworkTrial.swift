// SPDX-License-Identifier: GPL-3.0-or-later
import GLibKit
import JoomModel
import SignalingServer

/// Looks whether packets can get out.
enum NetworkTrial {
    static func addresses() -> [Finding] {
        let addresses = NetworkMonitor.addresses
        guard !addresses.isEmpty else {
            return [
                Finding(
                    name: "network",
                    status: .warning,
                    message: "There is no network; only calls on this computer work.",
                    remedy: "Connect to a network."
                )
            ]
        }
        let list = addresses.sorted().joined(separator: ", ")
        return [Finding(name: "network", status: .ok, message: "Packets can leave from \(list).")]
    }

    /// Rooms of others nearby are found by Avahi; their links work without it.
    static func nearby() -> [Finding] {
        let message =
            ServiceBrowser.implementation().map { "Rooms of others on this network can be found (\($0))." }
                ?? """
                Rooms of others on this network are not found, because Avahi does not run; their links work. \
                The package avahi-daemon brings it.
                """
        return [Finding(name: "nearby", status: .ok, message: message)]
    }

    /// Asks each server for what calls want of it.
    ///
    /// - Parameter servers: those of the command line and of the person's preferences.
    /// - Returns: a finding for each URL.
    static func servers(_ servers: [IceServer]) async -> [Finding] {
        var findings: [Finding] = []
        for server in servers {
            for (url, place) in server.places {
                switch place {
                case .failure(let fault): findings.append(useless(url, fault))
                case .success(let place) where place.isRelay: findings.append(await relay(url, of: server))
                case .success(let place): findings.append(await stun(url, at: place))
                }
            }
        }
        return findings
    }

    /// What the person's preferences say of servers and ports, as far as it makes sense.
    static func preferences(_ options: OwnOptions) -> [Finding] {
        var findings: [Finding] = []
        if let fault = options.portsFault {
            findings.append(
                Finding(
                    name: "ports",
                    status: .warning,
                    message: "The UDP ports that are set make no sense, so calls take any. \(Sentences.of(fault))",
                    remedy: "Correct them in Preferences, Network."
                )
            )
        }
        if options.isRelayOnly, !options.servers.contains(where: \.isRelay) {
            findings.append(
                Finding(
                    name: "relay-only",
                    status: .warning,
                    message: "Calls may use relays only, and no TURN server of your own is set.",
                    remedy: "Add one in Preferences, Network, unless the servers of your rooms have one."
                )
            )
        }
        return findings
    }

    private static func useless(_ url: String, _ fault: IceServerFault) -> Finding {
        Finding(
            name: "ice-server",
            status: .failed,
            message: "\(url) cannot help with calls.",
            remedy: Sentences.of(fault)
        )
    }

    private static func stun(_ url: String, at place: IceServerURL) async -> Finding {
        do throws(StunProbe.Failure) {
            try await StunProbe.ask(host: place.host, port: place.port)
            return Finding(name: "ice-server", status: .ok, message: "\(url) answers.")
        } catch {
            return finding(url, error)
        }
    }

    private static func relay(_ url: String, of server: IceServer) async -> Finding {
        do throws(TurnProbe.Failure) {
            let relay = try await TurnProbe.ask(url, of: server)
            return Finding(name: "ice-server", status: .ok, message: "\(url) passes packets on, from \(relay.address).")
        } catch {
            return finding(url, error)
        }
    }

    private static func finding(_ url: String, _ failure: StunProbe.Failure) -> Finding {
        switch failure {
        case .silent:
            failed(
                "\(url) does not answer over UDP.",
                "Look whether it runs, and whether a firewall keeps UDP out, there or here."
            )
        case .unreachable(let reason):
            failed(
                "\(url) cannot be reached: \(reason).",
                "Look whether the name is right, and whether this computer has a network."
            )
        }
    }

    /// What a TURN server that is of no use says of itself.
    static func finding(_ url: String, _ failure: TurnProbe.Failure) -> Finding {
        switch failure {
        case .unreachable(let reason):
            failed(
                "\(url) cannot be reached: \(reason).",
                "Look whether the name and port are right, and whether this computer has a network."
            )
        case .untrusted(let reason):
            failed(
                "The certificate of \(url) is not to be trusted: \(reason).",
                "Write the name that the certificate is for, or ask whoever runs the server for a good one."
            )
        case .silent:
            failed(
                "\(url) does not answer.",
                "Look whether it runs, and whether a firewall keeps it out, there or here."
            )
        case .refused(401, _):
            failed("\(url) does not take the user name and password.", "Correct them, or ask whoever runs the server.")
        case .refused(let code, let words):
            failed("\(url) gives no relay: \(code) \(words).", "Ask whoever runs the server, or take another one.")
        case .deaf(let place):
            failed(
                "\(url) gave a relay at \(place), and a packet that was sent there did not come out.",
                "Ask whoever runs the server to open the relay's UDP ports in every firewall on the way."
            )
        }
    }

    private static func failed(_ message: String, _ remedy: String) -> Finding {
        Finding(name: "ice-server", status: .failed, message: message, remedy: remedy)
    }
}
