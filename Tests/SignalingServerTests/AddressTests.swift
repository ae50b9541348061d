// SPDX-License-Identifier: GPL-3.0-or-later
import NIOCore
import Testing

@testable import SocketIONIO

struct AddressTests {
    @Test(
        arguments: [
            ("127.0.0.1", true), ("127.9.9.9", true), ("::1", true), ("192.168.1.7", false), ("10.127.0.0", false),
            ("::2", false), ("2001:db8::1", false), ("::", false),
        ]
    )
    func onlyThisComputerIsLoopback(_ address: String, _ isLoopback: Bool) throws {
        #expect(try #require(NetworkAddress(address)).isLoopback == isLoopback)
    }

    @Test(arguments: [
        ("10.0.0.0/8", "10.255.0.1", true), ("10.0.0.0/8", "11.0.0.1", false), ("192.0.2.7", "192.0.2.7", true),
        ("192.0.2.7", "192.0.2.8", false), ("0.0.0.0/0", "203.0.113.9", true), ("0.0.0.0/0", "2001:db8::1", false),
        ("2001:db8::/32", "2001:db8:ffff::1", true), ("2001:db8::/32", "2001:db9::1", false),
        ("::/0", "203.0.113.9", true), ("fd00::/65", "fd00::7fff:0:0:1", true),
        ("fd00::/65", "fd00::8000:0:0:1", false),
        ("127.0.0.0/8", "::ffff:127.0.0.1", true),
    ])
    func aRangeHoldsWhatBeginsLikeIt(_ range: String, _ address: String, _ holds: Bool) throws {
        let range = try #require(AddressRange(range))
        #expect(range.contains(try #require(NetworkAddress(address))) == holds)
    }

    @Test(arguments: [
        "", "10.0.0.0/33", "10.0.0.0/-1", "::/129", "10.0.0.0/", "10.0.0/8", "example.org", "1.2.3.4/8/8",
    ])
    func whatIsNoRangeIsNone(_ text: String) {
        #expect(AddressRange(text) == nil)
    }

    @Test func sixtyFourBitsOfIPv6AreOneHolder() {
        #expect(NetworkAddress("2001:db8::1")?.holder == NetworkAddress("2001:db8::2:3:4:5")?.holder)
        #expect(NetworkAddress("2001:db8::1")?.holder != NetworkAddress("2001:db8:0:1::1")?.holder)
        #expect(NetworkAddress("192.0.2.1")?.holder != NetworkAddress("192.0.2.2")?.holder)
    }

    struct Chain: Sendable {
        let peer: String?
        let forwarded: String?
        let client: String?
    }

    @Test(arguments: [
        Chain(peer: "203.0.113.5", forwarded: nil, client: "203.0.113.5"),
        // A stranger may write what it likes.
        Chain(peer: "203.0.113.5", forwarded: "192.0.2.1", client: "203.0.113.5"),
        Chain(peer: "10.0.0.1", forwarded: "192.0.2.1", client: "192.0.2.1"),
        Chain(peer: "10.0.0.1", forwarded: "6.6.6.6, 192.0.2.1", client: "192.0.2.1"),
        Chain(peer: "10.0.0.1", forwarded: "192.0.2.1, 10.0.0.2", client: "192.0.2.1"),
        Chain(peer: "10.0.0.1", forwarded: "192.0.2.1:4711", client: "192.0.2.1"),
        Chain(peer: "10.0.0.1", forwarded: "[2001:db8::1]:4711", client: "2001:db8::1"),
        Chain(peer: "10.0.0.1", forwarded: "2001:db8::1", client: "2001:db8::1"),
        Chain(peer: "10.0.0.1", forwarded: "unknown", client: "10.0.0.1"),
        Chain(peer: "10.0.0.1", forwarded: "192.0.2.1, junk", client: "10.0.0.1"),
        Chain(peer: "10.0.0.1", forwarded: nil, client: "10.0.0.1"),
        // Behind a Unix socket there is always a proxy.
        Chain(peer: nil, forwarded: "192.0.2.1", client: "192.0.2.1"),
        Chain(peer: nil, forwarded: nil, client: nil),
    ])
    func onlyOurProxiesAreBelieved(_ chain: Chain) throws {
        let client = ClientAddress.find(
            peer: chain.peer.flatMap(NetworkAddress.init),
            forwarded: chain.forwarded,
            proxies: [try #require(AddressRange("10.0.0.0/8"))]
        )
        #expect(client == chain.client.flatMap(NetworkAddress.init))
    }

    @Test func aLedgerCountsByHolder() throws {
        var ledger = AddressLedger(limit: 2)
        let one = try #require(NetworkAddress("2001:db8::1"))
        let two = try #require(NetworkAddress("2001:db8::2"))
        ledger.add(one)
        ledger.add(two)
        #expect(!ledger.hasRoom(for: one))
        #expect(ledger.hasRoom(for: NetworkAddress("2001:db8:1::1")))
        #expect(ledger.hasRoom(for: nil))
        ledger.remove(two)
        #expect(ledger.hasRoom(for: one))
    }
}
