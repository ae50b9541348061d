// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import RedisRooms
import SignalingServer
import SocketIONIO

/// Reads one written value as what a setting needs; complains with the value and what would be right.
struct SettingReader {
    /// Where the value was written, for complaints.
    let place: String
    let value: SettingValue

    func number(_ range: ClosedRange<Int>) throws(SettingError) -> Int {
        let number: Int? =
            switch value {
            case .integer(let number): number
            case .text(let text): Int(text)
            case .string, .list, .other: nil
            }
        guard let number, range.contains(number) else {
            throw complaint("a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    func filled(_ expected: String) throws(SettingError) -> String {
        switch value {
        case .text(let text), .string(let text): if !text.isEmpty { return text }
        case .integer, .list, .other: break
        }
        throw complaint(expected)
    }

    /// A file's name, from the root: what it is relative to nobody can tell of a service.
    func path() throws(SettingError) -> String {
        let expected = "the path of a file, from /"
        let path = try filled(expected)
        guard path.hasPrefix("/") else { throw complaint(expected) }
        return path
    }

    func word<Word: RawRepresentable<String> & CaseIterable>(_: Word.Type) throws(SettingError) -> Word {
        let words = Word.allCases.map(\.rawValue).joined(separator: ", ")
        guard let word = Word(rawValue: try filled("one of: \(words)")) else { throw complaint("one of: \(words)") }
        return word
    }

    func origins() throws(SettingError) -> Set<String> {
        let expected = "a list of origins such as https://example.org, without a path"
        var origins: Set<String> = []
        for item in try list(expected) {
            let origin = item.lowercased()
            let scheme = ["https://", "http://"].first { origin.hasPrefix($0) }
            guard let scheme, origin.utf8.count > scheme.utf8.count, !origin.dropFirst(scheme.count).contains("/")
            else {
                throw complaint(expected)
            }
            origins.insert(origin)
        }
        return origins
    }

    func ranges() throws(SettingError) -> [AddressRange] {
        let expected = "a list of addresses, or of networks such as 10.0.0.0/8"
        var ranges: [AddressRange] = []
        for item in try list(expected) {
            guard let range = AddressRange(item) else { throw complaint(expected) }
            ranges.append(range)
        }
        return ranges
    }

    func stunServers() throws(SettingError) -> [IceServer] {
        let expected = "a list of STUN servers, each as stun:host or stun:host:port"
        var servers: [IceServer] = []
        for item in try list(expected) {
            guard item.hasPrefix("stun:"), item.utf8.count > 5 else { throw complaint(expected) }
            servers.append(IceServer(urls: [item]))
        }
        return servers
    }

    func turnServers() throws(SettingError) -> [String] {
        let expected = "a list of TURN servers, each as turn:host:port or turns:host:port, with ?transport=udp or tcp"
        let items = try list(expected)
        for item in items {
            let scheme = ["turn:", "turns:"].first { item.hasPrefix($0) }
            guard let scheme, item.utf8.count > scheme.utf8.count else { throw complaint(expected) }
        }
        return items
    }

    static let redisURL = "where Redis is: redis://host, redis://:password@host:6379/0, or rediss:// for TLS"

    /// Where Redis is; what is wrong is said without the password.
    func redis(_ text: String) throws(SettingError) -> RedisAddress {
        guard let address = RedisAddress(text) else {
            throw SettingError(place: place, complaint: "does not say \(Self.redisURL)")
        }
        return address
    }

    /// The first line of a file that others need not see.
    func secret() throws(SettingError) -> String {
        let file = try path()
        guard let bytes = SmallFile.read(file), let text = String(validating: bytes, as: UTF8.self),
            let line = text.split(whereSeparator: \.isNewline).first
        else {
            throw SettingError(place: place, complaint: "is \(value.shown), which cannot be read or is empty")
        }
        return String(line)
    }

    /// A list; text holds it with commas between.
    func list(_ expected: String) throws(SettingError) -> [String] {
        switch value {
        case .list(let items): return items
        case .text(let text):
            return text.split(whereSeparator: { $0 == "," || $0 == " " }).map(String.init)
        case .string, .integer, .other: throw complaint(expected)
        }
    }

    func complaint(_ expected: String) -> SettingError {
        SettingError(place: place, complaint: "is \(value.shown), but has to be \(expected)")
    }
}
