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

    /// The address of ours that the system sends from to a numeric address; nil where no route leads there.
    static func source(toward address: String) -> String? {
        var hints = addrinfo()
        hints.ai_flags = AI_NUMERICHOST
        hints.ai_socktype = Int32(SOCK_DGRAM.rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(address, "9", &hints, &found) == 0, let found else { return nil }
        defer { freeaddrinfo(found) }
        let descriptor = socket(found.pointee.ai_family, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        // Of UDP, this asks the routing table and sends nothing.
        guard connect(descriptor, found.pointee.ai_addr, found.pointee.ai_addrlen) == 0 else { return nil }
        var own = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        let isKnown = withUnsafeMutablePointer(to: &own) { own in
            own.withMemoryRebound(to: sockaddr.self, capacity: 1) { own in
                getsockname(descriptor, own, &length) == 0
                    && getnameinfo(own, length, &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST) == 0
            }
        }
        return isKnown ? String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self) : nil
    }
}
