// SPDX-License-Identifier: GPL-3.0-or-later

/// The files that make up the page for browsers, held in memory.
public struct GuestPage: Hashable, Sendable {
    /// One file.
    public struct File: Hashable, Sendable {
        /// The value of `Content-Type`.
        public let type: String
        /// The file as it is.
        public let bytes: [UInt8]

        /// Pairs bytes with their type.
        public init(type: String, bytes: [UInt8]) {
            self.type = type
            self.bytes = bytes
        }
    }

    /// Files by their path below the page's directory, such as `index.html`.
    public var files: [String: File]

    /// Collects files; without any, the server says that it has no page.
    public init(files: [String: File] = [:]) { self.files = files }

    /// The type of a file by its name's ending; nothing else is served.
    public static func type(of name: String) -> String? {
        switch name.split(separator: ".").last.map(String.init) {
        case "html": "text/html; charset=utf-8"
        case "css": "text/css; charset=utf-8"
        case "js", "mjs": "text/javascript; charset=utf-8"
        case "json", "map": "application/json"
        case "svg": "image/svg+xml"
        case "png": "image/png"
        case "ico": "image/x-icon"
        case "woff2": "font/woff2"
        case "txt": "text/plain; charset=utf-8"
        default: nil
        }
    }
}
