// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import SocketIOCore

/// Two readings of the same moment: clocks of several machines have only the second in common.
struct ClockReading: Sendable {
    /// On a clock of this machine that only goes forward.
    let monotonic: Duration
    /// Since 1970.
    let sinceEpoch: Duration

    func milliseconds(_ time: Duration) -> Int64 {
        let (seconds, fraction) = (time - monotonic + sinceEpoch).components
        return seconds * 1_000 + fraction / 1_000_000_000_000_000
    }

    func time(milliseconds: Int64) -> Duration { .milliseconds(milliseconds) - sinceEpoch + monotonic }
}

extension RoomRecord {
    /// The record as text for a store (Protocol.md section 9).
    func text(_ clock: ClockReading) -> String {
        JSONValue.object(
            JSONObject(said: [
                "room": room.map { .object($0.object) },
                "vacancies": vacancies.isEmpty
                    ? nil
                    : .array(
                        vacancies.all.map { vacancy in
                            [
                                "id": .string(vacancy.peer.rawValue), "token": .string(vacancy.token.text),
                                "until": .integer(clock.milliseconds(vacancy.until)),
                            ]
                        }
                    ),
            ])
        ).serialized
    }

    /// Reads what a server wrote; nil for what none of ours would write.
    init?(_ text: String, _ clock: ClockReading) {
        guard let value = try? JSONValue(parsing: text), value.object != nil else { return nil }
        if let room = value["room"] {
            guard let room = Room(room) else { return nil }
            self.room = room
        }
        vacancies = Vacancies(
            (value["vacancies"]?.array ?? []).compactMap { vacancy in
                guard let peer = vacancy["id"]?.string, let token = vacancy["token"]?.string.flatMap(SecretHash.init),
                    let until = vacancy["until"]?.integer
                else { return nil }
                return Vacancies.Vacancy(
                    peer: PeerID(peer),
                    token: token,
                    until: clock.time(milliseconds: Int64(until))
                )
            }
        )
    }
}

extension Room {
    fileprivate var object: JSONObject {
        JSONObject(said: [
            "owner": .string(owner.rawValue),
            "admission": admission.map { .string($0.text) },
            "members": .array(members.map { .object($0.object) }),
            "door": .object(door.object),
        ])
    }

    fileprivate init?(_ value: JSONValue) {
        guard let owner = value["owner"]?.string, let list = value["members"]?.array, !list.isEmpty else { return nil }
        let members = list.compactMap(Member.init)
        guard members.count == list.count else { return nil }
        self.init(
            members: members,
            owner: PeerID(owner),
            admission: value["admission"]?.string.flatMap(SecretHash.init),
            door: value["door"].map(Door.init) ?? Door()
        )
    }
}

extension Member {
    fileprivate var object: JSONObject {
        JSONObject(said: [
            "id": .string(id.rawValue),
            "connection": .string(connection.rawValue),
            "node": .string(node.rawValue),
            "resume": .string(resume.text),
            "seed": isSeedStyle ? true : nil,
            "name": introduction?.name.map(JSONValue.string),
            "capabilities": introduction.map { .array($0.capabilities.sorted().map(JSONValue.string)) },
        ])
    }

    fileprivate init?(_ value: JSONValue) {
        guard let id = value["id"]?.string, let connection = value["connection"]?.string,
            let node = value["node"]?.string, let resume = value["resume"]?.string.flatMap(SecretHash.init)
        else { return nil }
        let introduction = Introduction(name: value["name"]?.string, capabilities: value["capabilities"].words)
        self.init(
            id: PeerID(id),
            connection: SocketID(connection),
            node: NodeID(node),
            introduction: value["seed"]?.bool == true ? nil : introduction,
            resume: resume
        )
    }
}

extension Door {
    fileprivate var object: JSONObject {
        JSONObject(said: [
            "locked": isLocked ? true : nil,
            "knockers": knockers.isEmpty ? nil : .array(knockers.map { .object($0.object) }),
            "admitted": Self.list(admitted.map(\.rawValue).sorted()),
            "denied": Self.list(denied.map(\.rawValue).sorted()),
            "removed_peers": Self.list(removedPeers.map(\.rawValue)),
            "removed": Self.list(removedConnections.map(\.rawValue).sorted()),
        ])
    }

    fileprivate init(_ value: JSONValue) {
        self.init(
            isLocked: value["locked"]?.bool ?? false,
            knockers: (value["knockers"]?.array ?? []).compactMap(Knocker.init),
            admitted: Set(value["admitted"].words.map(SocketID.init)),
            denied: Set(value["denied"].words.map(SocketID.init)),
            removedPeers: (value["removed_peers"]?.array ?? []).compactMap(\.string).map(PeerID.init),
            removedConnections: Set(value["removed"].words.map(SocketID.init))
        )
    }

    private static func list(_ words: [String]) -> JSONValue? {
        words.isEmpty ? nil : .array(words.map(JSONValue.string))
    }
}

extension Door.Knocker {
    fileprivate var object: JSONObject {
        JSONObject(said: [
            "id": peer.id.map { .string($0.rawValue) },
            "name": peer.name.map(JSONValue.string),
            "capabilities": .array(peer.capabilities.sorted().map(JSONValue.string)),
            "connection": .string(connection.rawValue),
            "node": .string(node.rawValue),
        ])
    }

    fileprivate init?(_ value: JSONValue) {
        guard let connection = value["connection"]?.string, let node = value["node"]?.string else { return nil }
        let peer = RemotePeer(
            id: value["id"]?.string.map(PeerID.init),
            name: value["name"]?.string,
            capabilities: value["capabilities"].words
        )
        self.init(peer: peer, connection: SocketID(connection), node: NodeID(node))
    }
}

extension SecretHash {
    fileprivate var text: String { Base64.encodeURLSafe(bytes) }

    fileprivate init?(_ text: String) {
        guard let bytes = try? Base64.decodeURLSafe(text.utf8), !bytes.isEmpty else { return nil }
        self.init(bytes: bytes)
    }
}

extension JSONValue? {
    /// The words of a list; none where there is no list.
    fileprivate var words: Set<String> { Set((self?.array ?? []).compactMap(\.string)) }
}
