// SPDX-License-Identifier: GPL-3.0-or-later
import SocketIOCore
import Testing

struct JSONTests {
    struct Case: Sendable {
        let text: String
        let value: JSONValue
    }

    struct Refused: Sendable {
        let text: String
        let error: JSONError
    }

    @Test(arguments: [
        Case(text: "null", value: nil),
        Case(text: " [ 1 , -0 , 2.5e3 ]\n", value: [1, .integer(0), .double(2500)]),
        Case(text: "9223372036854775807", value: .integer(.max)),
        Case(text: "9223372036854775808", value: .double(9_223_372_036_854_775_808)),
        Case(text: #""\u00e9\ud83d\ude00\/\b""#, value: "é😀/\u{8}"),
        Case(text: #""\ud800x\udc00""#, value: "\u{fffd}x\u{fffd}"),
        Case(text: #""\ud800\u0041""#, value: "\u{fffd}A"),
        Case(text: #"{"b":{},"a":[],"방":true}"#, value: ["b": [:], "a": [], "방": true]),
    ])
    func reads(_ item: Case) throws {
        #expect(try JSONValue(parsing: item.text) == item.value)
    }

    @Test(arguments: [
        Refused(text: "", error: .truncated),
        Refused(text: "[1,", error: .truncated),
        Refused(text: "[1,]", error: .unexpectedByte(0x5d, at: 3)),
        Refused(text: "{a:1}", error: .unexpectedByte(0x61, at: 1)),
        Refused(text: #"{"a" 1}"#, error: .unexpectedByte(0x31, at: 5)),
        Refused(text: "01", error: .badNumber(at: 0)),
        Refused(text: "-", error: .badNumber(at: 0)),
        Refused(text: "1.", error: .badNumber(at: 0)),
        Refused(text: "1e999", error: .badNumber(at: 0)),
        Refused(text: "\"\u{1e}\"", error: .badString(at: 1)),
        Refused(text: #""\x""#, error: .badString(at: 2)),
        Refused(text: #""\u12g4""#, error: .badString(at: 5)),
        Refused(text: "nul", error: .truncated),
        Refused(text: "true false", error: .trailingBytes(at: 5)),
        Refused(text: "[[[1]]]", error: .tooDeep(limit: 2)),
    ])
    func refuses(_ item: Refused) {
        #expect(throws: item.error) { try JSONValue(parsing: item.text, maximumDepth: item.text == "[[[1]]]" ? 2 : 64) }
    }

    @Test func refusesBadUTF8() {
        #expect(throws: JSONError.badString(at: 1)) { try JSONValue(parsing: [0x22, 0xff, 0x22]) }
    }

    @Test func aHundredThousandBracketsDoNotExhaustTheStack() {
        let text = String(repeating: "[", count: 100_000)
        #expect(throws: JSONError.tooDeep(limit: 64)) { try JSONValue(parsing: text) }
    }

    @Test func writesWhatAnyParserReads() {
        let value: JSONValue = ["s": "a\u{1e}\u{0}\"\\\n\r\t\u{7f}한", "n": [1, -2.5, nil, false], "x": .double(.nan)]
        #expect(value.serialized == #"{"s":"a\u001e\u0000\"\\\n\r\t\u007f한","n":[1,-2.5,null,false],"x":null}"#)
    }

    @Test func theLastOfEqualNamesCounts() throws {
        #expect(try JSONValue(parsing: #"{"a":1,"a":2}"#)["a"] == 2)
    }
}
