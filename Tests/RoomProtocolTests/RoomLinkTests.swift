// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import RoomProtocol
import TestSupport
import Testing

struct RoomLinkTests {
    struct Good: Sendable, CustomTestStringConvertible {
        let text: String
        let host: String
        let port: Int
        let isSecure: Bool
        let room: String
        var key: String?
        var certificate: String?

        var testDescription: String { text }
    }

    static let key = "AAECAwQFBgcICQoLDA0ODw"
    static let certificate = "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU"

    static let good: [Good] = [
        Good(text: "https://example.org/r/blue", host: "example.org", port: 443, isSecure: true, room: "blue"),
        Good(text: "http://localhost:3000/r/blue", host: "localhost", port: 3_000, isSecure: false, room: "blue"),
        Good(text: "HTTPS://Example.ORG/r/Blue/", host: "example.org", port: 443, isSecure: true, room: "Blue"),
        Good(text: " https://example.org/r/a?x=1&y \n", host: "example.org", port: 443, isSecure: true, room: "a"),
        Good(text: "joom://example.org/blue", host: "example.org", port: 443, isSecure: true, room: "blue"),
        Good(text: "joom://10.0.0.7:3000/b?tls=0", host: "10.0.0.7", port: 3_000, isSecure: false, room: "b"),
        Good(text: "joom://host/b?tls=0", host: "host", port: 80, isSecure: false, room: "b"),
        Good(text: "joom://host/b?tls=1", host: "host", port: 443, isSecure: true, room: "b"),
        Good(text: "http://[::1]:3000/r/b", host: "::1", port: 3_000, isSecure: false, room: "b"),
        Good(text: "http://[FE80::1%25eth0]/r/b", host: "fe80::1%eth0", port: 80, isSecure: false, room: "b"),
        Good(text: "https://h/r/%EB%B0%A9%20%2F%3F%23%25", host: "h", port: 443, isSecure: true, room: "방 /?#%"),
        Good(text: "https://h/r/a+b&c=d;e:f@g", host: "h", port: 443, isSecure: true, room: "a+b&c=d;e:f@g"),
        Good(text: "https://h/r/방", host: "h", port: 443, isSecure: true, room: "방"),
        Good(text: "https://h/r/b#k=\(key)", host: "h", port: 443, isSecure: true, room: "b", key: key),
        Good(
            text: "joom://h/b#x=1&k=\(key)&fp=\(certificate)",
            host: "h",
            port: 443,
            isSecure: true,
            room: "b",
            key: key,
            certificate: certificate
        ),
        Good(text: "https://h/r/b#section", host: "h", port: 443, isSecure: true, room: "b"),
    ]

    @Test(arguments: good)
    func readsEitherForm(_ expected: Good) throws {
        let link = try RoomLink(expected.text)
        #expect(
            link.server
                == ServerAddress(
                    host: expected.host,
                    port: expected.port,
                    isSecure: expected.isSecure,
                    certificate: expected.certificate
                )
        )
        #expect(link.room.rawValue == expected.room)
        #expect(link.secret?.key == expected.key)
        #expect(link.secret?.certificate == expected.certificate)
    }

    @Test(arguments: good)
    func whatIsWrittenReadsBack(_ expected: Good) throws {
        let link = try RoomLink(expected.text)
        #expect(try RoomLink(link.webText) == link)
        #expect(try RoomLink(link.appText) == link)
    }

    @Test(arguments: [
        ("https://example.org/r/blue", "https://example.org/r/blue", "joom://example.org/blue"),
        ("http://[::1]:3000/r/a b", "http://[::1]:3000/r/a%20b", "joom://[::1]:3000/a%20b?tls=0"),
        ("joom://h:444/b", "https://h:444/r/b", "joom://h:444/b"),
        ("http://[fe80::1%eth0]/r/b", "http://[fe80::1%25eth0]/r/b", "joom://[fe80::1%25eth0]/b?tls=0"),
        ("joom://h/é?tls=0#k=\(key)", "http://h/r/%C3%A9#k=\(key)", "joom://h/%C3%A9?tls=0#k=\(key)"),
    ])
    func writesTheShortestForm(_ text: String, _ web: String, _ app: String) throws {
        let link = try RoomLink(text)
        #expect(link.webText == web)
        #expect(link.appText == app)
    }

    @Test(arguments: [
        ("blue", LinkError.notALink), ("", .notALink), ("my room", .notALink), ("a:b", .notALink), ("://", .notALink),
        ("ftp://h/r/b", .notALink), ("example.org/r/blue", .notALink), ("https:/h/r/b", .notALink),
        ("https:///r/b", .badHost("")), ("https://h x/r/b", .badHost("h x")), ("https://a..b/r/b", .badHost("a..b")),
        ("https://b%C3%A9/r/b", .badHost("b%C3%A9")), ("https://bücher.de/r/b", .badHost("bücher.de")),
        ("https://./r/b", .badHost(".")), ("https://-h/r/b", .badHost("-h")), ("https://[::1/r/b", .badHost("[::1")),
        ("https://[h]/r/b", .badHost("h")), ("https://[1:2]/r/b", .badHost("1:2")),
        ("https://[::1%25]/r/b", .badHost("::1%25")), ("https://u@h/r/b", .userInformation),
        ("https://good.org:x@evil.org/r/b", .userInformation), ("https://h:/r/b", .badPort("")),
        ("https://h:0/r/b", .badPort("0")), ("https://h:65536/r/b", .badPort("65536")),
        ("https://h:+80/r/b", .badPort("+80")), ("https://h:8a/r/b", .badPort("8a")),
        ("https://[::1]80/r/b", .badPort("80")), ("https://h", .noRoom), ("https://h/", .noRoom),
        ("https://h/r", .noRoom), ("https://h/r/", .noRoom), ("https://h/r//", .badRoom(.empty)),
        ("https://h/x/b", .noRoom), ("https://h/r/a/b", .noRoom), ("joom://h", .noRoom), ("joom://h/r/b", .noRoom),
        ("https://h/r/%", .badEncoding("%")), ("https://h/r/%4", .badEncoding("%4")),
        ("https://h/r/%zz", .badEncoding("%zz")), ("https://h/r/%FF", .badEncoding("%FF")),
        ("https://h/r/%C0%AF", .badEncoding("%C0%AF")), ("https://h/r/%00", .badRoom(.controlCharacter)),
        ("https://h/r/\(String(repeating: "b", count: 129))", .badRoom(.tooLong(bytes: 129, limit: 128))),
        ("https://h/r/b#k=", .badKey), ("https://h/r/b#k=\(key)A", .badKey), ("https://h/r/b#k=\(key)==", .badKey),
        ("https://h/r/b#k=\(key)&fp=abc", .badCertificate), ("https://h/r/b#fp=\(certificate)", .badCertificate),
        ("http://h/r/b#k=\(key)&fp=\(certificate)", .badCertificate),
        ("https://h/\(String(repeating: "b", count: 5_000))", .tooLong(bytes: 5_010, limit: 4_096)),
    ])
    func refusesWhatIsNoLink(_ text: String, _ error: LinkError) {
        #expect(throws: error) { try RoomLink(text) }
    }

    @Test func nonsenseNeverTraps() {
        let pieces = [
            "joom", "https", "://", "[", "]", ":", "%", "%25", "@", "#k=", "&fp=", "?", "/r/", "/", "é", "\u{0}", "1",
        ]
        var generator = SplitMix(state: 7)
        for _ in 0..<20_000 {
            let text = (0..<Int.random(in: 0...9, using: &generator))
                .map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
            guard let link = try? RoomLink(text) else { continue }
            #expect((try? RoomLink(link.webText)) == link, "\(text)")
            #expect((try? RoomLink(link.appText)) == link, "\(text)")
        }
    }
}
