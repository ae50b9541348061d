// SPDX-License-Identifier: GPL-3.0-or-later
import CallSession
import GLibKit
import JoomModel
import PluginKit
import SocketIOCore

/// A call as other programs are told of it: by D-Bus (data/dbus/joom.xml has the names) and on standard output.
enum CallReport {
    typealias Entry = [String: Variant]

    static func phase(_ phase: CallSnapshot.Phase) -> String {
        switch phase {
        case .idle: "idle"
        case .joining: "joining"
        case .knocking: "knocking"
        case .joined: "joined"
        case .leaving: "leaving"
        case .ended: "ended"
        }
    }

    static func reason(_ reason: EndReason) -> String {
        switch reason {
        case .left: "left"
        case .refused: "refused"
        case .unreachable: "unreachable"
        case .removed: "removed"
        case .denied: "denied"
        case .media: "media"
        }
    }

    static func connection(_ connection: ParticipantConnection) -> String {
        switch connection {
        case .connecting: "connecting"
        case .connected: "connected"
        case .reconnecting: "reconnecting"
        case .insecure: "insecure"
        case .unproven: "unproven"
        case .wordsDiffer: "words-differ"
        case .noPath: "no-path"
        case .failed: "failed"
        }
    }

    /// The one unnamed peer of a seed server has an empty id.
    static func id(_ participant: ParticipantID) -> String { participant.peer?.rawValue ?? "" }

    static func participant(_ participant: CallSnapshot.Participant) -> Entry {
        var entry: Entry = [
            "id": .string(id(participant.id)), "connection": .string(connection(participant.connection)),
        ]
        entry["name"] = participant.name.map { .string($0) }
        entry["microphone"] = participant.media.map { .boolean($0.microphone) }
        entry["camera"] = participant.media.map { .boolean($0.camera) }
        if participant.connection == .connected { entry["verified"] = .string(verified(participant)) }
        return entry
    }

    /// By what we know who they are; nobody is verified whose program comes from a server.
    private static func verified(_ participant: CallSnapshot.Participant) -> String {
        switch participant.trust {
        case .byLink where !participant.isGuest: "link"
        case .byWords where !participant.isGuest: "words"
        case .byLink, .byWords, .unknown, .open, .changed: "none"
        }
    }

    static func statistics(of participant: ParticipantID, _ figures: PeerConnectionStatistics) -> Entry {
        var entry: Entry = [
            "id": .string(id(participant)),
            "bytesReceived": .integer(Int64(clamping: figures.bytesReceived)),
            "bytesSent": .integer(Int64(clamping: figures.bytesSent)),
            "packetsLost": .integer(figures.packetsLost),
            "framesDecoded": .integer(Int64(clamping: figures.framesDecoded)),
            "frameWidth": .integer(Int64(figures.frameWidth)),
            "frameHeight": .integer(Int64(figures.frameHeight)),
            "framesPerSecond": .double(figures.framesPerSecond),
            "jitter": .double(figures.jitter),
            "freezeCount": .integer(Int64(clamping: figures.freezeCount)),
            "totalFreezesDuration": .double(figures.totalFreezesDuration),
        ]
        entry["roundTripTime"] = figures.roundTripTime.map { .double($0) }
        entry["codec"] = figures.codec.map { .string($0) }
        entry["path"] = figures.path.map { .string($0) }
        entry["totalSamplesReceived"] = figures.sound.map { .integer(Int64(clamping: $0.totalSamplesReceived)) }
        entry["concealedSamples"] = figures.sound.map { .integer(Int64(clamping: $0.concealedSamples)) }
        return entry
    }

    // MARK: On standard output

    /// One JSON array of objects, their members by name.
    static func json(_ entries: [Entry]) -> String {
        JSONValue.array(entries.map { .object(object($0)) }).serialized
    }

    /// A line of `name=value` for each, in the order of the names.
    static func lines(_ entries: [Entry]) -> String {
        entries.map { entry in
            object(entry).members
                .map { "\($0.key)=\(plain($0.value.string ?? $0.value.serialized))" }
                .joined(separator: "\t")
        }.joined(separator: "\n")
    }

    /// What others call themselves must not move a terminal's cursor or make up lines.
    private static func plain(_ text: String) -> String {
        let scalars = text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }
        return String(String.UnicodeScalarView(scalars))
    }

    private static func object(_ entry: Entry) -> JSONObject {
        JSONObject(entry.sorted { $0.key < $1.key }.map { .init(key: $0.key, value: json($0.value)) })
    }

    private static func json(_ value: Variant) -> JSONValue {
        switch value {
        case .boolean(let value): .bool(value)
        case .string(let value), .objectPath(let value): .string(value)
        case .int32(let value): .integer(Int64(value))
        case .uint16(let value): .integer(Int64(value))
        case .unsigned(let value): .integer(Int64(value))
        // Our figures have none.
        case .byteStrings: .null
        case .integer(let value): .integer(value)
        case .double(let value): .double(value)
        case .dictionary(let entry): .object(object(entry))
        case .dictionaries(let entries): .array(entries.map { .object(object($0)) })
        }
    }
}
