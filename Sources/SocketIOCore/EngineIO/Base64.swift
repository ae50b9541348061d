// SPDX-License-Identifier: GPL-3.0-or-later

/// Base64 (RFC 4648 section 4), and its URL-safe alphabet without padding (section 5).
public enum Base64 {
    /// Writes bytes with padding.
    public static func encode(_ bytes: some Collection<UInt8>) -> String {
        write(bytes, alphabet: standard, pads: true)
    }

    /// Writes bytes in the URL-safe alphabet, without padding.
    public static func encodeURLSafe(_ bytes: some Collection<UInt8>) -> String {
        write(bytes, alphabet: urlSafe, pads: false)
    }

    /// Reads padded or unpadded base64 of the standard alphabet.
    ///
    /// - Throws: `badBase64` for a foreign byte or an impossible length.
    public static func decode(_ text: some Collection<UInt8>) throws(EngineError) -> [UInt8] {
        try read(text, value62: UInt8(ascii: "+"), value63: UInt8(ascii: "/"))
    }

    /// Reads padded or unpadded base64 of the URL-safe alphabet.
    ///
    /// - Throws: `badBase64` for a foreign byte or an impossible length.
    public static func decodeURLSafe(_ text: some Collection<UInt8>) throws(EngineError) -> [UInt8] {
        try read(text, value62: UInt8(ascii: "-"), value63: UInt8(ascii: "_"))
    }

    private static let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
    private static let standard = Array((letters + "+/").utf8)
    private static let urlSafe = Array((letters + "-_").utf8)

    private static func write(_ bytes: some Collection<UInt8>, alphabet: [UInt8], pads: Bool) -> String {
        var output: [UInt8] = []
        output.reserveCapacity((bytes.count + 2) / 3 * 4)
        var bits: UInt32 = 0
        var count = 0
        for byte in bytes {
            bits = bits << 8 | UInt32(byte)
            count += 8
            while count >= 6 {
                count -= 6
                output.append(alphabet[Int(bits >> UInt32(count) & 63)])
            }
        }
        if count > 0 { output.append(alphabet[Int(bits << UInt32(6 - count) & 63)]) }
        while pads, output.count % 4 != 0 { output.append(UInt8(ascii: "=")) }
        return String(decoding: output, as: UTF8.self)
    }

    private static func read(
        _ text: some Collection<UInt8>,
        value62: UInt8,
        value63: UInt8
    ) throws(EngineError) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(text.count / 4 * 3)
        var bits: UInt32 = 0
        var count = 0
        var padding = 0
        var digits = 0
        for byte in text {
            if byte == UInt8(ascii: "=") {
                padding += 1
                continue
            }
            guard padding == 0, let value = digit(byte, value62: value62, value63: value63) else { throw .badBase64 }
            digits += 1
            bits = bits << 6 | UInt32(value)
            count += 6
            if count >= 8 {
                count -= 8
                output.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
            }
        }
        guard digits % 4 != 1, padding == 0 || (digits + padding) % 4 == 0 && padding <= 2 else { throw .badBase64 }
        return output
    }

    private static func digit(_ byte: UInt8, value62: UInt8, value63: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte - UInt8(ascii: "A")
        case UInt8(ascii: "a")...UInt8(ascii: "z"): byte - UInt8(ascii: "a") + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0") + 52
        case value62: 62
        case value63: 63
        default: nil
        }
    }
}
