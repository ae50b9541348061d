// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import Dispatch
import Glibc
import ProgramKit

/// `joom-server setup`: makes this computer one on which everybody can meet, or says what is in the way.
struct SetupCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "setup",
        abstract: "Make this computer a place to meet for everybody: https, STUN, a relay; then try it out.",
        discussion: """
            Writes the settings of joom-server, caddy (https) and coturn (the relay), starts them and checks what others \
            will see, from the name's address to a relayed packet. Says of each step why. May be run again. Exit status: \
            0 others can meet, 1 a step failed.
            """
    )

    /// Its options may be written behind `setup` too, where they mean nothing.
    @ParentCommand
    var server: JoomServer

    @Argument(help: "The name that leads to this computer, such as meet.example.org.")
    var domain: String

    @Flag(help: "Only check, from this or any other computer; changes nothing.")
    var check = false

    @Flag(help: "Print what would be written, and write nothing.")
    var dryRun = false

    @Flag(help: "Install what is missing of caddy and coturn (apt-get).")
    var install = false

    @Flag(help: "Replace configuration files that others wrote, keeping them beside.")
    var force = false

    @Option(help: ArgumentHelp("What speaks https: caddy, or none for something of your own.", valueName: "program"))
    var proxy = SetupRequest.Proxy.caddy

    @Option(
        help: ArgumentHelp("Where the authority writes to when a certificate is about to end.", valueName: "address")
    )
    var email: String?

    @Option(
        help: ArgumentHelp("A certificate that you have, in PEM, instead of one from an authority.", valueName: "file")
    )
    var tlsCertificate: String?

    @Option(help: ArgumentHelp("The certificate's key, in PEM.", valueName: "file"))
    var tlsKey: String?

    @Flag(help: "Set up no relay.")
    var noTurn = false

    @Option(help: ArgumentHelp("What the relay and the server share (made up, and kept).", valueName: "secret"))
    var turnSecret: String?

    @Option(help: ArgumentHelp("Write below this folder, and neither start nor check anything.", valueName: "folder"))
    var root: String?

    func validate() throws {
        guard server.certificate == nil, server.key == nil else {
            throw ValidationError(
                "The set-up takes --tls-certificate and --tls-key; the server, --certificate and --key."
            )
        }
        guard server.isBare else {
            throw ValidationError(
                "The set-up takes no options of the server; those belong into \(ServerFiles.ownPath)."
            )
        }
        guard (tlsCertificate == nil) == (tlsKey == nil) else {
            throw ValidationError("--tls-certificate and --tls-key belong together.")
        }
        guard root.map({ !$0.isEmpty && $0 != "/" }) ?? true else {
            throw ValidationError("--root takes a folder that stands for another computer; / is this one.")
        }
        guard !noTurn || turnSecret == nil else {
            throw ValidationError("--no-turn and --turn-secret exclude each other.")
        }
    }

    /// Works and ends the program.
    ///
    /// The main thread belongs to Dispatch: an asynchronous `main` would move work off it on Linux.
    func run() throws {
        Task { Glibc.exit(await work()) }
        dispatchMain()
    }

    private func work() async -> Int32 {
        do throws(SetupError) {
            let domain = try DomainName(domain)
            if !check {
                guard try await setUp(domain) else { return EXIT_SUCCESS }
            }
            return await OutsideCheck(domain: domain, isPatient: !check).run() ? EXIT_SUCCESS : EXIT_FAILURE
        } catch {
            StandardError.say("joom-server: \(error)")
            return EXIT_FAILURE
        }
    }

    /// - Returns: whether there is something to look at now.
    private func setUp(_ domain: DomainName) async throws(SetupError) -> Bool {
        let isHere = root == nil
        guard !isHere || dryRun || geteuid() == 0 else {
            throw SetupError(
                "Only root may write below /etc and start services.",
                remedy: "sudo joom-server setup \(domain), or --dry-run to see what would be written."
            )
        }
        let tree = FileTree(root: root.map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 } ?? "")
        var request = SetupRequest(domain: domain, proxy: proxy, email: email)
        if let tlsCertificate, let tlsKey { request.certificate = .init(chain: tlsCertificate, key: tlsKey) }
        if !noTurn { request.turnSecret = turnSecret ?? Self.keptSecret(tree) ?? Self.newSecret() }
        try request.check()
        for path in [tlsCertificate, tlsKey].compactMap(\.self) where isHere && !tree.has(path) {
            throw SetupError("\(path) is not there.", remedy: "Look how the file is called.")
        }
        var host = await SetupHost.look(domain)
        // What is written below a folder is for another computer.
        if isHere { try host.check(domain) } else { host.program = SetupHost().program }
        let plan = SetupPlan(request, host: host)
        let run = SetupRun(domain: domain, plan: plan, tree: tree, isForced: force)
        return try run.run(isDry: dryRun, installs: install)
    }

    /// The secret of the last time: those who are in a call keep their relay.
    static func keptSecret(_ tree: FileTree) -> String? {
        guard let text = tree.read(ServerFiles.settingsPath) else { return nil }
        let values = SettingsFile.read(text, file: ServerFiles.settingsPath).values
        guard case .string(let secret) = values.first(where: { $0.0 == .turnSecret })?.1.value else { return nil }
        return secret
    }

    /// 32 hexadecimal pairs of chance.
    static func newSecret() -> String {
        (0..<32).map { _ in
            let byte = UInt8.random(in: .min ... .max)
            return (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
    }
}

extension SetupRequest.Proxy: ExpressibleByArgument {}
