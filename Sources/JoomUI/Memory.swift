// SPDX-License-Identifier: GPL-3.0-or-later
import CallSession
import GLibKit
import JoomModel
import JoomWidgets
import PluginKit
import RoomProtocol

/// What is remembered from one start to the next; each key of the store is in data/joom.gschema.xml.in.
@MainActor
struct Memory {
    private let store: SettingsStore
    private let rooms: StateFile
    private let people: StateFile

    init(_ store: SettingsStore, rooms: StateFile, people: StateFile) {
        self.store = store
        self.rooms = rooms
        self.people = people
    }

    /// Where a person's choices are kept.
    static func own() -> Memory {
        Memory(
            SettingsStore(schema: AppIdentity.id, file: SettingsFile(name: "joom.ini")),
            rooms: StateFile(name: "rooms.json"),
            people: StateFile(name: "volumes.json")
        )
    }

    /// Waits until all of it is written, for a program that is about to end.
    func save() { store.save() }

    /// Knows of nobody and nothing any more, as at the first start.
    func forget() {
        store.reset()
        // Plugins keep theirs beside ours.
        rooms.removeAll()
    }

    /// What the others call us; empty for nameless.
    var name: String {
        get { store["name"] ?? "" }
        nonmutating set { store["name"] = newValue }
    }

    /// The server as it was typed; empty to host.
    var server: String {
        get { store["server"] ?? "" }
        nonmutating set { store["server"] = newValue }
    }

    /// The rooms that were entered; in a file of their own, since a link may have a key.
    var recentRooms: RecentRooms {
        get { rooms.text.map { RecentRooms($0) } ?? RecentRooms() }
        nonmutating set { rooms.text = newValue.rooms.isEmpty ? nil : newValue.text }
    }

    /// How loud people are played; in a file of its own, since it has their names.
    var volumes: RememberedVolumes {
        get { people.text.map { RememberedVolumes($0) } ?? RememberedVolumes() }
        nonmutating set { people.text = newValue.text }
    }

    /// False: our own picture is not shown to us while others are there.
    var showsSelf: Bool {
        get { store["self-view"] != "false" }
        nonmutating set { store["self-view"] = newValue ? "true" : "false" }
    }

    /// False: no picture is taken until somebody asks for it.
    var isCameraEnabled: Bool {
        get { store["camera-enabled"] != "false" }
        nonmutating set { store["camera-enabled"] = newValue ? "true" : "false" }
    }

    /// False: keys of one letter do nothing.
    var usesSingleKeys: Bool {
        get { store["single-keys"] != "false" }
        nonmutating set { store["single-keys"] = newValue ? "true" : "false" }
    }

    /// False: nothing is played when somebody comes or something is lost.
    var playsSounds: Bool {
        get { store["sounds"] != "false" }
        nonmutating set { store["sounds"] = newValue ? "true" : "false" }
    }

    /// False: rooms that are open to the network are found by their link alone.
    var announcesRooms: Bool {
        get { store["announce-rooms"] != "false" }
        nonmutating set { store["announce-rooms"] = newValue ? "true" : "false" }
    }

    /// Where our own picture lies on another.
    var corner: Corner {
        get { store["self-view-corner"].flatMap(Corner.init) ?? .topEnd }
        nonmutating set { store["self-view-corner"] = newValue.rawValue }
    }

    /// How the pictures are arranged.
    var layout: CallLayout {
        get { store["layout"].flatMap(CallLayout.init) ?? .automatic }
        nonmutating set { store["layout"] = newValue.rawValue }
    }

    /// The camera that was chosen.
    var camera: DeviceSelection {
        get { Self.selection(store["camera"]) }
        nonmutating set { store["camera"] = Self.text(newValue) }
    }

    /// The microphone that was chosen.
    var microphone: DeviceSelection {
        get { Self.selection(store["microphone"]) }
        nonmutating set { store["microphone"] = Self.text(newValue) }
    }

    /// The speaker that was chosen.
    var speaker: DeviceSelection {
        get { Self.selection(store["speaker"]) }
        nonmutating set { store["speaker"] = Self.text(newValue) }
    }

    /// What is done to our sound before it is sent.
    var audioProcessing: AudioProcessing {
        get {
            AudioProcessing(
                echoCancellation: store["echo-cancellation"] != "false",
                noiseSuppression: store["noise-suppression"] != "false",
                autoGainControl: store["auto-gain-control"] != "false"
            )
        }
        nonmutating set {
            store["echo-cancellation"] = newValue.echoCancellation ? "true" : "false"
            store["noise-suppression"] = newValue.noiseSuppression ? "true" : "false"
            store["auto-gain-control"] = newValue.autoGainControl ? "true" : "false"
        }
    }

    /// What pictures are encoded as for those who can take it.
    var videoCodec: VideoCodec {
        get { store["video-codec"].flatMap(VideoCodec.init) ?? .vp8 }
        nonmutating set { store["video-codec"] = newValue.rawValue }
    }

    /// Servers of one's own, and what of this computer calls may use and show.
    var network: NetworkOptions {
        get {
            NetworkOptions(
                iceServers: IceServer.list(store["ice-servers"] ?? ""),
                isRelayOnly: store["relay-only"] == "true",
                ports: store["udp-ports"].flatMap { try? PortRange($0) }
            )
        }
        nonmutating set {
            store["ice-servers"] = newValue.iceServers.isEmpty ? nil : IceServer.text(newValue.iceServers)
            store["relay-only"] = newValue.isRelayOnly ? "true" : "false"
            store["udp-ports"] = newValue.ports?.description
        }
    }

    /// Which effects are in use, and what was set on them.
    var effects: RememberedEffects {
        get { store["effects"].map { RememberedEffects($0) } ?? RememberedEffects() }
        nonmutating set { store["effects"] = newValue.text == "[]" ? nil : newValue.text }
    }

    private static func selection(_ text: String?) -> DeviceSelection {
        guard let text, !text.isEmpty else { return .systemDefault }
        return .device(DeviceID(text))
    }

    /// Only devices are remembered: test signals and "none" are for one call.
    private static func text(_ selection: DeviceSelection) -> String? {
        switch selection {
        case .device(let id): id.rawValue
        case .systemDefault, .test, .none: nil
        }
    }
}
