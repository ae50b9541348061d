// SPDX-License-Identifier: GPL-3.0-or-later
import CJoomGLib
import Glibc
import Synchronization

/// Tells when this computer's addresses change: a cable pulled, another Wi-Fi, a VPN.
///
/// Make it on the first thread; it needs GLib's main loop there (GNetworkMonitor, of whatever kind the system has).
public final class NetworkMonitor: Sendable {
    /// The IP addresses that packets can leave from, after each change; one reader.
    ///
    /// Of several changes that nobody took yet the last is told. Loopback and link-local addresses are not among them.
    public let changes: AsyncStream<Set<String>>
    private let connection: SignalConnection?
    private let links: LinkWatch?

    /// The addresses of now.
    public static var addresses: Set<String> { currentAddresses() }

    /// Begins to watch.
    public init() {
        let (changes, continuation) = AsyncStream.makeStream(of: Set<String>.self, bufferingPolicy: .bufferingNewest(1))
        self.changes = changes
        let handler = Handler { continuation.yield($0) }
        links = LinkWatch { handler.look() }
        guard let monitor = g_network_monitor_get_default() else {
            connection = nil
            return
        }
        let callback: @convention(c) (gpointer?, gboolean, gpointer?) -> Void = { _, _, data in
            guard let data else { return }
            Unmanaged<Handler>.fromOpaque(data).takeUnretainedValue().look()
        }
        connection = SignalConnection(
            GObjectRef(retaining: monitor),
            "network-changed",
            callback: unsafeBitCast(callback, to: GCallback.self),
            box: handler
        )
    }

    /// The signal comes for every route; what matters here is from where packets can leave.
    private final class Handler: Sendable {
        private let known = Mutex(currentAddresses())
        private let changed: @Sendable (Set<String>) -> Void

        init(_ changed: @escaping @Sendable (Set<String>) -> Void) { self.changed = changed }

        func look() {
            let now = currentAddresses()
            let isNew = known.withLock { known in
                defer { known = now }
                return known != now
            }
            if isNew { changed(now) }
        }
    }
}

/// The addresses of all interfaces that can be used, but those that lead nowhere else: loopback and link-local.
private func currentAddresses() -> Set<String> {
    var first: UnsafeMutablePointer<ifaddrs>?
    guard getifaddrs(&first) == 0, let first else { return [] }
    defer { freeifaddrs(first) }
    var found: Set<String> = []
    for entry in sequence(first: first, next: \.pointee.ifa_next) {
        let flags = Int(entry.pointee.ifa_flags)
        // A cable that is pulled leaves its interface up, but no longer running.
        guard flags & IFF_UP != 0, flags & IFF_RUNNING != 0, let address = entry.pointee.ifa_addr else { continue }
        let length: socklen_t
        switch Int32(address.pointee.sa_family) {
        case AF_INET: length = socklen_t(MemoryLayout<sockaddr_in>.size)
        case AF_INET6: length = socklen_t(MemoryLayout<sockaddr_in6>.size)
        default: continue
        }
        var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        guard getnameinfo(address, length, &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST) == 0 else { continue }
        let name = String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        if !name.hasPrefix("fe80:"), !name.hasPrefix("127."), name != "::1" { found.insert(name) }
    }
    return found
}
