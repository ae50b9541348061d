// SPDX-License-Identifier: GPL-3.0-or-later

/// A JSON value (RFC 8259), and the bytes that Socket.IO carries beside JSON.
public enum JSONValue: Hashable, Sendable {
    /// Nothing.
    case null
    /// True or false.
    case bool(Bool)
    /// A number written without fraction and exponent that fits 64 bits.
    case integer(Int64)
    /// Any other number; finite when it came from the parser.
    case double(Double)
    /// Text.
    case string(String)
    /// A list.
    case array([JSONValue])
    /// Members in the order they came.
    case object(JSONObject)
    /// Bytes; not JSON: Socket.IO sends them as an attachment, plain JSON text as `null`.
    case binary([UInt8])
    /// JSON that was checked and is passed on as it came; nothing in it can be read.
    case verbatim(JSONText)
}

/// One JSON value as the text that it came as.
public struct JSONText: Hashable, Sendable {
    /// UTF-8.
    public let bytes: [UInt8]
}

extension JSONValue {
    /// The text, if it is one.
    public var string: String? {
        guard case .string(let value) = self else { return nil }
        return value
    }

    /// The truth value, if it is one.
    public var bool: Bool? {
        guard case .bool(let value) = self else { return nil }
        return value
    }

    /// The whole number, if it is one; `3.0` counts.
    public var integer: Int? {
        switch self {
        case .integer(let value): Int(exactly: value)
        case .double(let value): Int(exactly: value)
        case .null, .bool, .string, .array, .object, .binary, .verbatim: nil
        }
    }

    /// The list, if it is one.
    public var array: [JSONValue]? {
        guard case .array(let values) = self else { return nil }
        return values
    }

    /// The members, if it is an object.
    public var object: JSONObject? {
        guard case .object(let object) = self else { return nil }
        return object
    }

    /// The member of this name; nil when there is none, or this is no object.
    public subscript(key: String) -> JSONValue? { object?[key] }

    /// True when bytes hide anywhere in it.
    public var containsBinary: Bool {
        switch self {
        case .binary: true
        case .array(let values): values.contains(where: \.containsBinary)
        case .object(let object): object.members.contains(where: \.value.containsBinary)
        case .null, .bool, .integer, .double, .string, .verbatim: false
        }
    }
}

/// The members of a JSON object, in order; the last of equal names counts, as in a browser.
public struct JSONObject: Hashable, Sendable {
    /// A name and its value.
    public struct Member: Hashable, Sendable {
        /// The name.
        public let key: String
        /// What it names.
        public var value: JSONValue

        /// Pairs name and value.
        public init(key: String, value: JSONValue) {
            self.key = key
            self.value = value
        }
    }

    /// All members as they came.
    public private(set) var members: [Member]

    /// Takes members in order; lookup is linear, which suits objects with a handful of names.
    public init(_ members: [Member] = []) { self.members = members }

    /// Reads the last member of this name; sets it in place, appends it, or removes all of that name with nil.
    public subscript(key: String) -> JSONValue? {
        get { members.last(where: { $0.key == key })?.value }
        set {
            guard let newValue else {
                members.removeAll(where: { $0.key == key })
                return
            }
            if let index = members.lastIndex(where: { $0.key == key }) {
                members[index].value = newValue
            } else {
                members.append(Member(key: key, value: newValue))
            }
        }
    }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    /// Keeps the literal's order.
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        members = elements.map { Member(key: $0.0, value: $0.1) }
    }

    /// Collects members, leaving out those that are not said.
    public init(said members: KeyValuePairs<String, JSONValue?>) {
        self.init(members.compactMap { key, value in value.map { Member(key: key, value: $0) } })
    }
}

extension JSONValue: ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral, ExpressibleByStringLiteral,
    ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral, ExpressibleByNilLiteral, ExpressibleByFloatLiteral
{
    /// An object that keeps the literal's order.
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(JSONObject(elements.map { JSONObject.Member(key: $0.0, value: $0.1) }))
    }

    /// A list.
    public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }

    /// Text.
    public init(stringLiteral value: String) { self = .string(value) }

    /// A whole number.
    public init(integerLiteral value: Int64) { self = .integer(value) }

    /// True or false.
    public init(booleanLiteral value: Bool) { self = .bool(value) }

    /// Nothing.
    public init(nilLiteral: ()) { self = .null }

    /// A number with a fraction.
    public init(floatLiteral value: Double) { self = .double(value) }
}
