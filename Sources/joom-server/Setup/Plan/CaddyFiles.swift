// SPDX-License-Identifier: GPL-3.0-or-later

/// What Debian's caddy reads.
enum CaddyFiles {
    static let folder = "/etc/caddy"
    static let mainPath = "/etc/caddy/Caddyfile"
    static let sitePath = "/etc/caddy/joom.caddyfile"

    /// One site; caddy passes on by itself what WebSockets and limits by address need.
    static func site(_ request: SetupRequest) -> PlannedFile {
        let tls: String? =
            if let certificate = request.certificate {
                "\ttls \(certificate.chain) \(certificate.key)"
            } else {
                request.email.map { "\ttls \($0)" }
            }
        let lines =
            [PlannedFile.mark, "\(request.domain) {"] + [tls].compactMap(\.self)
            + ["\treverse_proxy 127.0.0.1:\(SetupPlan.serverPort)", "}", ""]
        let reason =
            request.certificate == nil
            ? "https for \(request.domain), with a certificate of Let's Encrypt or ZeroSSL"
            : "https for \(request.domain), with your certificate"
        return PlannedFile(path: sitePath, contents: lines.joined(separator: "\n"), reason: reason)
    }

    /// The line that has caddy read the site; relative, so that the folder may be looked at elsewhere.
    static var main: PlannedFile {
        PlannedFile(
            path: mainPath,
            contents: "\n# Joom; written by joom-server setup.\nimport joom.caddyfile\n",
            reason: "one line at the end, for caddy to read the other file; your sites stay as they are",
            rule: .appended
        )
    }
}
