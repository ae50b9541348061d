// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import SocketIOCore

/// Reads one JSON value and remembers where it stands, so that an error can say so.
///
/// `null` and a missing member are the same: not said.
struct ValueReader {
    /// The value; nil when it was not said.
    let value: JSONValue?
    /// What it stands in, or its own place where it is no member.
    private let parent: String
    private let member: String?

    /// Where it stands, in Protocol.md's words; put together only for somebody who wants to hear it.
    var place: String { member.map { "\(parent).\($0)" } ?? parent }

    /// Reads an argument.
    init(_ arguments: [JSONValue], at index: Int, _ place: String) {
        self.init(arguments.indices.contains(index) ? arguments[index] : nil, place)
    }

    private init(_ value: JSONValue?, _ parent: String, _ member: String? = nil) {
        if case .null = value { self.value = nil } else { self.value = value }
        self.parent = parent
        self.member = member
    }

    /// True when there is something.
    var isThere: Bool { value != nil }

    /// A member of an object; everything is missing from what is not there.
    subscript(key: String) -> ValueReader {
        get throws(MalformedEvent) {
            let place = place
            guard let value else { return ValueReader(nil, place, key) }
            guard let object = value.object else { throw .wrongType(place, expected: "an object") }
            return ValueReader(object[key], place, key)
        }
    }

    /// The value, which must be there.
    func required<T>(_ value: T?) throws(MalformedEvent) -> T {
        guard let value else { throw .missing(place) }
        return value
    }

    /// The elements of a list; empty when not said.
    func elements(limit: Int) throws(MalformedEvent) -> [ValueReader] {
        guard let value else { return [] }
        guard let values = value.array else { throw .wrongType(place, expected: "a list") }
        guard values.count <= limit else { throw .tooLarge(place, size: values.count, limit: limit) }
        return values.enumerated().map { ValueReader($1, "\(place)[\($0)]") }
    }

    func string(limit: Int) throws(MalformedEvent) -> String? {
        guard let value else { return nil }
        guard let string = value.string else { throw .wrongType(place, expected: "a string") }
        let bytes = string.utf8.count
        guard bytes <= limit else { throw .tooLarge(place, size: bytes, limit: limit) }
        return string
    }

    func bool() throws(MalformedEvent) -> Bool? {
        guard let value else { return nil }
        guard let bool = value.bool else { throw .wrongType(place, expected: "true or false") }
        return bool
    }

    /// A count or an index.
    func natural(limit: Int) throws(MalformedEvent) -> Int? {
        guard let value else { return nil }
        guard let integer = value.integer else { throw .wrongType(place, expected: "a whole number") }
        guard (0...limit).contains(integer) else { throw .badValue(place) }
        return integer
    }

    /// A word out of a list.
    func word<Word: RawRepresentable<String>>(_: Word.Type) throws(MalformedEvent) -> Word? {
        guard let string = try string(limit: 64) else { return nil }
        guard let word = Word(rawValue: string) else { throw .badValue(place) }
        return word
    }

    /// Text for people: no control characters; empty is as good as none.
    func name() throws(MalformedEvent) -> String? {
        guard let string = try string(limit: RoomLimits.maximumNameBytes), !string.isEmpty else { return nil }
        guard !string.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
            throw .badValue(place)
        }
        return string
    }

    func token() throws(MalformedEvent) -> String? {
        try string(limit: RoomLimits.maximumTokenBytes)
    }

    /// A room's key, as in links.
    func key() throws(MalformedEvent) -> String? {
        guard let string = try token() else { return nil }
        guard (try? RoomLink.Secret(key: string)) != nil else { throw .badValue(place) }
        return string
    }

    func peer() throws(MalformedEvent) -> PeerID? {
        guard let string = try string(limit: RoomLimits.maximumPeerBytes) else { return nil }
        guard !string.isEmpty, string.utf8.allSatisfy(ASCII.isBase64URL) else { throw .badValue(place) }
        return PeerID(string)
    }

    func session() throws(MalformedEvent) -> SessionID? {
        guard let string = try string(limit: RoomLimits.maximumTokenBytes) else { return nil }
        guard let session = SessionID(string) else { throw .badValue(place) }
        return session
    }

    func capabilities() throws(MalformedEvent) -> Set<String> {
        var result: Set<String> = []
        for element in try elements(limit: RoomLimits.maximumCapabilities) {
            result.insert(try element.required(try element.string(limit: RoomLimits.maximumCapabilityBytes)))
        }
        return result
    }

    func room() throws(MalformedEvent) -> RoomName {
        guard let value else { throw .missing(place) }
        guard let string = value.string else { throw .wrongType(place, expected: "a string") }
        do { return try RoomName(string) } catch { throw .badRoom(error) }
    }

    /// The three members that every routing object may have; the peer is called `to` on its way in, `from` out.
    func routing(peer key: String) throws(MalformedEvent) -> Routing {
        guard isThere else { return Routing() }
        return Routing(peer: try self[key].peer(), session: try self["session"].session(), mac: try self["mac"].token())
    }

    func mediaState() throws(MalformedEvent) -> MediaState {
        let microphone = try self["microphone"]
        let camera = try self["camera"]
        return MediaState(
            microphone: try microphone.required(try microphone.bool()),
            camera: try camera.required(try camera.bool()),
            screen: try self["screen"].bool() ?? false
        )
    }
}

extension Routing {
    /// The members to write; nil when nothing is said, so that the argument can be left out.
    func object(peer key: String) -> JSONObject? {
        guard self != Routing() else { return nil }
        return JSONObject(said: [
            key: peer.map { .string($0.rawValue) },
            "session": session.map { .string($0.rawValue) },
            "mac": mac.map(JSONValue.string),
        ])
    }
}

extension MediaState {
    /// The three switches.
    var object: JSONObject {
        ["microphone": .bool(microphone), "camera": .bool(camera), "screen": .bool(screen)]
    }
}

extension JSONObject {
    /// These members and then the other's.
    func appending(_ other: JSONObject?) -> JSONObject {
        JSONObject(members + (other?.members ?? []))
    }
}
