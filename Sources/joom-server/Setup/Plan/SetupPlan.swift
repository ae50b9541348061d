// SPDX-License-Identifier: GPL-3.0-or-later

/// A package of Debian that has to be there.
struct PlannedPackage: Hashable, Sendable {
    let name: String
    /// The program in it that is run.
    let program: String
    let reason: String
}

/// A file as it is to be.
struct PlannedFile: Hashable, Sendable {
    /// What may be done to a file that is there already.
    enum Rule: Hashable, Sendable {
        /// It is ours: written anew when it begins with our mark, or is as a package brought it.
        case whole
        /// It is others'; the contents are put behind theirs where they are not in it yet.
        case appended
        /// It is for people to change; written only where there is none.
        case absent
    }

    let path: String
    let contents: String
    let reason: String
    var rule = Rule.whole
    /// Permissions.
    var mode: UInt32 = 0o644
    /// The group that may read it besides, where that exists.
    var group: String?

    /// The first line of what is ours, in all the languages of configuration that begin comments with #.
    static let mark =
        "# Written by joom-server setup, which writes it anew when it runs again. Without this line it leaves it alone."
}

/// A service of systemd that has to run, with what was written.
struct PlannedService: Hashable, Sendable {
    let name: String
    let reason: String
    /// The command that does the same without systemd.
    let command: String
}

/// Packets that a firewall has to let in.
struct PlannedPort: Hashable, Sendable {
    /// tcp or udp.
    let transport: String
    /// The first and the last; equal for one.
    let ports: ClosedRange<Int>
    let reason: String

    /// As firewalls write it: `443/tcp`.
    func text(separator: String = "-") -> String {
        let range = ports.count == 1 ? "\(ports.lowerBound)" : "\(ports.lowerBound)\(separator)\(ports.upperBound)"
        return "\(range)/\(transport)"
    }
}

/// Everything that makes a computer one on which others meet; nothing of it is done yet.
struct SetupPlan: Hashable, Sendable {
    let packages: [PlannedPackage]
    let files: [PlannedFile]
    /// In the order in which they are to start.
    let services: [PlannedService]
    let ports: [PlannedPort]

    /// Where the server listens for the proxy.
    static let serverPort = 3_000
    /// Where the server answers STUN.
    static let stunPort = 3_478
    /// Where coturn listens; 3478 is the server's.
    static let turnPort = 3_479
    /// What coturn relays through: a port for each member's way to each other, over UDP and over TCP.
    static let relayPorts = 49_152...50_175

    /// Plans.
    ///
    /// - Parameters:
    ///   - request: what is wanted; was checked.
    ///   - host: the computer.
    init(_ request: SetupRequest, host: SetupHost) {
        let hasCaddy = request.proxy == .caddy
        let hasTurn = request.turnSecret != nil
        packages = [
            hasCaddy ? PlannedPackage(name: "caddy", program: "caddy", reason: "speaks https for the server") : nil,
            hasTurn
                ? PlannedPackage(
                    name: "coturn",
                    program: "turnserver",
                    reason: "relays where a router lets nothing else in"
                )
                : nil,
        ].compactMap(\.self)
        files =
            [ServerFiles.settings(request, host), ServerFiles.own, ServerFiles.unit(host)]
            + (hasTurn ? [TurnFile.make(request, host)].compactMap(\.self) : [])
            + (hasCaddy ? [CaddyFiles.site(request), CaddyFiles.main] : [])
        services = Self.services(request, host)
        ports = Self.ports(request)
    }

    private static func services(_ request: SetupRequest, _ host: SetupHost) -> [PlannedService] {
        var services: [PlannedService] = []
        if request.turnSecret != nil {
            let command = "turnserver -c \(TurnFile.path)"
            services.append(PlannedService(name: "coturn", reason: "the relay", command: command))
        }
        let command = "\(host.program) \(ServerFiles.arguments(settings: ServerFiles.settingsPath))"
        services.append(PlannedService(name: "joom-server", reason: "the rooms, and STUN", command: command))
        if request.proxy == .caddy {
            let command = "caddy run --config \(CaddyFiles.mainPath)"
            services.append(PlannedService(name: "caddy", reason: "https", command: command))
        }
        return services
    }

    private static func ports(_ request: SetupRequest) -> [PlannedPort] {
        var ports = [PlannedPort(transport: "tcp", ports: 443...443, reason: "the link: page and rooms, by https")]
        if request.proxy == .caddy, request.certificate == nil {
            let reason = "the authority looks here before it gives a certificate; others are sent on to https"
            ports.append(PlannedPort(transport: "tcp", ports: 80...80, reason: reason))
        }
        let stun = "STUN: tells callers the address that their router shows"
        ports.append(PlannedPort(transport: "udp", ports: stunPort...stunPort, reason: stun))
        guard request.turnSecret != nil else { return ports }
        let relay = "TURN: callers ask the relay here"
        ports.append(PlannedPort(transport: "udp", ports: turnPort...turnPort, reason: relay))
        let narrow = "the same, where a network lets no UDP out"
        ports.append(PlannedPort(transport: "tcp", ports: turnPort...turnPort, reason: narrow))
        ports.append(PlannedPort(transport: "udp", ports: relayPorts, reason: "what the relay passes on"))
        return ports
    }
}
