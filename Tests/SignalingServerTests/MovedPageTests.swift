// SPDX-License-Identifier: GPL-3.0-or-later
import SignalingServer
import Testing

/// Pages that people's own computers sent, and whose rooms were moved here.
@Suite(.timeLimit(.minutes(1)))
struct MovedPageTests {
    private static let computer = "https://192.0.2.7:3443"

    struct Origin: Sendable {
        let value: String
        let mayEnter: Bool
    }

    @Test(arguments: [
        Origin(value: "http://localhost:3000", mayEnter: true),
        Origin(value: computer, mayEnter: true),
        Origin(value: "https://[2001:db8::7]:3443", mayEnter: true),
        Origin(value: "http://test", mayEnter: true),
        Origin(value: "https://evil.example", mayEnter: false),
        Origin(value: "https://192.0.2.7.evil.example", mayEnter: false),
        Origin(value: "https://localhost.evil.example:3000", mayEnter: false),
        Origin(value: "https://[evil.example]", mayEnter: false),
        Origin(value: "null", mayEnter: false),
        Origin(value: "://", mayEnter: false),
    ])
    func onlyPagesOfComputersOpenAWebSocket(_ origin: Origin) async throws {
        try await withServer {
            $0.admitsMovedPages = true
        } _: { port in
            let headers = ["Origin: \(origin.value)"]
            let socket = try await RawWebSocket.open(port: port, headers: headers)
            #expect((socket != nil) == origin.mayEnter)
            // Nothing else is open to them: not even to be asked for.
            let client = try await RawClient(port: port)
            let poll = try await client.fetch("GET \(PollingClient.path)", headers: headers)
            #expect(poll?.status == (origin.value == "http://test" ? 200 : 403))
            #expect(poll?.headers["access-control-allow-origin"] == nil)
        }
    }

    @Test func serversThatTakeNoRoomsRefuseThem() async throws {
        try await withServer { port in
            let socket = try await RawWebSocket.open(port: port, headers: ["Origin: \(Self.computer)"])
            #expect(socket == nil)
        }
    }

    @Test func theyEnterOnlyWithARoomsKeyAndHearOfNoOther() async throws {
        try await withServer {
            $0.admitsMovedPages = true
        } _: { port in
            let owner = try await joinedSocket(port: port, room: "open")
            try await owner.send(#"421["join_room","keyed",{"admission":"proof"}]"#)
            #expect(await owner.text()?.hasPrefix(#"431[{"ok":true"#) == true)
            let page = try await page(port)
            for (request, isSeat) in [
                (#"["join_room","open",{}]"#, false),
                (#"["join_room","open"]"#, false),
                (#"["join_room","open",{"admission":"proof"}]"#, false),
                (#"["join_room","none",{}]"#, false),
                (#"["join_room","keyed",{}]"#, false),
                (#"["join_room","keyed",{"admission":"another"}]"#, false),
                (#"["join_room","keyed",{"admission":"proof"}]"#, true),
            ] {
                try await page.send("427\(request)")
                let expected = isSeat ? #"437[{"ok":true"# : #"437[{"ok":false,"error":{"code":"denied""#
                let answer = await page.text()
                #expect(answer?.hasPrefix(expected) == true, "\(request): \(answer ?? "")")
            }
        }
    }

    @Test func theyWatchOnlyRoomsWhoseKeyTheyHave() async throws {
        try await withServer {
            $0.admitsMovedPages = true
        } _: { port in
            let owner = try await joinedSocket(port: port)
            try await owner.send(#"421["join_room","open",{"name":"Ada"}]"#)
            _ = await owner.text()
            let page = try await page(port)
            try await page.send(#"427["watch_room","open"]"#)
            #expect(await page.text() == #"437[{"ok":true}]"#)
            let heard = await page.text()
            #expect(heard?.contains("presence") == true && heard?.contains("Ada") == false, "\(heard ?? "")")
        }
    }

    private func page(_ port: Int) async throws -> RawWebSocket {
        let socket = try #require(try await RawWebSocket.open(port: port, headers: ["Origin: \(Self.computer)"]))
        _ = await socket.text()
        try await socket.send("40")
        #expect(await socket.text()?.hasPrefix("40{") == true)
        return socket
    }
}
