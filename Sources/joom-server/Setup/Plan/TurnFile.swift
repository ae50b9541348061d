// SPDX-License-Identifier: GPL-3.0-or-later
import SocketIONIO

/// What coturn reads.
enum TurnFile {
    static let path = "/etc/turnserver.conf"

    /// Networks that strangers must not reach through this computer.
    ///
    /// Itself, its neighbours, a cloud's data on it, and forms of IPv6 that hide an IPv4 address. coturn takes ranges, not
    /// prefixes.
    private static let denied = [
        "0.0.0.0-0.255.255.255", "10.0.0.0-10.255.255.255", "100.64.0.0-100.127.255.255", "127.0.0.0-127.255.255.255",
        "169.254.0.0-169.254.255.255", "172.16.0.0-172.31.255.255", "192.0.0.0-192.0.0.255",
        "192.168.0.0-192.168.255.255", "198.18.0.0-198.19.255.255", "240.0.0.0-255.255.255.255", "::1",
        "::ffff:0:0-::ffff:ffff:ffff", "64:ff9b::-64:ff9b::ffff:ffff", "2001::-2001:0:ffff:ffff:ffff:ffff:ffff:ffff",
        "2002::-2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "fc00::-fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        "fe80::-febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
    ]

    /// nil where no relay is wanted.
    static func make(_ request: SetupRequest, _ host: SetupHost) -> PlannedFile? {
        guard let secret = request.turnSecret else { return nil }
        let lines =
            [
                PlannedFile.mark,
                "# The members of joom-server's rooms are let in, who bring what it signed with this secret.",
                "use-auth-secret", "static-auth-secret=\(secret)", "realm=\(request.domain)", "",
                "listening-port=\(SetupPlan.turnPort)", "min-port=\(SetupPlan.relayPorts.lowerBound)",
                "max-port=\(SetupPlan.relayPorts.upperBound)",
            ] + addresses(host) + [
                "", "# One member's ways to all others, twice over; and of all members.", "user-quota=64",
                "total-quota=\(SetupPlan.relayPorts.count)", "stale-nonce=600", "fingerprint", "",
                "# Nobody gets into this computer's own networks through it, and nowhere by TCP.", "no-multicast-peers",
                "no-tcp-relay",
            ] + denied.map { "denied-peer-ip=\($0)" } + [
                "", "# What is relayed is encrypted from caller to caller.", "no-tls", "no-dtls", "no-cli",
                "no-rfc5780",
                "no-stun-backward-compatibility", "response-origin-only-with-rfc5780", "syslog", "",
            ]
        return PlannedFile(
            path: path,
            contents: lines.joined(separator: "\n"),
            reason: "the relay lets in whom the server vouches for, and nobody into private networks",
            mode: 0o640,
            group: "turnserver"
        )
    }

    /// What coturn has to know where the computer has another address than others see.
    ///
    /// Relays are announced under that one; two members who both use the relay meet on the computer's own.
    private static func addresses(_ host: SetupHost) -> [String] {
        guard let source = host.sourceAddress else { return [] }
        var lines: [String] = []
        if let seen = host.translatedAddress {
            lines += [
                "", "# This computer is \(source), and others see it as \(seen).", "external-ip=\(seen)/\(source)",
            ]
        }
        if host.isBehindTranslation {
            lines.append("allowed-peer-ip=\(source)")
        }
        return lines
    }
}
