// SPDX-License-Identifier: GPL-3.0-or-later

/// What joom-server itself reads.
enum ServerFiles {
    /// The settings that the set-up makes; only root reads them, since the relay's secret is in it.
    static let settingsPath = "/etc/joom/setup.toml"
    /// The settings of the operator, which win.
    static let ownPath = "/etc/joom/server.toml"

    /// Settings of the operator that would contradict ours.
    static let ours: Set<Setting> = [
        .host, .port, .unixSocket, .certificate, .key, .stunPort, .stunHost, .stunName, .turnURLs, .turnSecret,
        .turnSecretFile,
    ]

    /// The command line, of a server that finds `settingsPath` at this place.
    static func arguments(settings: String) -> String { "--config \(settings) --config \(ownPath)" }

    static func settings(_ request: SetupRequest, _ host: SetupHost) -> PlannedFile {
        let domain = request.domain
        var contents = """
            \(PlannedFile.mark)
            # Your own settings go into \(ownPath), and win over these.

            # Only the proxy on this computer speaks to the server, and says for whom.
            host = "127.0.0.1"
            port = \(SetupPlan.serverPort)
            trusted_proxies = ["127.0.0.1", "::1"]

            # Tells callers the address that their router shows.
            [stun]
            host = "\(host.hasIPv6 ? "::" : "0.0.0.0")"
            port = \(SetupPlan.stunPort)
            name = "\(domain)"

            """
        if let secret = request.turnSecret {
            let url = "turn:\(domain):\(SetupPlan.turnPort)?transport="
            contents += """

                # The relay, and what it and this server share.
                [turn]
                urls = ["\(url)udp", "\(url)tcp"]
                secret = "\(secret)"

                """
        }
        let reason =
            "the server listens for the proxy, answers STUN\(request.turnSecret == nil ? "" : ", vouches at the relay")"
        return PlannedFile(path: settingsPath, contents: contents, reason: reason, mode: 0o600)
    }

    static var own: PlannedFile {
        PlannedFile(
            path: ownPath,
            contents: """
                # Settings of joom-server, which win over those in \(settingsPath). docs/server.md lists all.

                # capacity = 4

                """,
            reason: "your own settings; what is there stays as it is",
            rule: .absent
        )
    }

    /// The unit's user may not read what only root may; systemd hands it over.
    static func unit(_ host: SetupHost) -> PlannedFile {
        PlannedFile(
            path: "/etc/systemd/system/joom-server.service.d/setup.conf",
            contents: """
                \(PlannedFile.mark)
                [Service]
                LoadCredential=setup.toml:\(settingsPath)
                ExecStart=
                ExecStart=\(host.program) \(arguments(settings: "/run/credentials/joom-server.service/setup.toml"))

                """,
            reason: "the service reads both files of settings, the first of which only root may"
        )
    }
}
