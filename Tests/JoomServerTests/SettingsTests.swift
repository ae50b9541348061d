// SPDX-License-Identifier: GPL-3.0-or-later
import SignalingServer
import SocketIOCore
import SocketIONIO
import Testing

@testable import joom_server

struct SettingsTests {
    /// The settings of a file's text alone.
    private func read(_ text: String) -> (settings: ServerSettings, errors: [String]) {
        let (values, complaints) = SettingsFile.read(text, file: "f.toml")
        var settings = ServerSettings()
        var errors = complaints
        for (setting, reader) in values {
            do throws(SettingError) { try settings.apply(setting, reader) } catch { errors.append(error) }
        }
        return (settings, errors.map(\.description))
    }

    @Test func everySettingOfAFileIsFollowed() {
        let (settings, errors) = read(
            """
            host = "::"
            port = 443
            capacity = 6
            allowed_origins = ["https://Friend.example"]
            trusted_proxies = ["10.0.0.0/8", "::1"]
            metrics_from = []
            drain_seconds = 20
            [log]
            level = "debug"
            format = "json"
            [tls]
            certificate = "/etc/cert.pem"
            key = "/etc/key.pem"
            [ice]
            stun = ["stun:stun.example.org:3478"]
            [stun]
            port = 3478
            name = "meet.example.org"
            [turn]
            urls = ["turn:meet.example.org:3478?transport=udp"]
            secret = "s"
            seconds = 600
            [limits]
            message_bytes = 10000
            payload_bytes = 100000
            outbox_bytes = 400000
            events_per_second = 7
            events_burst = 70
            joins_per_second = 3
            joins_burst = 30
            connections_per_address = 0
            connections = 90
            sessions = 9
            request_seconds = 5
            handshake_seconds = 6
            idle_seconds = 70
            ping_interval_seconds = 8
            ping_timeout_seconds = 9
            """
        )
        #expect(errors == [])
        let server = settings.server
        #expect((server.host, server.port, server.capacity) == ("::", 443, 6))
        #expect(server.allowedOrigins == ["https://friend.example"])
        #expect(server.trustedProxies == ["10.0.0.0/8", "::1"].compactMap(AddressRange.init))
        #expect(server.metricsReaders == [])
        #expect(settings.drain == .seconds(20))
        #expect((settings.logLevel, settings.logFormat) == (.debug, .json))
        #expect((settings.certificate, settings.key) == ("/etc/cert.pem", "/etc/key.pem"))
        #expect(server.iceServers.map(\.urls) == [["stun:stun.example.org:3478"]])
        #expect((settings.stunPort, settings.stunName) == (3_478, "meet.example.org"))
        let turn = TurnService(urls: ["turn:meet.example.org:3478?transport=udp"], secret: "s", lifetime: .seconds(600))
        #expect(settings.turn == turn)
        #expect(server.engine.limits.maximumPayload == 100_000)
        #expect(server.engine.maximumOutbox == 400_000)
        #expect((server.engine.pingInterval, server.engine.pingTimeout) == (.seconds(8), .seconds(9)))
        var limits = ServerLimits()
        limits.messageBytes = 10_000
        limits.events = RateLimit(perSecond: 7, burst: 70)
        limits.joins = RateLimit(perSecond: 3, burst: 30)
        limits.connectionsPerAddress = 0
        limits.connections = 90
        limits.sessions = 9
        limits.requestTimeout = .seconds(5)
        limits.handshakeTimeout = .seconds(6)
        limits.idleTimeout = .seconds(70)
        #expect(server.limits == limits)
    }

    @Test func anEmptyFileChangesNothing() {
        let (settings, errors) = read("# nothing\n")
        #expect(errors == [])
        #expect(settings.server.limits == ServerLimits())
        #expect(settings.server.port == 3_000)
    }

    struct Wrong: Sendable {
        let text: String
        let complaint: String
    }

    @Test(arguments: [
        Wrong(
            text: "port = \"x\"",
            complaint: "f.toml: port: is \"x\", but has to be a whole number from 0 to 65535."
        ),
        Wrong(text: "port = 70000", complaint: "f.toml: port: is 70000, but has to be a whole number from 0 to 65535."),
        Wrong(text: "port = 1.5", complaint: "f.toml: port: is 1.5, but has to be a whole number from 0 to 65535."),
        Wrong(text: "capacity = 1", complaint: "f.toml: capacity: is 1, but has to be a whole number from 2 to 32."),
        Wrong(text: "prot = 1", complaint: "f.toml: prot: is no setting; is port meant?"),
        Wrong(
            text: "[limits]\nsesions = 1",
            complaint: "f.toml: limits.sesions: is no setting; is limits.sessions meant?"
        ),
        Wrong(text: "[flowers]\ncolour = 1", complaint: "f.toml: flowers.colour: is no setting."),
        Wrong(
            text: "trusted_proxies = [\"10.0.0.0/33\"]",
            complaint:
                "f.toml: trusted_proxies: is [\"10.0.0.0/33\"], but has to be a list of addresses, or of networks such as "
                + "10.0.0.0/8."
        ),
        Wrong(
            text: "allowed_origins = [\"friend.example\"]",
            complaint:
                "f.toml: allowed_origins: is [\"friend.example\"], but has to be a list of origins such as "
                + "https://example.org, without a path."
        ),
        Wrong(
            text: "[tls]\nkey = \"key.pem\"",
            complaint: "f.toml: tls.key: is \"key.pem\", but has to be the path of a file, from /."
        ),
        Wrong(
            text: "[log]\nformat = \"xml\"",
            complaint: "f.toml: log.format: is \"xml\", but has to be one of: text, json."
        ),
    ])
    func whatIsWrongIsNamedWithWhatWouldBeRight(_ wrong: Wrong) {
        #expect(read(wrong.text).errors == [wrong.complaint])
    }

    @Test func aFileThatIsNoTOMLIsNamedWithLineAndColumn() {
        let errors = read("port = 1\nhost = \n").errors
        #expect(errors.count == 1)
        #expect(errors.first?.hasPrefix("f.toml:2:") == true)
    }

    @Test func everythingThatIsWrongIsSaidAtOnce() {
        #expect(read("port = -1\ncapacity = 99\nx = 1").errors.count == 3)
    }

    @Test func theCommandLineWinsOverTheEnvironmentAndThatOverTheFile() {
        var sources = SettingSources { ["JOOM_PORT": "2", "JOOM_CAPACITY": "5"][$0] }
        #expect(sources.read().settings.server.port == 2)
        sources.options = [(.port, "--port", "3")]
        let (settings, errors) = sources.read()
        #expect(errors == [])
        #expect((settings.server.port, settings.server.capacity) == (3, 5))
    }

    @Test(arguments: [
        (["JOOM_REDIS_URL_FILE": "/nowhere"], (Setting.redisURL, "redis://there")),
        (["JOOM_TURN_SECRET_FILE": "/nowhere", "JOOM_TURN_URLS": "turn:x:3478"], (.turnSecret, "s")),
    ])
    func whatIsSaidInAnotherWayWinsAsWell(_ environment: [String: String], _ option: (Setting, String)) {
        var sources = SettingSources { environment[$0] }
        #expect(sources.read().errors.count == 1, "that file is not there")
        sources.options = [(option.0, "--set", option.1)]
        #expect(sources.read().errors == [])
    }

    @Test func aPlaceToListenIsOneThing() {
        var sources = SettingSources { ["JOOM_UNIX_SOCKET": "/run/joom.sock"][$0] }
        #expect(sources.read().settings.server.place == .unixSocket("/run/joom.sock"))
        sources.options = [(.port, "--port", "3")]
        let settings = sources.read().settings
        #expect(settings.server.place != .unixSocket("/run/joom.sock") && settings.server.port == 3)
    }

    @Test func variablesHoldListsWithCommas() {
        let sources = SettingSources { ["JOOM_TRUSTED_PROXIES": "10.0.0.0/8, ::1", "JOOM_LIMITS_SESSIONS": "7"][$0] }
        let settings = sources.read().settings
        #expect(settings.server.trustedProxies.count == 2)
        #expect(settings.server.limits.sessions == 7)
    }

    @Test func theBurstFollowsTheSeatsUnlessItIsSaid() {
        let sources = SettingSources { ["JOOM_LIMITS_EVENTS_PER_SECOND": "9", "JOOM_CAPACITY": "10"][$0] }
        #expect(sources.read().settings.server.limits.events == RateLimit(perSecond: 9, burst: 1_100))
    }

    @Test(arguments: [
        (["JOOM_STUN_PORT": "3478"], "stun: needs both port and name."),
        (
            ["JOOM_REDIS_URL": "http://:secret@x"],
            "JOOM_REDIS_URL: does not say where Redis is: redis://host, redis://:password@host:6379/0, or rediss:// for "
                + "TLS."
        ),
        (["JOOM_REDIS_ADAPTER": "x"], "JOOM_REDIS_ADAPTER: is \"x\", but has to be one of: joom, classic."),
        (["JOOM_TURN_SECRET": "x"], "turn: needs both urls and secret (or secret_file)."),
        (["JOOM_TLS_KEY": "/key.pem"], "tls: needs both certificate and key."),
        (
            ["JOOM_LIMITS_OUTBOX_BYTES": "9000"],
            "limits.outbox_bytes: has to be at least limits.payload_bytes (1000000)."
        ),
        (
            ["JOOM_LIMITS_PAYLOAD_BYTES": "100000"],
            "limits.payload_bytes: has to be at least twice limits.message_bytes (65536), or messages that are allowed do "
                + "not fit."
        ),
    ])
    func whatDoesNotGoTogetherIsSaid(_ environment: [String: String], _ complaint: String) {
        #expect(SettingSources { environment[$0] }.read().errors.map(\.description) == [complaint])
    }

    @Test func aFileThatIsNotThereIsNamed() {
        let sources = SettingSources(files: ["/nowhere/server.toml"]) { _ in nil }
        #expect(sources.read().errors.map(\.place) == ["/nowhere/server.toml"])
    }
}
