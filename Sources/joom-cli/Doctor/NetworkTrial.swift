// SPDX-License-Identifier: GPL-3.0-or-later
import GLibKit
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

    static func servers(_ urls: [String]) async -> [Finding] {
        var findings: [Finding] = []
        for url in urls {
            guard let address = StunAddress(url) else { continue }
            do throws(StunProbe.Failure) {
                try await StunProbe.ask(host: address.host, port: address.port)
                findings.append(Finding(name: "ice-server", status: .ok, message: "\(url) answers."))
            } catch {
                findings.append(finding(url, error))
            }
        }
        return findings
    }

    private static func finding(_ url: String, _ failure: StunProbe.Failure) -> Finding {
        switch failure {
        case .silent:
            Finding(
                name: "ice-server",
                status: .failed,
                message: "\(url) does not answer over UDP.",
                remedy: "Look whether it runs, and whether a firewall keeps UDP out, there or here."
            )
        case .unreachable(let reason):
            Finding(
                name: "ice-server",
                status: .failed,
                message: "\(url) cannot be reached: \(reason).",
                remedy: "Look whether the name is right, and whether this computer has a network."
            )
        }
    }
}
