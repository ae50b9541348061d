// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import Testing

@testable import joom_server

struct DomainNameTests {
    @Test(arguments: [
        ("meet.example.org", "meet.example.org"), ("Meet.Example.ORG", "meet.example.org"),
        ("meet.example.org.", "meet.example.org"), ("xn--bcher-kva.example", "xn--bcher-kva.example"),
        ("4.example.org", "4.example.org"),
    ])
    func aNameIsTakenInSmallLetters(_ written: String, _ name: String) throws {
        #expect(try DomainName(written).description == name)
    }

    @Test(arguments: [
        ("https://meet.example.org/", "more than a name"), ("you@example.org", "more than a name"),
        ("192.0.2.1", "is an address"), ("2001:db8::1", "is an address"), ("bücher.example", "xn--"),
        ("localhost", "for this network at most"), ("", "no name"), ("meet..org", "no name"), ("-a.org", "no name"),
        ("a b.org", "no name"), ("meet.example.org {", "no name"), ("meet.org:443", "no name"), ("1.2.3", "no name"),
        (String(repeating: "a", count: 64) + ".org", "no name"),
    ])
    func anythingElseIsRefusedWithWhatToGive(_ written: String, _ words: String) {
        let error = #expect(throws: SetupError.self) { try DomainName(written) }
        #expect(error.map { "\($0)".contains(words) } == true, "\(written): \(error.map { "\($0)" } ?? "")")
        #expect(error?.remedy.isEmpty == false)
    }

    @Test(arguments: [("meet.example.org", true), ("meet.local", false), ("meet.home.arpa", false)])
    func authoritiesVouchForPublicNamesOnly(_ name: String, _ isPublic: Bool) throws {
        #expect(try DomainName(name).isPublic == isPublic)
    }
}

struct SetupPlanTests {
    private func request(
        _ name: String = "meet.example.org",
        _ change: (inout SetupRequest) -> Void = { _ in }
    ) throws -> SetupRequest {
        var request = SetupRequest(domain: try DomainName(name), turnSecret: "0123456789abcdef")
        change(&request)
        return request
    }

    private func file(_ path: String, in plan: SetupPlan) throws -> PlannedFile {
        try #require(plan.files.first { $0.path == path })
    }

    @Test func theServerTakesItsSettingsAndTellsOfBothHelpers() throws {
        let plan = SetupPlan(try request(), host: SetupHost())
        let file = try file("/etc/joom/setup.toml", in: plan)
        #expect(file.mode == 0o600)
        let (values, complaints) = SettingsFile.read(file.contents, file: file.path)
        #expect(complaints == [])
        var settings = ServerSettings()
        for (setting, reader) in values { try settings.apply(setting, reader) }
        try settings.check()
        #expect(settings.server.host == "127.0.0.1")
        #expect(settings.server.trustedProxies.count == 2)
        #expect(settings.server.stun?.name == "meet.example.org")
        #expect(settings.server.stun?.port == 3_478)
        #expect(settings.server.turn?.secret == "0123456789abcdef")
        let url = "turn:meet.example.org:3479?transport="
        #expect(settings.server.turn?.urls == ["\(url)udp", "\(url)tcp"])
    }

    @Test func coturnListensWhereMembersAreSentAndSharesTheSecret() throws {
        let lines = try file("/etc/turnserver.conf", in: SetupPlan(try request(), host: SetupHost())).contents
            .split(separator: "\n")
        for line in [
            "use-auth-secret", "static-auth-secret=0123456789abcdef", "realm=meet.example.org", "listening-port=3479",
            "min-port=49152", "max-port=50175", "no-cli", "no-tcp-relay", "denied-peer-ip=127.0.0.0-127.255.255.255",
            "denied-peer-ip=10.0.0.0-10.255.255.255", "denied-peer-ip=169.254.0.0-169.254.255.255",
        ] {
            #expect(lines.contains(line[...]), "\(line)")
        }
        #expect(!lines.contains { $0.hasPrefix("external-ip") || $0.hasPrefix("allowed-peer-ip") })
    }

    @Test func aComputerBehindATranslatorSaysBothItsAddresses() throws {
        let cloud = SetupHost(sourceAddress: "10.0.0.5", domainAddresses: ["203.0.113.9"])
        let text = try file("/etc/turnserver.conf", in: SetupPlan(try request(), host: cloud)).contents
        #expect(text.contains("\nexternal-ip=203.0.113.9/10.0.0.5\n"))
        // Or two members who both use the relay could not meet on it.
        #expect(text.contains("\nallowed-peer-ip=10.0.0.5\n"))
        let direct = SetupHost(sourceAddress: "203.0.113.9", domainAddresses: ["203.0.113.9"])
        let other = try file("/etc/turnserver.conf", in: SetupPlan(try request(), host: direct)).contents
        #expect(!other.contains("external-ip") && !other.contains("allowed-peer-ip"))
        // The name still leads to the computer that this one replaces.
        let moving = SetupHost(sourceAddress: "203.0.113.9", domainAddresses: ["198.51.100.4"])
        #expect(moving.translatedAddress == nil)
    }

    @Test func aNameThatLeadsToThisComputerAloneIsRefused() throws {
        let domain = try DomainName("meet.example.org")
        let debian = SetupHost(sourceAddress: "203.0.113.9", domainAddresses: ["127.0.1.1"])
        #expect(throws: SetupError.self) { try debian.check(domain) }
        try SetupHost(sourceAddress: "203.0.113.9", domainAddresses: ["203.0.113.9"]).check(domain)
        try SetupHost().check(domain)
    }

    @Test func filesAreWrittenWhereLinksLeadAndPutBack() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("joom-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (real, tree) = (folder.appendingPathComponent("mine"), FileTree(root: folder.path))
        try "a {\n}\n".write(to: real, atomically: true, encoding: .utf8)
        try FileManager.default.createSymbolicLink(
            at: folder.appendingPathComponent("Caddyfile"),
            withDestinationURL: real
        )
        let file = PlannedFile(path: "/Caddyfile", contents: "import x\n", reason: "", rule: .appended)
        try tree.carryOut(FileDecision.make(file, existing: tree.read(file.path)), for: file)
        #expect(try String(contentsOf: real, encoding: .utf8) == "a {\n}\nimport x\n")
        try tree.putBack("a {\n}\n", for: file)
        #expect(try String(contentsOf: real, encoding: .utf8) == "a {\n}\n")
        let fresh = PlannedFile(path: "/etc/new", contents: "x\n", reason: "")
        try tree.carryOut(.write("x\n"), for: fresh)
        #expect(tree.read("/etc/new") == "x\n")
        try tree.putBack(nil, for: fresh)
        #expect(!tree.has("/etc/new"))
    }

    @Test func withoutARelayNothingOfItIsLeft() throws {
        let plan = SetupPlan(try request { $0.turnSecret = nil }, host: SetupHost())
        #expect(plan.packages.map(\.name) == ["caddy"])
        #expect(!plan.files.contains { $0.path.contains("turn") || $0.contents.contains("turn:") })
        #expect(plan.services.map(\.name) == ["joom-server", "caddy"])
        #expect(plan.ports.map { $0.text() } == ["443/tcp", "80/tcp", "3478/udp"])
    }

    @Test func allPortsAreNamedOnce() throws {
        let ports = SetupPlan(try request(), host: SetupHost()).ports.map { $0.text() }
        #expect(ports == ["443/tcp", "80/tcp", "3478/udp", "3479/udp", "3479/tcp", "49152-50175/udp"])
    }

    @Test(arguments: [
        ("plain", "meet.example.org {\n\treverse_proxy 127.0.0.1:3000\n}\n"),
        ("mail", "meet.example.org {\n\ttls you@example.org\n\treverse_proxy 127.0.0.1:3000\n}\n"),
        ("own", "meet.example.org {\n\ttls /a/chain.pem /a/key.pem\n\treverse_proxy 127.0.0.1:3000\n}\n"),
    ])
    func caddyPassesTheSiteOn(_ kind: String, _ site: String) throws {
        let request = try request {
            if kind == "mail" { $0.email = "you@example.org" }
            if kind == "own" { $0.certificate = .init(chain: "/a/chain.pem", key: "/a/key.pem") }
        }
        let contents = try file("/etc/caddy/joom.caddyfile", in: SetupPlan(request, host: SetupHost())).contents
        #expect(contents == PlannedFile.mark + "\n" + site)
    }

    @Test func somethingOfYourOwnInFrontIsLeftAlone() throws {
        let plan = SetupPlan(try request { $0.proxy = .none }, host: SetupHost())
        #expect(!plan.files.contains { $0.path.contains("caddy") })
        #expect(!plan.services.contains { $0.name == "caddy" })
        #expect(!plan.ports.contains { $0.ports.contains(80) })
    }

    @Test func everyFileButThePeoplesOwnIsMarked() throws {
        for file in SetupPlan(try request(), host: SetupHost()).files where file.rule == .whole {
            #expect(file.contents.hasPrefix(PlannedFile.mark + "\n"), "\(file.path)")
        }
    }

    @Test(arguments: ["short", "0123456789abcdef\nno-auth", "0123456789 abcdef", "0123456789\"abcdef"])
    func aSecretThatWouldBreakAFileIsRefused(_ secret: String) throws {
        let request = try request { $0.turnSecret = secret }
        #expect(throws: SetupError.self) { try request.check() }
    }

    @Test func whatBreaksCaddysFileIsRefused() throws {
        for change: (inout SetupRequest) -> Void in [
            { $0.email = "you@example.org }" }, { $0.email = "you" },
            { $0.certificate = .init(chain: "chain.pem", key: "/key.pem") },
            { $0.certificate = .init(chain: "/a b.pem", key: "/key.pem") },
        ] {
            let request = try request("meet.example.org", change)
            #expect(throws: SetupError.self) { try request.check() }
        }
        try request().check()
    }

    @Test func aPrivateNameNeedsACertificateOfItsOwn() throws {
        let local = try request("meet.local")
        #expect(throws: SetupError.self) { try local.check() }
        try request("meet.local") { $0.certificate = .init(chain: "/chain.pem", key: "/key.pem") }.check()
    }

    @Test func theSecretMadeUpIsTaken() throws {
        let secret = SetupCommand.newSecret()
        #expect(secret.utf8.count == 64)
        #expect(secret != SetupCommand.newSecret())
        try request { $0.turnSecret = secret }.check()
    }

    @Test func dryRunsShowNoSecret() {
        #expect(!SetupRun.withoutSecret("secret = \"abc\"").contains("abc"))
        #expect(!SetupRun.withoutSecret("static-auth-secret=abc").contains("abc"))
        #expect(SetupRun.withoutSecret("realm=abc") == "realm=abc")
    }
}

struct FileDecisionTests {
    private let file = PlannedFile(path: "/etc/a.conf", contents: PlannedFile.mark + "\nnew\n", reason: "")

    @Test func whatIsNotThereIsWritten() throws {
        #expect(try FileDecision.make(file, existing: nil) == .write(file.contents))
    }

    @Test func whatIsAsItHasToBeIsLeft() throws {
        #expect(try FileDecision.make(file, existing: file.contents) == .leave)
    }

    @Test func whatWeWroteIsWrittenAnew() throws {
        #expect(try FileDecision.make(file, existing: PlannedFile.mark + "\nold\n") == .write(file.contents))
    }

    @Test func whatOthersWroteStays() throws {
        let error = #expect(throws: SetupError.self) { try FileDecision.make(file, existing: "old\n") }
        #expect(error?.cause == "/etc/a.conf was not written by joom-server setup, so it stays as it is.")
        #expect(error?.remedy.contains("--force") == true)
    }

    @Test(arguments: [(true, false), (false, true)])
    func aPackagesOwnFileAndWhatIsForcedAreKeptBeside(_ isPristine: Bool, _ isForced: Bool) throws {
        let decision = try FileDecision.make(file, existing: "old\n", isPristine: isPristine, isForced: isForced)
        #expect(decision == .replace(file.contents, keeping: "/etc/a.conf.before-joom"))
    }

    @Test func peoplesOwnFileIsNeverTouched() throws {
        var file = file
        file.rule = .absent
        #expect(try FileDecision.make(file, existing: "theirs\n", isForced: true) == .leave)
    }

    @Test func aLineIsAddedOnce() throws {
        let line = CaddyFiles.main
        let first = try FileDecision.make(line, existing: ":80 {\n}")
        #expect(first == .write(":80 {\n}\n" + line.contents))
        guard case .write(let contents) = first else { return }
        #expect(try FileDecision.make(line, existing: contents) == .leave)
    }
}
