// SPDX-License-Identifier: GPL-3.0-or-later
import CJoomGLib
import Glibc

/// A service that somebody offers on the network (DNS-SD, RFC 6763), as Avahi found it.
public struct NetworkService: Hashable, Sendable {
    /// What it is called; unlike all others of its kind on the network.
    public let name: String
    /// A literal address, IPv6 without brackets and, if it is link-local, with a zone as in `fe80::1%eth0`.
    public let address: String
    /// 1...65535.
    public let port: Int
    /// The strings of its TXT record, `key=value` each; whatever a stranger wrote into them.
    public let text: [[UInt8]]

    /// Describes a service.
    public init(name: String, address: String, port: Int, text: [[UInt8]]) {
        self.name = name
        self.address = address
        self.port = port
        self.text = text
    }

    /// Takes only what RFC 6763 allows; a longer string does not fit into a TXT record.
    static let stringLimit = (count: 64, bytes: 255)

    /// Reads the answer of `ResolveService`; nil where it makes no sense.
    init?(resolved values: [Variant]) {
        guard values.count == 11, case .int32(let interface) = values[0], case .string(let name) = values[2],
            case .string(let address) = values[7], case .uint16(let port) = values[8], port > 0,
            case .byteStrings(let text) = values[9], text.count <= Self.stringLimit.count,
            text.allSatisfy({ $0.count <= Self.stringLimit.bytes })
        else { return nil }
        var place = address
        if Self.isLinkLocal(address), !address.contains("%") {
            // The same address may be on another cable as well.
            guard let zone = Self.interfaceName(interface) else { return nil }
            place += "%" + zone
        }
        self.init(name: name, address: place, port: Int(port), text: text)
    }

    /// 0 for the address to prefer: IPv4, then IPv6, then what holds on one cable only.
    var rank: Int { !address.contains(":") ? 0 : Self.isLinkLocal(address) ? 2 : 1 }

    private static func isLinkLocal(_ address: String) -> Bool {
        ["fe8", "fe9", "fea", "feb"].contains { address.lowercased().hasPrefix($0) }
    }

    private static func interfaceName(_ index: Int32) -> String? {
        guard index > 0 else { return nil }
        var name = [CChar](repeating: 0, count: Int(IF_NAMESIZE) + 1)
        guard if_indextoname(UInt32(index), &name) != nil else { return nil }
        return String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}

/// Names of Avahi's D-Bus interface.
///
/// Source: the introspection files of Avahi, `avahi-daemon/org.freedesktop.Avahi.*.xml`.
enum Avahi {
    static let name = "org.freedesktop.Avahi"
    static let server = "org.freedesktop.Avahi.Server"
    static let browser = "org.freedesktop.Avahi.ServiceBrowser"
    static let group = "org.freedesktop.Avahi.EntryGroup"
    static let root = "/"
    /// Any interface, any protocol.
    static let unspecified = Variant.int32(-1)
    static let noFlags = Variant.unsigned(0)
}
