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
    private let letsPagesFollow: Bool

    /// Prepares a page's files for serving.
    ///
    /// - Parameters:
    ///   - page: the files.
    ///   - letsPagesFollow: the page may speak to other servers.
    init(page: GuestPage, letsPagesFollow: Bool = false) {
        self.letsPagesFollow = letsPagesFollow
        entries = page.files.mapValues { file in
            let hash = Array(SHA256.hash(data: file.bytes).prefix(12))
            return Entry(file: file, tag: "\"\(Base64.encodeURLSafe(hash))\"")
        }
    }

    /// Answers a GET or HEAD.
    func respond(to request: HTTPRequest) -> HTTPResponse {
        let path = request.path
        if path == "/healthz" { return health }
        if path == "/socket.io/socket.io.js" {
            return file("socket.io.js", request) ?? plain(404, "Not found\n", request)
        }
        if path.hasPrefix("/public/"), let response = file(String(path.dropFirst("/public/".count)), request) {
            return response
        }
        guard path == "/" || Self.isRoom(path) else {
            let away = [HTTPResponse.Header("Location", "/")]
            return HTTPResponse(status: 302, headers: away + guards(request))
        }
        return file("index.html", request) ?? noPage(request)
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
            ] + guards(request)
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

    private func noPage(_ request: HTTPRequest) -> HTTPResponse {
        plain(503, "This server was installed without its page for browsers. Use the Joom app to join.\n", request)
    }

    private func plain(_ status: Int, _ text: String, _ request: HTTPRequest) -> HTTPResponse {
        let type = HTTPResponse.Header("Content-Type", "text/plain; charset=utf-8")
        return HTTPResponse(status: status, headers: [type] + guards(request), body: Array(text.utf8))
    }

    private func guards(_ request: HTTPRequest) -> [HTTPResponse.Header] {
        SecurityHeaders.page(
            host: request.header("host"),
            isSecure: request.isSecure,
            letsPagesFollow: letsPagesFollow
        )
    }
}
