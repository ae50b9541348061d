// SPDX-License-Identifier: GPL-3.0-or-later

/// A WebSocket on which a test writes frames by hand (RFC 6455 section 5.2).
struct RawWebSocket: Sendable {
    /// A frame of the server.
    struct Frame: Sendable, Equatable {
        var opcode: UInt8
        var payload: [UInt8]

        var text: String { String(decoding: payload, as: UTF8.self) }

        /// The code of a close frame.
        var code: Int { payload.count >= 2 ? Int(payload[0]) << 8 | Int(payload[1]) : 0 }
    }

    let client: RawClient

    /// The request that opens a WebSocket; `query` begins with `EIO=4`.
    static func handshake(_ query: String, path: String = "/socket.io/", headers: [String] = []) -> [UInt8] {
        Array(
            """
            GET \(path)?\(query)&transport=websocket HTTP/1.1\r
            Host: test\r
            Connection: keep-alive, Upgrade\r
            Upgrade: websocket\r
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
            Sec-WebSocket-Version: 13\r
            \(headers.map { $0 + "\r\n" }.joined())\r\n
            """.utf8
        )
    }

    /// Opens a WebSocket; nil when the server refuses.
    static func open(
        port: Int,
        path: String = "/socket.io/",
        query: String = "EIO=4",
        headers: [String] = [],
        with first: [UInt8] = []
    ) async throws -> RawWebSocket? {
        let client = try await RawClient(port: port)
        try await client.send(handshake(query, path: path, headers: headers) + first)
        let response = await client.response(hasBody: false)
        guard response?.status == 101,
            // The example of RFC 6455 section 1.3.
            response?.headers["sec-websocket-accept"] == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="
        else { return nil }
        return RawWebSocket(client: client)
    }

    /// The bytes of a frame, masked as a client has to.
    static func frame(opcode: UInt8, _ payload: [UInt8], fin: Bool = true, masked: Bool = true) -> [UInt8] {
        var bytes: [UInt8] = [(fin ? 0x80 : 0) | opcode]
        let flag: UInt8 = masked ? 0x80 : 0
        switch payload.count {
        case 0..<126: bytes.append(flag | UInt8(payload.count))
        case 126..<65_536: bytes += [flag | 126, UInt8(payload.count >> 8), UInt8(payload.count & 255)]
        default:
            bytes.append(flag | 127)
            bytes += (0..<8).map { UInt8(truncatingIfNeeded: payload.count >> (56 - 8 * $0)) }
        }
        guard masked else { return bytes + payload }
        let key: [UInt8] = [0x37, 0xfa, 0x21, 0x3d]
        return bytes + key + payload.enumerated().map { $1 ^ key[$0 % 4] }
    }

    /// Sends a text message.
    func send(_ text: String) async throws {
        try await client.send(Self.frame(opcode: 1, Array(text.utf8)))
    }

    /// Reads the next frame; nil when the connection ended.
    func frame() async -> Frame? {
        await client.read { bytes in
            guard bytes.count >= 2 else { return nil }
            var start = 2
            var length = Int(bytes[1])
            if length >= 126 {
                let extra = length == 126 ? 2 : 8
                guard bytes.count >= 2 + extra else { return nil }
                length = bytes[2..<(2 + extra)].reduce(0) { $0 << 8 | Int($1) }
                start += extra
            }
            guard bytes.count >= start + length else { return nil }
            return (Frame(opcode: bytes[0] & 15, payload: Array(bytes[start..<(start + length)])), start + length)
        }
    }

    /// Reads the next text message.
    func text() async -> String? { await frame()?.text }
}
