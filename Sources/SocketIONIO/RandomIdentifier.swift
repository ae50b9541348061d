// SPDX-License-Identifier: GPL-3.0-or-later
internal import SocketIOCore

/// Names that nobody can guess.
public enum RandomIdentifier {
    /// 15 random bytes of the system's generator as 20 characters of URL-safe base64, the length Node's ids have.
    public static func make() -> String {
        var random = SystemRandomNumberGenerator()
        // A number is a system call, however small it is: two large ones cost less than fifteen bytes.
        let bytes = [random.next(), random.next()].flatMap { word in
            (0..<UInt64.bitWidth / 8).map { UInt8(truncatingIfNeeded: word >> ($0 * 8)) }
        }
        return Base64.encodeURLSafe(bytes.prefix(15))
    }
}
