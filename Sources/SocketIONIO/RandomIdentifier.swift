// SPDX-License-Identifier: GPL-3.0-or-later
internal import SocketIOCore

/// Names that nobody can guess.
public enum RandomIdentifier {
    /// 15 random bytes of the system's generator as 20 characters of URL-safe base64, the length Node's ids have.
    public static func make() -> String {
        var random = SystemRandomNumberGenerator()
        let bytes = (0..<15).map { _ in UInt8.random(in: .min ... .max, using: &random) }
        return Base64.encodeURLSafe(bytes)
    }
}
