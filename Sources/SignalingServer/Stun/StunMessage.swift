// SPDX-License-Identifier: GPL-3.0-or-later

/// A STUN message (RFC 8489), as far as a binding responder needs it, and who tries out a TURN server (RFC 8656).
struct StunMessage: Hashable, Sendable {
    /// What it is about (section 5); other methods and classes are not ours.
    enum Kind: UInt16, Hashable, Sendable {
        case bindingRequest = 0x0001
        case bindingSuccess = 0x0101
        case bindingError = 0x0111
        case allocateRequest = 0x0003
        case allocateSuccess = 0x0103
        case allocateError = 0x0113
        case refreshRequest = 0x0004
        case permissionRequest = 0x0008
        case permissionSuccess = 0x0108
        case permissionError = 0x0118
        case dataIndication = 0x0017
    }

    /// A value under its number (section 14).
    struct Attribute: Hashable, Sendable {
        let number: UInt16
        let value: [UInt8]

        /// A reader that does not know it must not go on.
        var isRequired: Bool { number < 0x8000 }
    }

    static let headerBytes = 20

    /// 96 bits of chance: an answer has those of its request (section 5).
    static func newTransaction() -> [UInt8] { (0..<12).map { _ in UInt8.random(in: .min ... .max) } }

    private static let cookie: UInt32 = 0x2112_A442
    /// FINGERPRINT: a checksum that tells STUN from what else comes to a port (section 14.7).
    private static let fingerprint: UInt16 = 0x8028

    let kind: Kind
    /// 12 bytes that the answer repeats; 16 from who asks as RFC 3489 did, before there was a cookie.
    let transaction: [UInt8]
    /// Without FINGERPRINT.
    var attributes: [Attribute] = []
    /// True when a FINGERPRINT was there, or is to be there.
    var hasFingerprint = false

    init(_ kind: Kind, transaction: [UInt8], attributes: [Attribute] = [], hasFingerprint: Bool = false) {
        self.kind = kind
        self.transaction = transaction
        self.attributes = attributes
        self.hasFingerprint = hasFingerprint
    }

    /// Reads a datagram; nil for what is no STUN message of a kind we know, or is broken.
    init?(_ bytes: [UInt8]) {
        guard bytes.count >= Self.headerBytes, let kind = Kind(rawValue: Self.word(bytes, 0)),
            Int(Self.word(bytes, 2)) == bytes.count - Self.headerBytes, bytes.count % 4 == 0
        else { return nil }
        let hasCookie =
            Self.word(bytes, 4) == UInt16(Self.cookie >> 16)
            && Self.word(bytes, 6) == UInt16(Self.cookie & 0xffff)
        // libnice still asks without one (RFC 8489, section 11); nothing else comes to us that way.
        guard hasCookie || kind == .bindingRequest else { return nil }
        self.init(kind, transaction: Array(bytes[(hasCookie ? 8 : 4)..<Self.headerBytes]))
        var offset = Self.headerBytes
        while offset < bytes.count {
            // All lengths are multiples of four with the padding, so a header is never cut.
            let number = Self.word(bytes, offset)
            let length = Int(Self.word(bytes, offset + 2))
            let end = offset + 4 + length
            guard end <= bytes.count else { return nil }
            if number == Self.fingerprint {
                guard Array(bytes[(offset + 4)..<end]) == Self.checksum(bytes[..<offset]), end == bytes.count else {
                    return nil
                }
                hasFingerprint = true
            } else {
                attributes.append(Attribute(number: number, value: Array(bytes[(offset + 4)..<end])))
            }
            offset = (end + 3) & ~3
        }
    }

    /// True for RFC 3489, which scrambles no addresses.
    var isClassic: Bool { transaction.count == 16 }

    /// Writes it as a datagram.
    var bytes: [UInt8] {
        var body: [UInt8] = []
        for attribute in attributes {
            Self.append(attribute.number, to: &body)
            Self.append(UInt16(attribute.value.count), to: &body)
            body += attribute.value + [UInt8](repeating: 0, count: (4 - attribute.value.count % 4) % 4)
        }
        var bytes: [UInt8] = []
        Self.append(kind.rawValue, to: &bytes)
        Self.append(UInt16(body.count + (hasFingerprint ? 8 : 0)), to: &bytes)
        if !isClassic {
            Self.append(UInt16(Self.cookie >> 16), to: &bytes)
            Self.append(UInt16(Self.cookie & 0xffff), to: &bytes)
        }
        bytes += transaction + body
        guard hasFingerprint else { return bytes }
        let checksum = Self.checksum(bytes[...])
        Self.append(Self.fingerprint, to: &bytes)
        Self.append(4, to: &bytes)
        return bytes + checksum
    }

    /// XOR-MAPPED-ADDRESS (section 14.2): scrambled, because some routers rewrite addresses that they recognise.
    ///
    /// - Parameters:
    ///   - address: 4 bytes of IPv4 or 16 of IPv6.
    ///   - port: of UDP.
    ///   - transaction: the message's.
    /// - Returns: the attribute.
    static func xorMappedAddress(_ address: [UInt8], port: UInt16, transaction: [UInt8]) -> Attribute {
        xorAddress(0x0020, address, port: port, transaction: transaction)
    }

    /// MAPPED-ADDRESS (section 14.1): the same as it is, for who knows no other.
    static func mappedAddress(_ address: [UInt8], port: UInt16) -> Attribute {
        Attribute(
            number: 0x0001,
            value: [0, address.count == 4 ? 1 : 2, UInt8(port >> 8), UInt8(port & 0xff)] + address
        )
    }

    /// Any attribute of that form.
    static func xorAddress(_ number: UInt16, _ address: [UInt8], port: UInt16, transaction: [UInt8]) -> Attribute {
        var value: [UInt8] = [0, address.count == 4 ? 1 : 2]
        append(port ^ UInt16(cookie >> 16), to: &value)
        value += zip(address, addressKey(transaction)).map { $0 ^ $1 }
        return Attribute(number: number, value: value)
    }

    /// Reads what `xorAddress` writes: 4 bytes of IPv4 or 16 of IPv6, and a port; nil where there is no such attribute.
    func address(_ number: UInt16) -> (bytes: [UInt8], port: UInt16)? {
        guard let value = attributes.first(where: { $0.number == number })?.value,
            value.count == (value.dropFirst().first == 1 ? 8 : 20)
        else { return nil }
        let bytes = zip(value.dropFirst(4), Self.addressKey(transaction)).map { $0 ^ $1 }
        return (bytes, Self.word(value, 2) ^ UInt16(Self.cookie >> 16))
    }

    private static func addressKey(_ transaction: [UInt8]) -> [UInt8] {
        var key: [UInt8] = []
        append(UInt16(cookie >> 16), to: &key)
        append(UInt16(cookie & 0xffff), to: &key)
        return key + transaction
    }

    private static func checksum(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        let sum = CRC32.of(bytes) ^ 0x5354_554e
        return (0..<4).map { UInt8(truncatingIfNeeded: sum >> (24 - 8 * UInt32($0))) }
    }

    private static func word(_ bytes: [UInt8], _ offset: Int) -> UInt16 {
        UInt16(bytes[offset]) << 8 | UInt16(bytes[offset + 1])
    }

    private static func append(_ word: UInt16, to bytes: inout [UInt8]) {
        bytes.append(UInt8(word >> 8))
        bytes.append(UInt8(word & 0xff))
    }
}

/// The checksum of Ethernet and zip (ITU-T V.42).
enum CRC32 {
    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { sum, _ in sum & 1 == 1 ? 0xedb8_8320 ^ (sum >> 1) : sum >> 1 }
    }

    static func of(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        ~bytes.reduce(~0) { sum, byte in table[Int(UInt8(truncatingIfNeeded: sum) ^ byte)] ^ (sum >> 8) }
    }
}
