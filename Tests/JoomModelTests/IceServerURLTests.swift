// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import Testing

struct IceServerURLTests {
    @Test(arguments: [
        ("stun:example.org", "example.org", 3_478, IceServerURL.Transport.udp, "stun:example.org:3478"),
        ("turn:example.org:3479?transport=tcp", "example.org", 3_479, .tcp, "turn:example.org:3479?transport=tcp"),
        ("TURN:[2001:db8::1]:1?transport=udp", "2001:db8::1", 1, .udp, "turn:[2001:db8::1]:1?transport=udp"),
        ("turn:192.0.2.1", "192.0.2.1", 3_478, .udp, "turn:192.0.2.1:3478?transport=udp"),
        ("turns:example.org", "example.org", 5_349, .tcp, "turns:example.org:5349?transport=tcp"),
        ("turns:example.org:443?transport=tcp", "example.org", 443, .tcp, "turns:example.org:443?transport=tcp"),
    ])
    func aURLSaysWhereAndHow(
        _ url: String,
        _ host: String,
        _ port: Int,
        _ transport: IceServerURL.Transport,
        _ text: String
    ) throws {
        let read = try IceServerURL(url)
        #expect(read.host == host)
        #expect(read.port == port)
        #expect(read.transport == transport)
        #expect(read.isRelay == !text.hasPrefix("stun"))
        #expect(read.description == text)
    }

    @Test(
        arguments: [
            ("", .scheme), ("example.org", .scheme), ("http://example.org", .scheme), ("turn", .scheme),
            ("stuns:example.org", .encryptedStun), ("turns:example.org?transport=udp", .encryptedDatagrams),
            ("stun:", .host), ("stun:a b", .host), ("turn:e@vil", .host), ("turn://example.org", .host),
            ("turn:[::1", .host),
            ("turn:[example.org]", .host), ("turn:[]", .host), ("turn:미트", .host),
            ("turn:example.org:", .port), ("turn:example.org:0", .port), ("turn:example.org:65536", .port),
            ("turn:example.org:+1", .port), ("turn:2001:db8::1", .port), ("turn:[::1]3478", .port),
            ("turn:example.org?transport=sctp", .query("transport=sctp")), ("turn:example.org?", .query("")),
            ("stun:example.org?transport=udp", .query("transport=udp")),
            ("turn:example.org?transport=tcp&x=1", .query("transport=tcp&x=1")),
        ] as [(String, IceServerFault)]
    )
    func whatNoCallCanUseIsRefusedAndWhy(_ url: String, _ fault: IceServerFault) {
        #expect(throws: fault) { try IceServerURL(url) }
    }

    @Test func aURLWithoutEndIsNone() {
        #expect(throws: IceServerFault.scheme) { try IceServerURL("turn:" + String(repeating: "a", count: 1_000)) }
    }

    @Test func aRelayNeedsUserAndPassword() {
        let urls = ["stun:example.org", "turn:example.org", "nonsense"]
        for (name, password) in [(nil, nil), ("ann", nil), (nil, "pw"), ("", "pw"), ("ann", "")] as [(String?, String?)]
        {
            let server = IceServer(urls: urls, username: name, credential: password)
            #expect(server.places.map { try? $0.place.get().host } == ["example.org", nil, nil])
            #expect(server.places[1].place == .failure(.noCredential))
            #expect(!server.isRelay)
        }
        #expect(IceServer(urls: urls, username: "ann", credential: "pw").isRelay)
        #expect(!IceServer(urls: ["stun:example.org"], username: "ann", credential: "pw").isRelay)
    }
}

struct PortRangeTests {
    @Test(arguments: [("50000-50100", "50000-50100"), ("1024-65535", "1024-65535"), (" 5000 - 5015 ", "5000-5015")])
    func twoNumbersAreARange(_ text: String, _ expected: String) throws {
        #expect(try PortRange(text).description == expected)
    }

    @Test(
        arguments: [
            ("", .malformed), ("50000", .malformed), ("50000-", .malformed), ("-50000", .malformed),
            ("1-2-3", .malformed),
            ("50000-70000", .malformed), ("+5000-6000", .malformed), ("5000–6000", .malformed), ("a-b", .malformed),
            ("1023-2000", .reserved), ("0-0", .reserved), ("50100-50000", .reversed), ("50000-50014", .tooFew(15)),
            ("50000-50000", .tooFew(1)),
        ] as [(String, PortRangeFault)]
    )
    func nonsenseIsRefusedAndWhy(_ text: String, _ fault: PortRangeFault) {
        #expect(throws: fault) { try PortRange(text) }
    }
}
