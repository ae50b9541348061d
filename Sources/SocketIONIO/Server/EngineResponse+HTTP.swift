// SPDX-License-Identifier: GPL-3.0-or-later
import SocketIOCore

extension EngineResponse {
    /// The answer over long-polling, as the Node server words it.
    var http: HTTPResponse {
        switch self {
        case .payload(let packets):
            HTTPResponse(
                status: 200,
                headers: [
                    HTTPResponse.Header("Content-Type", "text/plain; charset=UTF-8"),
                    HTTPResponse.Header("Cache-Control", "no-store"),
                ],
                body: EnginePayload.encode(packets)
            )
        case .ok: .text(status: 200, type: "text/html", "ok")
        case .refused(let refusal):
            .text(status: refusal.status, type: "application/json", refusal.json.serialized)
        }
    }
}

extension HTTPResponse {
    /// One address holds all that one may (RFC 6585 section 4).
    static let tooMany = HTTPResponse.text(
        status: 429,
        type: "text/plain",
        "Too many connections from your network; close some, or try again later"
    )

    /// The server is full or stops; clients try again later.
    static let noRoom = HTTPResponse.text(status: 503, type: "text/plain", "No room for another session")

    /// Lets a page of another site send what it likes (Fetch standard, "CORS protocol"); a refusal it can read says more.
    static let preflight = HTTPResponse(
        status: 204,
        headers: [Header("Access-Control-Allow-Methods", "*"), Header("Access-Control-Allow-Headers", "*")]
    )
}

extension EngineRefusal {
    var json: JSONValue { ["code": .integer(Int64(rawValue)), "message": .string(message)] }

    /// The answer to a WebSocket handshake that is refused.
    var webSocketRefusal: HTTPResponse { .text(status: status, type: "text/html", message) }
}
