// SPDX-License-Identifier: GPL-3.0-or-later
import Glibc

/// The computer's network interfaces, as far as finding a path needs them.
enum NetworkInterfaces {
    /// The loopback addresses, if there are no other IP addresses; else nothing.
    ///
    /// ICE gathers no loopback addresses by itself (RFC 8445 section 5.1.1.1), so that two programs on a computer
    /// without a network would never find each other.
    static var loopbackIfAlone: [String] {
        var first: UnsafeMutablePointer<ifaddrs>?
        guard getifaddrs(&first) == 0, let first else { return [] }
        defer { freeifaddrs(first) }
        for entry in sequence(first: first, next: \.pointee.ifa_next) {
            let flags = entry.pointee.ifa_flags
            guard flags & UInt32(IFF_UP) != 0, let address = entry.pointee.ifa_addr else { continue }
            let family = Int32(address.pointee.sa_family)
            if family == AF_INET || family == AF_INET6, flags & UInt32(IFF_LOOPBACK) == 0 { return [] }
        }
        return ["127.0.0.1", "::1"]
    }
}
