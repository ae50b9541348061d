// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import GLibKit
import HostCertificate
import JoomUI
import NIOCore
import NIOPosix

/// This computer as others on its network find it.
enum LocalNetwork {
    /// Where rooms are hosted for the network, if the port is free.
    static let port = 3_443
    /// All of this computer's addresses, which change while a room is open; only those of IPv4 where the kernel has no IPv6.
    static let anyAddresses = ["::", "0.0.0.0"]

    /// Where Joom keeps what is to outlive it: `$XDG_DATA_HOME/joom`.
    static var dataDirectory: String {
        let environment = ProcessInfo.processInfo.environment
        // An XDG path that is not absolute is to be ignored (XDG Base Directory Specification).
        let data = environment["XDG_DATA_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
        return (data ?? NSHomeDirectory() + "/.local/share") + "/joom"
    }

    /// The IPv4 address that packets to elsewhere leave from; else one of those that there are; nil on no network.
    static func address() async -> String? {
        // Connecting a datagram socket sends nothing; it asks the routing table. The address is nobody's (RFC 5737).
        let probe = try? await DatagramBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "192.0.2.1", port: 9).get()
        let routed = probe?.localAddress?.ipAddress
        try? await probe?.close()
        return choose(routed: routed, among: NetworkMonitor.addresses)
    }

    /// Prefers the address of the default route, then those of home networks, which virtual ones seldom use.
    static func choose(routed: String?, among addresses: Set<String>) -> String? {
        if let routed, !routed.hasPrefix("127.") { return routed }
        let usual = addresses.filter { !$0.contains(":") }.sorted()
        return usual.first { $0.hasPrefix("192.168.") } ?? usual.first { $0.hasPrefix("10.") } ?? usual.first
    }

    /// The certificate of this installation, read or made on a thread that may wait for the disk.
    static func certificate(in directory: String) async throws(HostingFailure) -> HostCertificate {
        let result = try? await NIOThreadPool.singleton.runIfActive {
            Result { try HostCertificate(in: directory, now: Date()) }
        }
        switch result {
        case .success(let certificate): return certificate
        case .failure(let error): throw .failed("the certificate cannot be kept in \(directory): \(error)")
        case nil: throw .failed("the program is ending")
        }
    }
}
