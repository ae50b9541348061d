// SPDX-License-Identifier: GPL-3.0-or-later
import Glibc
import SignalingServer

extension SetupHost {
    /// Looks at this computer.
    ///
    /// - Parameter domain: the name whose addresses count.
    /// - Returns: what a plan has to know.
    static func look(_ domain: DomainName) async -> SetupHost {
        var host = SetupHost()
        host.program = Self.ownPath ?? host.program
        // The kernel has the file, and a line for each address, only where IPv6 is on.
        host.hasIPv6 = SmallFile.read("/proc/net/if_inet6").map { !$0.isEmpty } ?? false
        host.sourceAddress = await OwnAddress.sending(to: "192.0.2.1")
        host.domainAddresses = addresses(of: domain, database: "ahostsv4")
        return host
    }

    /// Looks a name up, in DNS or /etc/hosts.
    ///
    /// - Parameters:
    ///   - domain: the name.
    ///   - database: `ahosts`, or `ahostsv4` for IPv4 alone (getent(1)).
    /// - Returns: its addresses, each once; nothing when it leads nowhere.
    static func addresses(of domain: DomainName, database: String = "ahosts") -> [String] {
        let lines = Command.run(["getent", database, "\(domain)"]).output.split(separator: "\n")
        return lines.reduce(into: []) { found, line in
            guard let address = line.split(separator: " ").first.map(String.init), !found.contains(address) else {
                return
            }
            found.append(address)
        }
    }

    private static var ownPath: String? {
        var path = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink("/proc/self/exe", &path, path.count)
        guard count > 0, count < path.count else { return nil }
        return String(decoding: path[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
