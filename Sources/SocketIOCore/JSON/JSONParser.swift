// SPDX-License-Identifier: GPL-3.0-or-later

extension JSONValue {
    /// Parses one JSON text (RFC 8259), strictly.
    ///
    /// A lone surrogate escape becomes U+FFFD: a browser may send one, and a Swift string cannot hold it.
    /// - Parameters:
    ///   - text: UTF-8 with nothing but white space around the value.
    ///   - maximumDepth: how many arrays and objects may be nested.
    /// - Throws: where and why the text is no JSON.
    public init(parsing text: some Sequence<UInt8>, maximumDepth: Int = 64) throws(JSONError) {
        var parser = JSONParser(bytes: Array(text), maximumDepth: maximumDepth)
        self = try parser.parseDocument()
    }

    /// Parses one JSON text held in a string.
    public init(parsing text: String, maximumDepth: Int = 64) throws(JSONError) {
        try self.init(parsing: text.utf8, maximumDepth: maximumDepth)
    }
}

/// Recursive descent over bytes; every access is bounds-checked by `peek`.
struct JSONParser {
    let bytes: [UInt8]
    let maximumDepth: Int
    /// Events whose first argument is not looked into if it is an object.
    let verbatimEvents: Set<String>
    var position = 0

    init(bytes: [UInt8], maximumDepth: Int, verbatimEvents: Set<String> = []) {
        self.bytes = bytes
        self.maximumDepth = maximumDepth
        self.verbatimEvents = verbatimEvents
    }

    mutating func parseDocument() throws(JSONError) -> JSONValue {
        let value = try parseValue(depth: 0)
        skipWhitespace()
        guard position == bytes.count else { throw .trailingBytes(at: position) }
        return value
    }

    /// The byte at the cursor; nil at the end.
    var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    mutating func next() throws(JSONError) -> UInt8 {
        guard let byte = peek else { throw .truncated }
        position += 1
        return byte
    }

    mutating func skipWhitespace() {
        while let byte = peek, byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 { position += 1 }
    }

    mutating func parseValue(depth: Int) throws(JSONError) -> JSONValue {
        skipWhitespace()
        guard let byte = peek else { throw .truncated }
        switch byte {
        case UInt8(ascii: "{"): return try parseObject(depth: depth + 1)
        case UInt8(ascii: "["): return try parseArray(depth: depth + 1)
        case UInt8(ascii: "\""): return .string(try parseString())
        case UInt8(ascii: "t"): return try parseWord("true", as: .bool(true))
        case UInt8(ascii: "f"): return try parseWord("false", as: .bool(false))
        case UInt8(ascii: "n"): return try parseWord("null", as: .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try parseNumber()
        default: throw .unexpectedByte(byte, at: position)
        }
    }

    private mutating func parseWord(_ word: StaticString, as value: JSONValue) throws(JSONError) -> JSONValue {
        for expected in word.description.utf8 {
            let start = position
            let byte = try next()
            guard byte == expected else { throw .unexpectedByte(byte, at: start) }
        }
        return value
    }

    private mutating func parseArray(depth: Int) throws(JSONError) -> JSONValue {
        guard depth <= maximumDepth else { throw .tooDeep(limit: maximumDepth) }
        position += 1
        var values: [JSONValue] = []
        skipWhitespace()
        if peek == UInt8(ascii: "]") {
            position += 1
            return .array(values)
        }
        while true {
            values.append(try keepsNext(after: values, depth) ? parseVerbatim(depth: depth) : parseValue(depth: depth))
            guard try continues(until: UInt8(ascii: "]")) else { return .array(values) }
        }
    }

    /// True before the first argument of an event that is to stay text.
    private mutating func keepsNext(after values: [JSONValue], _ depth: Int) -> Bool {
        guard depth == 1, values.count == 1, !verbatimEvents.isEmpty, case .string(let name) = values[0],
            verbatimEvents.contains(name)
        else { return false }
        skipWhitespace()
        return peek == UInt8(ascii: "{")
    }

    private mutating func parseObject(depth: Int) throws(JSONError) -> JSONValue {
        guard depth <= maximumDepth else { throw .tooDeep(limit: maximumDepth) }
        position += 1
        var members: [JSONObject.Member] = []
        skipWhitespace()
        if peek == UInt8(ascii: "}") {
            position += 1
            return .object(JSONObject())
        }
        while true {
            skipWhitespace()
            guard let quote = peek else { throw .truncated }
            guard quote == UInt8(ascii: "\"") else { throw .unexpectedByte(quote, at: position) }
            let key = try parseString()
            skipWhitespace()
            let start = position
            let colon = try next()
            guard colon == UInt8(ascii: ":") else { throw .unexpectedByte(colon, at: start) }
            members.append(JSONObject.Member(key: key, value: try parseValue(depth: depth)))
            guard try continues(until: UInt8(ascii: "}")) else { return .object(JSONObject(members)) }
        }
    }

    /// Takes a comma (true) or the closing bracket (false).
    mutating func continues(until close: UInt8) throws(JSONError) -> Bool {
        skipWhitespace()
        let start = position
        let byte = try next()
        if byte == UInt8(ascii: ",") { return true }
        guard byte == close else { throw .unexpectedByte(byte, at: start) }
        return false
    }
}
