// SPDX-License-Identifier: GPL-3.0-or-later
import SocketIONIO

/// Headers that keep the page to itself.
enum SecurityHeaders {
    /// Nothing from third parties, in nobody's frame, camera and microphone for us alone.
    ///
    /// - Parameters:
    ///   - host: the request's `Host`; browsers differ in whether `'self'` covers WebSockets (CSP level 3).
    ///   - isSecure: the request came over TLS of ours.
    ///   - letsPagesFollow: the page may speak to other servers over TLS. That gives nothing away: what got into the page
    ///     despite the rest could speak to anybody by RTCPeerConnection, which no policy governs.
    /// - Returns: headers for every answer that a browser may show.
    static func page(
        host: String?,
        isSecure: Bool = false,
        letsPagesFollow: Bool = false
    ) -> [HTTPResponse.Header] {
        let policy = policy(host: host, more: letsPagesFollow ? " wss:" : "")
        return [HTTPResponse.Header("Content-Security-Policy", policy)] + common + (isSecure ? [onlyTLS] : [])
    }

    private static func policy(host: String?, more: String) -> String {
        let sockets = (host.flatMap { isPlain($0) ? " ws://\($0) wss://\($0)" : nil } ?? "") + more
        return "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'\(sockets); "
            + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
    }

    /// What could end the directive, or the header, is no host.
    private static func isPlain(_ host: String) -> Bool {
        !host.isEmpty && host.utf8.count <= 255
            && host.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: ":"),
                    UInt8(ascii: "["), UInt8(ascii: "]"):
                    true
                default: false
                }
            }
    }

    /// Half a year (RFC 6797).
    private static let onlyTLS = HTTPResponse.Header("Strict-Transport-Security", "max-age=15768000")

    private static let common = [
        HTTPResponse.Header("X-Content-Type-Options", "nosniff"),
        HTTPResponse.Header("X-Frame-Options", "DENY"),
        HTTPResponse.Header("Referrer-Policy", "no-referrer"),
        HTTPResponse.Header("Cross-Origin-Opener-Policy", "same-origin"),
        HTTPResponse.Header("Cross-Origin-Resource-Policy", "same-origin"),
        HTTPResponse.Header("Permissions-Policy", "camera=(self), microphone=(self), display-capture=(self)"),
    ]
}
