// SPDX-License-Identifier: GPL-3.0-or-later
import NIOCore

/// Who is at the other end of a request, as far as it can be believed.
enum ClientAddress {
    /// Finds the client behind proxies.
    ///
    /// Each proxy appends the address that it saw to `X-Forwarded-For`. What stands left of an address that is no
    /// proxy of ours was written by a stranger.
    /// - Parameters:
    ///   - peer: the other end of the connection; nil for a Unix socket, which only a proxy on this computer has.
    ///   - forwarded: the value of `X-Forwarded-For`, several joined by commas.
    ///   - proxies: whose word counts.
    /// - Returns: nil when nobody said.
    static func find(peer: NetworkAddress?, forwarded: String?, proxies: [AddressRange]) -> NetworkAddress? {
        func isProxy(_ address: NetworkAddress) -> Bool { proxies.contains { $0.contains(address) } }
        var client = peer
        guard peer.map(isProxy) ?? true else { return client }
        for hop in (forwarded ?? "").split(separator: ",").reversed() {
            guard let address = NetworkAddress(bare(hop)) else { break }
            client = address
            if !isProxy(address) { break }
        }
        return client
    }

    /// Some proxies write a port, and brackets around IPv6.
    private static func bare(_ hop: Substring) -> String {
        var text = hop.drop { $0 == " " || $0 == "\t" }
        while let last = text.last, last == " " || last == "\t" { text.removeLast() }
        if text.first == "[" { return String(text.dropFirst().prefix { $0 != "]" }) }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        return String(parts.count == 2 ? parts[0] : text)
    }
}

/// Counts what each address holds.
struct AddressLedger {
    /// 0 for no limit.
    let limit: Int
    private var counts: [NetworkAddress: Int] = [:]

    init(limit: Int) { self.limit = limit }

    /// True when an address may have one more.
    func hasRoom(for address: NetworkAddress?) -> Bool {
        guard limit > 0, let address else { return true }
        return counts[address.holder, default: 0] < limit
    }

    mutating func add(_ address: NetworkAddress?) {
        guard let address else { return }
        counts[address.holder, default: 0] += 1
    }

    mutating func remove(_ address: NetworkAddress?) {
        guard let address, let count = counts[address.holder] else { return }
        counts[address.holder] = count > 1 ? count - 1 : nil
    }
}
