// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import RoomProtocol
import SignalingServer
import SocketIOCore
import SocketIONIO

/// Looks at a server as somebody does who only has its name, from the name to a packet through the relay.
struct OutsideCheck {
    let domain: DomainName
    /// Waits for what was just started: a certificate takes up to a minute.
    let isPatient: Bool

    private var endpoint: SocketIOEndpoint { SocketIOEndpoint(host: "\(domain)", port: 443, isSecure: true) }

    /// Looks, and prints what it finds and the link.
    ///
    /// - Returns: whether others can meet there.
    func run() async -> Bool {
        Transcript.say("Looking at \(domain) as others do")
        guard await lookAtSite(), let helpers = await lookAtRooms() else {
            Transcript.say(
                "\nOthers cannot meet at \(domain) before that is mended. What comes after it was not looked at."
            )
            return false
        }
        guard await lookAt(helpers) else {
            Transcript.say("\nSome people behind routers will not find each other before that is mended.")
            return false
        }
        Transcript.say("\nReady: https://\(domain)/")
        Transcript.say("A room, for instance: \(exampleLink)")
        if isPatient {
            Transcript.say(
                "A firewall in front of this computer shows only from elsewhere. On another one: "
                    + "joom-server setup \(domain) --check"
            )
        }
        return true
    }

    private var exampleLink: String { "https://\(domain)/r/\(Self.exampleRoom)" }
    private static let exampleRoom = "coffee"

    private func report(_ finding: CheckFinding) -> Bool {
        Transcript.say(finding.text)
        return finding.remedy == nil
    }

    /// Name, port, certificate, and whether the server is behind it.
    private func lookAtSite() async -> Bool {
        guard report(.name(domain, addresses: SetupHost.addresses(of: domain))) else { return false }
        let connected = await patiently { () async throws(ConnectionFailure) in
            try await SiteProbe.connect(host: "\(domain)", port: 443)
        }
        if case .failure(let failure) = connected { return report(.connection(failure, to: domain)) }
        _ = report(CheckFinding(message: "TCP port 443 answers."))
        let answered = await patiently { () async throws(ConnectionFailure) in
            try await SiteProbe.get("/readyz", from: endpoint)
        }
        switch answered {
        case .failure(let failure): return report(.site(failure, of: domain))
        case .success(let answer):
            _ = report(CheckFinding(message: "The certificate is good for \(domain)."))
            return report(.readiness(status: answer.status, of: domain))
        }
    }

    /// - Returns: the helpers that a member is told of; nil when no room can be joined, or none is named.
    private func lookAtRooms() async -> [IceServer]? {
        let outcome = await RoomCheck.join(endpoint)
        guard report(RoomCheck.finding(outcome, at: domain)), case .joined(let servers) = outcome else { return nil }
        return servers
    }

    private func lookAt(_ servers: [IceServer]) async -> Bool {
        var isWell = true
        for server in servers {
            for url in server.urls {
                guard let address = try? IceServerURL(url) else { continue }
                let finding = await address.isRelay ? relay(url, of: server) : stun(url, at: address)
                isWell = report(finding) && isWell
            }
        }
        return isWell
    }

    private func stun(_ url: String, at address: IceServerURL) async -> CheckFinding {
        do throws(StunProbe.Failure) {
            try await StunProbe.ask(host: address.host, port: address.port)
            return .stun(url, nil)
        } catch {
            return .stun(url, error)
        }
    }

    private func relay(_ url: String, of server: IceServer) async -> CheckFinding {
        do throws(TurnProbe.Failure) {
            let relay = try await TurnProbe.ask(url, of: server)
            return CheckFinding(message: "\(url) passes packets on, from \(relay.address).")
        } catch {
            return .relay(url, error)
        }
    }

    /// Tries again for a minute after a start.
    private func patiently<Answer: Sendable>(
        _ attempt: () async throws(ConnectionFailure) -> Answer
    ) async -> Result<Answer, ConnectionFailure> {
        let limit = ContinuousClock.now + (isPatient ? .seconds(90) : .zero)
        while true {
            do throws(ConnectionFailure) { return .success(try await attempt()) } catch {
                guard ContinuousClock.now < limit else { return .failure(error) }
            }
            try? await Task.sleep(for: .seconds(2))
        }
    }
}
