// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import JoomModel

/// STUN and TURN servers on a command line, with what TURN servers ask for.
struct IceServerArguments: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Also use this server: stun:HOST, turn:HOST or turns:HOST; may be repeated.",
            valueName: "url"
        )
    )
    var iceServer: [String] = []
    @Option(
        help: ArgumentHelp(
            "What the TURN servers call us: once for all, or once for each, in their order.",
            valueName: "name"
        )
    )
    var iceUsername: [String] = []
    @Option(
        help: ArgumentHelp("Their passwords: once for all, or once for each.", valueName: "password")
    )
    var iceCredential: [String] = []

    /// The servers, each with its credential.
    ///
    /// - Throws: what makes no sense, and what would.
    func servers() throws -> [IceServer] {
        var places: [(url: String, isRelay: Bool)] = []
        for url in iceServer {
            do throws(IceServerFault) {
                places.append((url, try IceServerURL(url).isRelay))
            } catch {
                throw ValidationError("“\(url)” is no server that calls can use. \(Sentences.of(error))")
            }
        }
        let relays = places.count(where: \.isRelay)
        guard iceUsername.count == iceCredential.count else {
            throw ValidationError("Each --ice-username goes with an --ice-credential.")
        }
        guard relays == 0 || !iceUsername.isEmpty else {
            throw ValidationError("A TURN server asks who we are: name --ice-username and --ice-credential.")
        }
        guard [0, relays].contains(iceUsername.count) || (iceUsername.count == 1 && relays > 0) else {
            throw ValidationError(
                "There are \(iceUsername.count) user names for \(relays) TURN server\(relays == 1 ? "" : "s"): give one for all, or one for each."
            )
        }
        guard (iceUsername + iceCredential).allSatisfy({ !$0.isEmpty }) else {
            throw ValidationError("Neither a user name nor a password of a TURN server can be empty.")
        }
        var next = 0
        return places.map { place in
            guard place.isRelay else { return IceServer(urls: [place.url]) }
            let index = iceUsername.count == 1 ? 0 : next
            next += 1
            return IceServer(urls: [place.url], username: iceUsername[index], credential: iceCredential[index])
        }
    }
}

/// What of this computer calls may use and show.
struct PathArguments: ParsableArguments {
    @Flag(help: "Use TURN servers' relays only: the others see no address of ours.") var relayOnly = false
    @Option(help: ArgumentHelp("Use these UDP ports only, such as 50000-50100.", valueName: "first-last"))
    var ports: String?

    /// The ports; nil for any.
    ///
    /// - Throws: what is wrong with them.
    func range() throws -> PortRange? {
        guard let ports else { return nil }
        do throws(PortRangeFault) { return try PortRange(ports) } catch {
            throw ValidationError("--ports \(ports): \(Sentences.of(error))")
        }
    }
}
