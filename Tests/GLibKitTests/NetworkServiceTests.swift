// SPDX-License-Identifier: GPL-3.0-or-later
import Testing

@testable import GLibKit

struct NetworkServiceTests {
    /// What Avahi answers to `ResolveService`; 1 is the loopback interface everywhere.
    private static func answer(
        _ address: String,
        port: UInt16 = 3_443,
        interface: Int32 = 1,
        text: Variant = .byteStrings([Array("room=blue".utf8)])
    ) -> [Variant] {
        [
            .int32(interface), .int32(0), .string("blue"), .string("_joom._tcp"), .string("local"),
            .string("ada.local"), .int32(0), .string(address), .uint16(port), text, .unsigned(0),
        ]
    }

    @Test func anAnswerIsRead() {
        let service = NetworkService(resolved: Self.answer("192.168.1.7"))
        let wanted = NetworkService(
            name: "blue",
            address: "192.168.1.7",
            port: 3_443,
            text: [Array("room=blue".utf8)]
        )
        #expect(service == wanted)
    }

    @Test(arguments: [
        ("fe80::1", "fe80::1%lo"), ("FEBF::1", "FEBF::1%lo"), ("fe80::1%eth7", "fe80::1%eth7"),
        ("2001:db8::1", "2001:db8::1"), ("fec0::1", "fec0::1"),
    ])
    func aLinkLocalAddressNamesItsCable(_ row: (answered: String, address: String)) {
        #expect(NetworkService(resolved: Self.answer(row.answered))?.address == row.address)
    }

    @Test func anAddressOnACableThatIsGoneIsNone() {
        #expect(NetworkService(resolved: Self.answer("fe80::1", interface: -1)) == nil)
        #expect(NetworkService(resolved: Self.answer("fe80::1", interface: .max)) == nil)
    }

    @Test func nonsenseIsNoService() {
        #expect(NetworkService(resolved: []) == nil)
        #expect(NetworkService(resolved: Self.answer("192.168.1.7", port: 0)) == nil)
        #expect(NetworkService(resolved: Self.answer("192.168.1.7", text: .string("room=blue"))) == nil)
        let long = Variant.byteStrings([Array(repeating: 0x61, count: 256)])
        #expect(NetworkService(resolved: Self.answer("192.168.1.7", text: long)) == nil)
        let many = Variant.byteStrings(Array(repeating: [0x61], count: 65))
        #expect(NetworkService(resolved: Self.answer("192.168.1.7", text: many)) == nil)
    }

    @Test func whatAllCablesReachIsPreferred() {
        let ranks = ["192.168.1.7", "2001:db8::1", "fe80::1"].compactMap {
            NetworkService(resolved: Self.answer($0))?.rank
        }
        #expect(ranks == [0, 1, 2])
    }

    @Test func aSightingNeedsAllItsParts() {
        let parts: [Variant] = [.int32(2), .int32(0), .string("blue"), .string("_joom._tcp"), .string("local")]
        #expect(ServiceBrowser.Sighting(parts + [.unsigned(0)])?.name == "blue")
        #expect(ServiceBrowser.Sighting(Array(parts.dropLast())) == nil)
        #expect(ServiceBrowser.Sighting([.string("x")] + parts.dropFirst()) == nil)
    }
}
