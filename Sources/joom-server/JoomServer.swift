// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import Dispatch
import Glibc
import JoomModel
import Logging
import ProgramKit
import SignalingServer
import SocketIONIO

/// The command `joom-server`.
struct JoomServer: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "joom-server",
        abstract: "Lets people find each other in rooms for video calls.",
        discussion: """
            Every setting can stand in a file (--config), in the environment (JOOM_LIMITS_SESSIONS is limits.sessions) \
            and on the command line (--set limits.sessions=100); the later wins.
            """,
        version: Product.version,
        subcommands: [SetupCommand.self]
    )

    @Option(help: ArgumentHelp("A TOML file with settings; may be repeated, the later wins.", valueName: "file"))
    var config: [String] = []

    @Flag(help: "Say what is wrong with the configuration, and do not start.")
    var checkConfig = false

    @Option(help: "The name or address of this computer to listen on (127.0.0.1).")
    var host: String?

    @Option(help: "The port to listen on, 0 for any free one (3000).")
    var port: String?

    @Option(help: ArgumentHelp("A Unix socket to listen on instead.", valueName: "file"))
    var unixSocket: String?

    @Option(help: ArgumentHelp("The certificate for HTTPS, in PEM; read again on SIGHUP.", valueName: "file"))
    var certificate: String?

    @Option(help: ArgumentHelp("The certificate's key, in PEM.", valueName: "file"))
    var key: String?

    @Option(help: "How many people fit into a room (4).")
    var capacity: String?

    @Option(
        name: .customLong("stun"),
        help: ArgumentHelp("A STUN server that members are told of; may be repeated.", valueName: "stun:host:port")
    )
    var stunServers: [String] = []

    @Option(help: ArgumentHelp("Share rooms with other servers through Redis.", valueName: "redis://host:port"))
    var redis: String?

    @Option(help: ArgumentHelp("Whom with: joom servers (joom), or Node's Socket.IO (classic).", valueName: "kind"))
    var redisAdapter: String?

    @Option(
        name: .customLong("set"),
        help: ArgumentHelp("Any setting of the file; may be repeated.", valueName: "name=value")
    )
    var assignments: [String] = []

    @Flag(help: "Say more on standard error.")
    var verbose = false

    /// Whether nothing was asked for.
    var isBare: Bool {
        config.isEmpty && !checkConfig && stunServers.isEmpty && assignments.isEmpty && !verbose
            && [host, port, unixSocket, certificate, key, capacity, redis, redisAdapter].allSatisfy { $0 == nil }
    }

    func validate() throws {
        var sources = SettingSources(environment: { _ in nil })
        sources.options = try options()
        if let error = sources.read(isComplete: false).errors.first { throw ValidationError(error.description) }
    }

    /// Starts the server and waits for signals; never returns.
    ///
    /// The main thread belongs to Dispatch: an asynchronous `main` would move work off it on Linux.
    func run() throws {
        let settings = try settings()
        if checkConfig {
            print("The configuration is in order.")
            return
        }
        let format = settings.logFormat
        LoggingSystem.bootstrap { label in
            switch format {
            case .text: StreamLogHandler.standardError(label: label)
            case .json: JSONLogHandler(label: label)
            }
        }
        Descriptors.allowAll()
        var logger = Logger(label: "joom-server")
        logger.logLevel = settings.logLevel
        let signals = TerminationSignals(and: [SIGHUP])
        let service = Service(settings: settings, logger: logger)
        Task { [received = signals.received] in await service.run(received) }
        withExtendedLifetime(signals) { dispatchMain() }
    }

    /// All settings; ends the program where they cannot be followed.
    private func settings() throws -> ServerSettings {
        var sources = SettingSources(files: config, environment: Self.environment)
        sources.options = try options()
        var (settings, errors) = sources.read()
        if errors.isEmpty, let files = settings.server.certificates {
            do throws(CertificateError) { try files.check() } catch {
                errors.append(SettingError(place: "tls", complaint: String(error.description.dropLast())))
            }
        }
        guard errors.isEmpty else {
            for error in errors { StandardError.say("joom-server: \(error)") }
            // EX_CONFIG of sysexits.h.
            Glibc.exit(78)
        }
        let descriptors = SocketActivation.descriptors(environment: Self.environment, process: getpid())
        if !descriptors.isEmpty { settings.server.place = .inherited(descriptors) }
        if verbose { settings.logLevel = .debug }
        return settings
    }

    /// What the command line says, in the words of the file.
    private func options() throws -> [(setting: Setting, place: String, text: String)] {
        let single: [(Setting, String, String?)] = [
            (.host, "--host", host), (.port, "--port", port), (.unixSocket, "--unix-socket", unixSocket),
            (.certificate, "--certificate", certificate), (.key, "--key", key), (.capacity, "--capacity", capacity),
            (.redisURL, "--redis", redis), (.redisAdapter, "--redis-adapter", redisAdapter),
            (.stun, "--stun", stunServers.isEmpty ? nil : stunServers.joined(separator: ",")),
        ]
        var options = single.compactMap { setting, place, text in text.map { (setting, place, $0) } }
        for assignment in assignments {
            let parts = assignment.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(
                String.init
            )
            guard parts.count == 2 else {
                throw ValidationError("--set \(assignment): a name, = and a value are needed.")
            }
            guard let setting = Setting(rawValue: parts[0]) else {
                let error = SettingError(place: "--set \(parts[0])", complaint: SettingsFile.unknown(parts[0]))
                throw ValidationError(error.description)
            }
            options.append((setting, "--set \(parts[0])", parts[1]))
        }
        return options
    }

    private static func environment(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
}
