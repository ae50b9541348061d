// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import RoomProtocol
import Testing

struct ServerAddressTests {
    @Test(arguments: [
        ("example.org", "https://example.org:443"), ("Example.org/", "https://example.org:443"),
        ("host:3000", "http://host:3000"), ("example.org:443", "https://example.org:443"),
        (" http://example.org ", "http://example.org:80"), ("https://example.org:8443/", "https://example.org:8443"),
        ("joom://example.org", "https://example.org:443"), ("localhost", "http://localhost:3000"),
        ("server", "http://server:3000"), ("box.local", "http://box.local:3000"),
        ("127.0.0.1", "http://127.0.0.1:3000"),
        ("192.168.1.20", "http://192.168.1.20:3000"), ("172.20.0.1", "http://172.20.0.1:3000"),
        ("172.32.0.1", "https://172.32.0.1:443"), ("8.8.8.8", "https://8.8.8.8:443"), ("::1", "http://[::1]:3000"),
        ("[::1]", "http://[::1]:3000"), ("[::1]:80", "http://[::1]:80"), ("fe80::1%eth0", "http://[fe80::1%eth0]:3000"),
        ("fd00::2", "http://[fd00::2]:3000"), ("2001:db8::1", "https://[2001:db8::1]:443"),
    ])
    func readsWhatAPersonTypes(_ text: String, _ url: String) throws {
        #expect(try ServerAddress(typed: text).description == url)
    }

    @Test(arguments: [
        ("", LinkError.badHost("")), ("two words", .badHost("two words")), ("host:", .badPort("")),
        ("host:port", .badPort("port")), ("ftp://host", .badHost("ftp://host")), ("me@host", .userInformation),
        ("https://host/r/blue", .unexpectedPath("/r/blue")), ("host/r/blue", .unexpectedPath("host/r/blue")),
        ("[::1", .badHost("[::1")), ("1:2:3", .badHost("1:2:3")),
    ])
    func refusesWhatIsNoServer(_ text: String, _ error: LinkError) {
        #expect(throws: error) { try ServerAddress(typed: text) }
    }

    @Test(arguments: [
        ("https://example.org:443", "https://example.org"), ("http://h:3000", "http://h:3000"),
        ("http://[::1]:80", "http://[::1]"),
    ])
    func leavesOutThePortThatGoesWithoutSaying(_ text: String, _ short: String) throws {
        #expect(try ServerAddress(typed: text).shortDescription == short)
    }

    @Test func aBareWordIsARoom() throws {
        #expect(try Destination("blue") == .room(RoomName("blue")))
        #expect(try Destination("example.org") == .room(RoomName("example.org")))
        #expect(try Destination("joom://h/b") == .link(RoomLink("joom://h/b")))
        #expect(throws: LinkError.noRoom) { try Destination("https://h/") }
        #expect(throws: LinkError.badRoom(.empty)) { try Destination("") }
    }
}
