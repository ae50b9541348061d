// SPDX-License-Identifier: GPL-3.0-or-later

/// Carries a plan out, and tells what it does and why.
struct SetupRun {
    let domain: DomainName
    let plan: SetupPlan
    let tree: FileTree
    let isForced: Bool

    /// Whether files go where this computer reads them.
    private var isHere: Bool { tree.root.isEmpty }

    /// - Parameters:
    ///   - isDry: prints instead.
    ///   - installs: whether missing packages are installed.
    /// - Returns: whether all of it runs now.
    /// - Throws: the first step that failed; the steps before it are done, and do no harm when done again.
    func run(isDry: Bool, installs: Bool) throws(SetupError) -> Bool {
        Transcript.say("Setting up \(domain)\(isDry ? " (nothing is written)" : "").\n")
        if isHere { try lookAtPackages(isDry: isDry, installs: installs) }
        try lookAtOwnSettings()
        let decisions = try decide(isDry: isDry)
        let before = plan.files.filter { $0.path.hasPrefix(CaddyFiles.folder) }.map { ($0, tree.read($0.path)) }
        Transcript.say("Files")
        for (file, decision) in decisions {
            if !isDry { try tree.carryOut(decision, for: file) }
            tell(file, decision, isDry: isDry)
            if isDry, decision != .leave { show(file) }
        }
        Transcript.say()
        var isRunning = false
        if isHere, !isDry {
            isRunning = try Services(plan: plan, tree: tree, caddyBefore: before).start()
        } else {
            listServices()
        }
        listPorts()
        tellOfFormerRelay()
        if !plan.services.contains(where: { $0.name == "caddy" }) {
            Transcript.say(
                "What speaks https for \(domain) has to pass all of it on to 127.0.0.1:\(SetupPlan.serverPort), with Host, Connection "
                    + "and Upgrade,\nand to append to X-Forwarded-For; docs/server.md has an example.\n"
            )
        }
        return isRunning
    }

    // MARK: Packages

    private func lookAtPackages(isDry: Bool, installs: Bool) throws(SetupError) {
        guard !plan.packages.isEmpty else { return }
        let missing = plan.packages.filter { !Self.isInstalled($0) }
        Transcript.say("Packages")
        for package in plan.packages {
            let state = missing.contains(package) ? (installs ? "to be installed" : "missing") : "there"
            Transcript.say("  \(package.name), \(state): \(package.reason)")
        }
        Transcript.say()
        guard !isDry, !missing.isEmpty else { return }
        let names = missing.map(\.name)
        let words = ["apt-get", "install", "--yes"] + names
        guard installs else {
            throw SetupError(
                "\(names.joined(separator: " and ")) \(names.count == 1 ? "is" : "are") not installed; nothing was changed.",
                remedy: "Run it again with --install, or yourself: \(words.joined(separator: " "))"
            )
        }
        Transcript.say("$ \(words.joined(separator: " "))")
        guard Command.run(words, isShown: true).status == 0 else {
            throw SetupError(
                "The packages could not be installed; apt-get says above why.",
                remedy: "apt-get update, then run it again."
            )
        }
        Transcript.say()
    }

    /// By its program, since it may have come from elsewhere than Debian.
    private static func isInstalled(_ package: PlannedPackage) -> Bool {
        let tree = FileTree(root: "")
        return ["/usr/bin", "/usr/local/bin", "/usr/sbin"].contains { tree.has("\($0)/\(package.program)") }
    }

    // MARK: Files

    /// The operator's settings win, so they must not contradict what the others rest on.
    private func lookAtOwnSettings() throws(SetupError) {
        guard let text = tree.read(ServerFiles.ownPath), !isForced else { return }
        let (values, errors) = SettingsFile.read(text, file: ServerFiles.ownPath)
        if let error = errors.first {
            throw SetupError("\(error)", remedy: "Mend \(ServerFiles.ownPath), and run it again.")
        }
        let found = values.map(\.0).filter(ServerFiles.ours.contains).map(\.rawValue)
        guard !found.isEmpty else { return }
        throw SetupError(
            "\(ServerFiles.ownPath) says something else of \(found.joined(separator: ", ")), and would win.",
            remedy: "Take \(found.count == 1 ? "it" : "them") out there; --force goes on as it is."
        )
    }

    /// All or nothing: what is in the way is found before anything is written.
    ///
    /// What only root may read, a dry run of somebody else takes for ours.
    private func decide(isDry: Bool) throws(SetupError) -> [(PlannedFile, FileDecision)] {
        var decisions: [(PlannedFile, FileDecision)] = []
        for file in plan.files {
            let existing = tree.read(file.path)
            guard existing != nil || isDry || !tree.has(file.path) else {
                throw SetupError("\(tree.root)\(file.path) cannot be read.", remedy: "Look whose it is.")
            }
            let isPristine = existing != nil && tree.isPristine(file.path, of: plan.packages.map(\.name))
            let decision = try FileDecision.make(
                file,
                existing: existing,
                isPristine: isPristine,
                isForced: isForced
            )
            decisions.append((file, decision))
        }
        return decisions
    }

    private func tell(_ file: PlannedFile, _ decision: FileDecision, isDry: Bool) {
        let future = isDry ? "to be " : ""
        let deed =
            switch decision {
            case .leave: "as it was"
            case .write where file.rule == .appended: "\(future)added to"
            case .write: "\(future)written"
            case .replace(_, let kept): "\(future)written, and the old one kept as \(kept)"
            }
        Transcript.say("  \(tree.root)\(file.path), \(deed): \(file.reason)")
    }

    private func show(_ file: PlannedFile) {
        for line in file.contents.split(separator: "\n") { Transcript.say("    | \(Self.withoutSecret(String(line)))") }
    }

    /// Dry runs are shown to others.
    static func withoutSecret(_ line: String) -> String {
        for beginning in ["secret = ", "static-auth-secret="] where line.hasPrefix(beginning) {
            return beginning + "(kept to the file)"
        }
        return line
    }

    // MARK: What follows

    private func listServices() {
        Transcript.say("To start then")
        for service in plan.services {
            Transcript.say("  \(service.name) (\(service.reason)): systemctl restart \(service.name)")
        }
        Transcript.say()
    }

    /// One of an earlier set-up is the operator's to end: something else may use it by now.
    private func tellOfFormerRelay() {
        guard !plan.files.contains(where: { $0.path == TurnFile.path }),
            tree.read(TurnFile.path)?.hasPrefix(FileDecision.ownMark) == true
        else { return }
        Transcript.say(
            "coturn stays as an earlier set-up left it, though the server sends nobody there any more. To end it:\n"
                + "  systemctl disable --now coturn; rm \(tree.root)\(TurnFile.path)\n"
        )
    }

    private func listPorts() {
        Transcript.say("Let in by every firewall in front of this computer, the provider's too")
        for port in plan.ports { Transcript.say("  \(port.text()): \(port.reason)") }
        if isHere {
            let tree = FileTree(root: "")
            if tree.has("/usr/sbin/ufw") {
                Transcript.say(
                    "  With ufw: " + plan.ports.map { "ufw allow \($0.text(separator: ":"))" }.joined(separator: "; ")
                )
            }
            if tree.has("/usr/bin/firewall-cmd") {
                let options = plan.ports.map { "--add-port=\($0.text())" }.joined(separator: " ")
                Transcript.say("  With firewalld: firewall-cmd --permanent \(options); firewall-cmd --reload")
            }
        }
        Transcript.say()
    }
}
