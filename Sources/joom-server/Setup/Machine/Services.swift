// SPDX-License-Identifier: GPL-3.0-or-later

/// Has the system run what was written.
struct Services {
    let plan: SetupPlan
    let tree: FileTree
    /// What was in caddy's files before; nil for no file.
    let caddyBefore: [(file: PlannedFile, contents: String?)]

    /// Starts all, now and whenever the computer starts.
    ///
    /// - Returns: false where that is left to the operator.
    /// - Throws: the first service that does not start.
    func start() throws(SetupError) -> Bool {
        try lookAtCaddy()
        Transcript.say("Services")
        // Where systemd is in charge, sd_booted(3).
        guard tree.has("/run/systemd/system") else {
            Transcript.say("  systemd does not run here. Start these yourself, and then look at it all with --check:")
            for service in plan.services { Transcript.say("  \(service.name): \(service.command)") }
            Transcript.say()
            return false
        }
        _ = Command.run(["systemctl", "daemon-reload"])
        for service in plan.services {
            guard Command.run(["systemctl", "cat", service.name]).status == 0 else {
                throw SetupError(
                    "systemd knows no service \(service.name).",
                    remedy: service.name == "joom-server"
                        ? "Install Joom's package, or data/systemd/joom-server.service, and run it again."
                        : "apt-get install \(service.name), and run it again."
                )
            }
            for verb in ["enable", verb(for: service)] {
                let outcome = Command.run(["systemctl", verb, "\(service.name).service"])
                guard outcome.status == 0 else { throw failure(service, outcome.output) }
            }
            Transcript.say("  \(service.name), started, and again whenever the computer starts: \(service.reason)")
        }
        Transcript.say()
        return true
    }

    /// How it gets to know what was written.
    ///
    /// With what it cannot use caddy goes on as before, and with its other sites.
    private func verb(for service: PlannedService) -> String {
        service.name == "caddy" ? "reload-or-restart" : "restart"
    }

    /// What caddy does not understand would take its other sites down with it, if not now, then at the next start.
    private func lookAtCaddy() throws(SetupError) {
        guard plan.services.contains(where: { $0.name == "caddy" }) else { return }
        let outcome = Command.run(["caddy", "adapt", "--config", CaddyFiles.mainPath, "--adapter", "caddyfile"])
        guard outcome.status == 0 else {
            for (file, contents) in caddyBefore { try tree.putBack(contents, for: file) }
            let words = outcome.output.split(separator: "\n").last.map(String.init) ?? "it does not say why"
            throw SetupError(
                "caddy does not take its configuration: \(words).",
                remedy: "\(CaddyFiles.folder) is as it was: look whether it has something for this name already."
            )
        }
    }

    private func failure(_ service: PlannedService, _ output: String) -> SetupError {
        let words = output.split(separator: "\n").first.map(String.init) ?? "systemctl does not say why"
        return SetupError(
            "\(service.name) does not start: \(words)",
            remedy: "Look at what it says: journalctl -u \(service.name) -n 30"
        )
    }
}
