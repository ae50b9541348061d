// SPDX-License-Identifier: GPL-3.0-or-later
public import JoomModel

/// The proof that a description comes from somebody who has the link's key (Protocol.md section 7).
///
/// It covers the certificates, the room, the two people, the generation, and whether this is offer or answer: none of
/// them can be exchanged on the way, and no proof serves a second time in another place.
public struct Seal: Sendable {
    private let key: [UInt8]

    /// Takes the key that descriptions are sealed with; nil without one.
    public init?(_ key: [UInt8]?) {
        guard let key, !key.isEmpty else { return nil }
        self.key = key
    }

    /// Where a description belongs.
    public struct Place: Hashable, Sendable {
        /// The room.
        public let room: RoomName
        /// Who describes.
        public let from: PeerID
        /// To whom.
        public let to: PeerID
        /// The generation.
        public let session: SessionID

        /// Names all four.
        public init(room: RoomName, from: PeerID, to: PeerID, session: SessionID) {
            self.room = room
            self.from = from
            self.to = to
            self.session = session
        }
    }

    /// The proof of a description, base64url of 32 bytes.
    public func mac(_ description: SessionDescription, at place: Place) -> String {
        Base64URL.encode(Digest.hmac(Self.text(description, place), key: key))
    }

    /// What is wrong with the proof of a peer's description; nil when it is right.
    public func fault(of mac: String?, _ description: SessionDescription, at place: Place) -> ProofFault? {
        guard let mac else { return .missing }
        guard let code = Base64URL.decode(mac), !Self.fingerprints(in: description.sdp).isEmpty,
            Digest.isHMAC(code, of: Self.text(description, place), key: key)
        else { return .wrong }
        return nil
    }

    /// The certificates that a description names: each `a=fingerprint` once, in upper case and in the order of bytes.
    ///
    /// Whatever the media engine may take for a line is looked at here, so that no certificate escapes.
    public static func fingerprints(in sdp: String) -> [String] {
        let mark = Array("a=fingerprint:".utf8)
        var found: Set<String> = []
        for line in sdp.utf8.split(whereSeparator: { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }) {
            let trimmed = line.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
            guard trimmed.prefix(mark.count).map(Self.lower).elementsEqual(mark) else { continue }
            found.insert(String(decoding: trimmed.dropFirst(mark.count).map(Self.upper), as: UTF8.self))
        }
        return found.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    private static func text(_ description: SessionDescription, _ place: Place) -> [UInt8] {
        let names = [
            description.kind.rawValue, place.room.rawValue, place.from.rawValue, place.to.rawValue,
            place.session.rawValue,
        ]
        return Digest.row((names + fingerprints(in: description.sdp)).map { Array($0.utf8) })
    }

    private static func lower(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }

    private static func upper(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) ? byte & 0xDF : byte
    }
}

/// Base64 of RFC 4648 section 5 without padding, for codes of a fixed length.
enum Base64URL {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    static func encode(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        var (bits, count): (UInt32, UInt32) = (0, 0)
        for byte in bytes {
            bits = bits << 8 | UInt32(byte)
            count += 8
            while count >= 6 {
                count -= 6
                text.append(alphabet[Int(bits >> count & 63)])
            }
        }
        if count > 0 { text.append(alphabet[Int(bits << (6 - count) & 63)]) }
        return String(decoding: text, as: UTF8.self)
    }

    /// Nil for a foreign character, and for a text that no encoder writes.
    static func decode(_ text: String) -> [UInt8]? {
        guard text.utf8.count <= 64 else { return nil }
        var bytes: [UInt8] = []
        var (bits, count): (UInt32, UInt32) = (0, 0)
        for character in text.utf8 {
            guard let value = alphabet.firstIndex(of: character) else { return nil }
            bits = bits << 6 | UInt32(value)
            count += 6
            guard count >= 8 else { continue }
            count -= 8
            bytes.append(UInt8(truncatingIfNeeded: bits >> count))
        }
        return encode(bytes) == text ? bytes : nil
    }
}
