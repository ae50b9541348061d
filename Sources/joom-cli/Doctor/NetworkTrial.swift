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

    static func servers(_ urls: [String]) async -> [Finding] {
        var findings: [Finding] = []
        for url in urls {
            guard let address = StunAddress(url) else { continue }
            let transaction = (0..<12).map { _ in UInt8.random(in: .min ... .max) }
            do throws(StunProbe.Failure) {
                try await StunProbe.ask(host: address.host, port: address.port, transaction: transaction)
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

/// Host and port of a STUN or TURN URL (RFC 7064, RFC 7065).
struct StunAddress: Equatable {
    let host: String
    let port: Int

    /// Reads `stun:HOST[:PORT]` and `turn:HOST[:PORT][?transport=…]`; nil for anything else.
    init?(_ url: String) {
        guard let colon = url.firstIndex(of: ":"), ["stun", "turn"].contains(url[..<colon]) else { return nil }
        let place = url[url.index(after: colon)...].prefix { $0 != "?" }
        let host: Substring
        let rest: Substring
        if place.first == "[", let end = place.firstIndex(of: "]") {
            host = place[place.index(after: place.startIndex)..<end]
            rest = place[place.index(after: end)...]
        } else {
            host = place.prefix { $0 != ":" }
            rest = place.dropFirst(host.count)
        }
        guard !host.isEmpty, !host.contains(where: { $0 == "/" || $0 == "@" || $0.isWhitespace }) else { return nil }
        guard !rest.isEmpty else {
            (self.host, port) = (String(host), 3_478)
            return
        }
        guard rest.first == ":", let number = UInt16(rest.dropFirst()), number > 0 else { return nil }
        (self.host, port) = (String(host), Int(number))
    }
}
