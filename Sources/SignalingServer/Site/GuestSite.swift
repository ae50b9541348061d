// SPDX-License-Identifier: GPL-3.0-or-later
import Crypto
import JoomModel
import SocketIOCore
import SocketIONIO

/// Answers what is not Socket.IO: the guest page, its files, health.
struct GuestSite: Sendable {
    private struct Entry: Sendable {
        let file: GuestPage.File
        let tag: String
    }

    private let entries: [String: Entry]

    /// Prepares a page's files for serving.
    init(page: GuestPage) {
        entries = page.files.mapValues { file in
            let hash = Array(SHA256.hash(data: file.bytes).prefix(12))
            return Entry(file: file, tag: "\"\(Base64.encodeURLSafe(hash))\"")
        }
    }

    /// Answers a GET or HEAD.
    func respond(to request: HTTPRequest) -> HTTPResponse {
        let path = request.path
        if path == "/healthz" { return health }
        if path == "/socket.io/socket.io.js" { return file("socket.io.js", request) ?? notFound }
        if path.hasPrefix("/public/"), let response = file(String(path.dropFirst("/public/".count)), request) {
            return response
        }
        guard path == "/" || Self.isRoom(path) else {
            return HTTPResponse(status: 302, headers: [HTTPResponse.Header("Location", "/")] + Self.guards)
        }
        return file("index.html", request) ?? noPage
    }

    /// True for `/r/ROOM`, with or without a slash behind it.
    static func isRoom(_ path: String) -> Bool {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3 || parts.count == 4 && parts[3].isEmpty else { return false }
        return parts[0].isEmpty && parts[1] == "r" && !parts[2].isEmpty
    }

    private func file(_ name: String, _ request: HTTPRequest) -> HTTPResponse? {
        guard let entry = entries[name] else { return nil }
        let headers =
            [
                HTTPResponse.Header("Content-Type", entry.file.type),
                HTTPResponse.Header("ETag", entry.tag),
                HTTPResponse.Header("Cache-Control", "no-cache"),
            ] + Self.guards
        if Self.names(request.header("if-none-match"), entry.tag) { return HTTPResponse(status: 304, headers: headers) }
        return HTTPResponse(status: 200, headers: headers, body: entry.file.bytes)
    }

    /// Compares as RFC 9110 section 13.1.2 says: weakly, and `*` is anything.
    private static func names(_ list: String?, _ tag: String) -> Bool {
        (list ?? "").split(separator: ",").contains { part in
            let bare = part.drop(while: { $0 == " " })
            return bare == "*" || bare == tag || bare == "W/\(tag)"
        }
    }

    private var health: HTTPResponse {
        let body: JSONValue = ["joom": .string(Product.version)]
        return HTTPResponse(
            status: 200,
            headers: [
                HTTPResponse.Header("Content-Type", "application/json"),
                HTTPResponse.Header("Cache-Control", "no-store"),
            ],
            body: Array(body.serialized.utf8)
        )
    }

    private var notFound: HTTPResponse { plain(404, "Not found\n") }

    private var noPage: HTTPResponse {
        plain(503, "This server was installed without its page for browsers. Use the Joom app to join.\n")
    }

    private func plain(_ status: Int, _ text: String) -> HTTPResponse {
        let type = HTTPResponse.Header("Content-Type", "text/plain; charset=utf-8")
        return HTTPResponse(status: status, headers: [type] + Self.guards, body: Array(text.utf8))
    }

    /// Keeps the page to itself: nothing from third parties, in nobody's frame, camera and microphone for us alone.
    private static let guards = [
        HTTPResponse.Header(
            "Content-Security-Policy",
            "default-src 'self'; connect-src 'self' ws: wss:; img-src 'self' data: blob:; media-src 'self' blob:; "
                + "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
        ),
        HTTPResponse.Header("X-Content-Type-Options", "nosniff"),
        HTTPResponse.Header("X-Frame-Options", "DENY"),
        HTTPResponse.Header("Referrer-Policy", "no-referrer"),
        HTTPResponse.Header("Cross-Origin-Opener-Policy", "same-origin"),
        HTTPResponse.Header("Permissions-Policy", "camera=(self), microphone=(self), display-capture=(self)"),
    ]
}
