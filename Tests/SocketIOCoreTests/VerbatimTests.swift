// SPDX-License-Identifier: GPL-3.0-or-later
import SocketIOCore
import Testing

/// A relay passes on what it does not have to understand.
struct VerbatimTests {
    private func decode(_ text: String, keeping events: Set<String> = ["offer"]) throws -> SocketPacket? {
        var decoder = SocketPacketDecoder(verbatimEvents: events)
        return try decoder.decode(text: text)
    }

    @Test(arguments: [
        #"2["offer",{"sdp":"v=0\r\n\u001e\ud83d\ude00\/","type":"offer"},"blue"]"#,
        #"27["offer",{ "b" : [1, 2.50, -0e1, {"c":null}], "b":true , "":{} },"blue",{"to":"x"}]"#,
        #"2["offer",{},"방"]"#, #"2/custom,["offer",{"x":"\ud800"}]"#,
    ])
    func theFirstArgumentLeavesAsItCame(_ text: String) throws {
        let packet = try #require(try decode(text))
        guard case .event(let event, _) = packet.body, case .verbatim = try #require(event.arguments.first) else {
            Issue.record("\(packet)")
            return
        }
        #expect(packet.encoded().text == text)
        #expect(!event.arguments.dropFirst().contains { if case .verbatim = $0 { true } else { false } })
    }

    @Test(arguments: [
        #"2["answer",{"a":1},"blue"]"#, #"2["offer",null,"blue"]"#, #"2["offer","x",{"a":1}]"#, #"2[{"a":1}]"#,
        #"31["offer",{"a":1}]"#, #"2[["offer",{"a":1}]]"#, #"0{"offer":{"a":1}}"#,
    ])
    func nothingElseIsKept(_ text: String) throws {
        #expect((try? decode(text)) == (try? decode(text, keeping: [])))
    }

    @Test func attachmentsArePutIntoWhatIsNotKept() throws {
        var decoder = SocketPacketDecoder(verbatimEvents: ["offer"])
        #expect(try decoder.decode(text: #"51-["offer",{"_placeholder":true,"num":0}]"#) == nil)
        let packet = try decoder.decode(binary: [1])
        #expect(packet == SocketPacket(.event(SocketEvent("offer", [.binary([1])]), ack: nil)))
    }

    @Test(arguments: [
        "{", "{a:1}", #"{"a"}"#, #"{"a":}"#, #"{"a":1,}"#, #"{"a":1 "b":2}"#, #"{"a":[1,]}"#, #"{"a":01}"#,
        #"{"a":tru}"#,
        #"{"a":"\x"}"#, #"{"a":"\u12"}"#, "{\"a\":\"\u{1e}\"}", "{\"a\":\"\n\"}", #"{"a":"b}"#, #"{"a":1}}"#,
        #"{"a":1}{}"#,
    ])
    func whatIsNoJSONIsRefusedWithTheSameWords(_ object: String) {
        func failure(_ events: Set<String>) -> SocketError? {
            do {
                _ = try decode("2[\"offer\",\(object)]", keeping: events)
                return nil
            } catch { return error as? SocketError }
        }
        #expect(failure(["offer"]) != nil)
        #expect(failure(["offer"]) == failure([]))
    }

    /// Strings are looked through in words of eight bytes.
    @Test(arguments: ["\\n", "\\", "\"", "\u{1f}", "\u{0}", "\u{7f}", "é", "", "\\\"", "\u{20}!#[]"])
    func nothingIsOverlookedInAString(_ special: String) {
        for length in 0..<20 {
            for rest in 0..<10 {
                let string = String(repeating: "x", count: length) + special + String(repeating: "ÿ", count: rest)
                let text = "2[\"offer\",{\"a\":\"\(string)\"},\"blue\"]"
                let kept = Result { try decode(text)?.encoded().text }
                let parsed = Result { try decode(text, keeping: []) }
                switch (kept, parsed) {
                case (.success(let kept), .success): #expect(kept == text)
                case (.failure(let kept), .failure(let parsed)):
                    #expect(kept as? SocketError == parsed as? SocketError)
                default: Issue.record("\(text): \(kept), \(parsed)")
                }
            }
        }
    }

    @Test func depthIsLimitedInsideToo() {
        let deep = String(repeating: "[", count: 62) + String(repeating: "]", count: 62)
        #expect((try? decode("2[\"offer\",{\"a\":\(deep)}]")) != nil)
        #expect((try? decode("2[\"offer\",{\"a\":[\(deep)]}]")) == nil)
    }
}
