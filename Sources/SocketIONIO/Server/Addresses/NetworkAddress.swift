// SPDX-License-Identifier: GPL-3.0-or-later
import Glibc
import NIOCore

/// An IPv4 or IPv6 address without a port; IPv4 in its IPv6-mapped form (RFC 4291 section 2.5.5.2).
public struct NetworkAddress: Hashable, Sendable {
    /// The first 64 bits: the network.
    let high: UInt64
    /// The last 64 bits: the interface.
    let low: UInt64

    private static let mappedPrefix: UInt64 = 0xffff_0000_0000

    init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Reads `192.0.2.1` or `2001:db8::1`; nil for everything else.
    public init?(_ text: String) {
        guard let address = try? SocketAddress(ipAddress: text, port: 0) else { return nil }
        self.init(address)
    }

    /// Takes the address of a peer; nil for a Unix socket's.
    init?(_ address: SocketAddress) {
        switch address {
        case .v4(let v4):
            self.init(high: 0, low: Self.mappedPrefix | UInt64(UInt32(bigEndian: v4.address.sin_addr.s_addr)))
        case .v6(let v6):
            let words = v6.address.sin6_addr.__in6_u.__u6_addr32
            self.init(
                high: UInt64(UInt32(bigEndian: words.0)) << 32 | UInt64(UInt32(bigEndian: words.1)),
                low: UInt64(UInt32(bigEndian: words.2)) << 32 | UInt64(UInt32(bigEndian: words.3))
            )
        case .unixDomainSocket: return nil
        }
    }

    /// True for IPv4.
    var isIPv4: Bool { high == 0 && low >> 32 == 0xffff }

    /// True for this computer's own addresses 127.0.0.0/8 and ::1, which nobody else can send from.
    public var isLoopback: Bool { isIPv4 ? low >> 24 & 0xff == 127 : high == 0 && low == 1 }

    /// What one customer of a provider has at least: an IPv4 address, or 64 bits of IPv6 (RFC 6177).
    public var holder: NetworkAddress { isIPv4 ? self : NetworkAddress(high: high, low: 0) }
}

/// Addresses with the same first bits, such as `10.0.0.0/8`.
public struct AddressRange: Hashable, Sendable {
    /// Bits that count, of 128.
    private let bits: Int
    private let first: NetworkAddress

    /// Reads an address, or an address and the number of bits that count; nil for everything else.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let address = NetworkAddress(String(parts[0])) else { return nil }
        let unused = address.isIPv4 ? 96 : 0
        guard parts.count > 1 else {
            self.init(first: address, bits: 128)
            return
        }
        guard let length = Int(parts[1]), (0...(128 - unused)).contains(length) else { return nil }
        self.init(first: address, bits: unused + length)
    }

    private init(first: NetworkAddress, bits: Int) {
        self.first = first
        self.bits = bits
    }

    /// True when an address is one of them.
    public func contains(_ address: NetworkAddress) -> Bool {
        let high = Self.mask(min(bits, 64))
        let low = Self.mask(max(bits - 64, 0))
        return (address.high ^ first.high) & high == 0 && (address.low ^ first.low) & low == 0
    }

    private static func mask(_ bits: Int) -> UInt64 { bits == 0 ? 0 : ~0 << UInt64(64 - bits) }
}
