// SPDX-License-Identifier: GPL-3.0-or-later
public import JoomModel

/// What a program that opens a room to its network says of it there (Protocol.md section 7, "Nearby").
///
/// Everybody on the network reads it, and anybody may write one: it has no key, and nothing in it is proved.
public struct RoomAnnouncement: Hashable, Sendable {
    /// The kind of service, in DNS-SD's words.
    public static let serviceType = "_joom._tcp"
    /// The longest name of a service, in bytes (RFC 6763 section 4.1.1).
    static let maximumNameBytes = 63
    /// More strings than later versions will have.
    static let maximumStrings = 64
    private static let maximumStringBytes = 255

    /// The room.
    public let room: RoomName
    /// What the person is called who opened it; nil for one without a name.
    public let name: String?
    /// Base64url of the SHA-256 of the certificate that is shown there, 43 characters.
    public let certificate: String

    /// Announces a room.
    public init(room: RoomName, name: String?, certificate: String) {
        self.room = room
        self.name = name
        self.certificate = certificate
    }

    /// Reads the strings of a TXT record; nil for what none of ours would write.
    public init?(text: [[UInt8]]) {
        guard text.count <= Self.maximumStrings, text.allSatisfy({ $0.count <= Self.maximumStringBytes }),
            Self.value(of: "txtvers", in: text) == "1",
            let room = Self.value(of: "room", in: text).flatMap({ try? RoomName($0) }),
            let certificate = Self.value(of: "fp", in: text), Self.isFingerprint(certificate)
        else { return nil }
        let name = Self.value(of: "name", in: text)
        guard name.map(Self.isName) ?? true else { return nil }
        self.init(room: room, name: name.flatMap { $0.isEmpty ? nil : $0 }, certificate: certificate)
    }

    /// The strings to put into a TXT record.
    public var text: [[UInt8]] {
        let strings = ["txtvers=1", "room=\(room.rawValue)", name.map { "name=\($0)" }, "fp=\(certificate)"]
        return strings.compactMap { $0.map { Array($0.utf8) } }
    }

    /// What the service is called where all services of a network are listed.
    public var serviceName: String {
        let full = name.map { "\(room.rawValue) (\($0))" } ?? room.rawValue
        var short = ""
        for character in full {
            guard short.utf8.count + character.utf8.count <= Self.maximumNameBytes else { break }
            short.append(character)
        }
        // One character may have more bytes than fit.
        return short.isEmpty ? "Joom" : short
    }

    /// The first string with a key counts, and case does not (RFC 6763 section 6.4).
    private static func value(of key: String, in text: [[UInt8]]) -> String? {
        for string in text {
            guard let mark = string.firstIndex(of: UInt8(ascii: "=")),
                let found = String(validating: string[..<mark], as: UTF8.self), found.lowercased() == key
            else { continue }
            return String(validating: string[(mark + 1)...], as: UTF8.self)
        }
        return nil
    }

    private static func isFingerprint(_ text: String) -> Bool {
        text.utf8.count == 43 && text.utf8.allSatisfy(ASCII.isBase64URL)
    }

    private static func isName(_ text: String) -> Bool {
        text.utf8.count <= RoomLimits.maximumNameBytes
            && !text.unicodeScalars.contains { $0.properties.generalCategory == .control }
    }
}
