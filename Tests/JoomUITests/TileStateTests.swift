// SPDX-License-Identifier: GPL-3.0-or-later
import CallSession
import JoomModel
import PluginKit
import Testing

@testable import JoomUI

struct TileStateTests {
    private func participant(
        _ connection: ParticipantConnection,
        media: MediaState? = nil,
        hasPicture: Bool = true
    ) -> CallSnapshot.Participant {
        CallSnapshot.Participant(
            id: ParticipantID(peer: PeerID("a")),
            name: "ada",
            media: media,
            connection: connection,
            pictureSize: hasPicture ? .init(width: 640, height: 480) : nil
        )
    }

    @Test func pictureShowsOnceConnected() {
        #expect(TileState(participant(.connected)).content == .picture)
        #expect(TileState(participant(.connected, hasPicture: false)).content == .placeholder(status: nil))
    }

    @Test func cameraOffIsAPlaceholderAndNoFrozenPicture() {
        let state = TileState(participant(.connected, media: MediaState(microphone: false, camera: false)))
        #expect(state.content != .picture)
        #expect(state.isMuted)
        #expect(state.initial == "A")
    }

    @Test func sharedScreenIsShownWithTheCameraOff() {
        let media = MediaState(microphone: true, camera: false, screen: true)
        let state = TileState(participant(.connected, media: media))
        #expect(state.content == .picture)
        #expect(state.label == "Screen of ada")
        #expect(state.initial == "A")
    }

    @Test func ourOwnTileSaysThatWeShare() {
        var snapshot = CallSnapshot()
        snapshot.screen = .on
        #expect(TileState(ownIn: snapshot).content == .placeholder(status: "You are sharing your screen"))
        snapshot.screen = .choosing
        #expect(TileState(ownIn: snapshot).content != .placeholder(status: "You are sharing your screen"))
    }

    @Test func unsafePeerIsNeverShown() {
        #expect(TileState(participant(.insecure)).content != .picture)
        #expect(TileState(participant(.failed(.noCommonCodec))).content != .picture)
        #expect(TileState(participant(.noPath)).content != .picture)
    }

    @Test func mendingKeepsTheLastPictureAndSaysSo() {
        let state = TileState(participant(.reconnecting))
        #expect(state.content == .picture)
        #expect(state.notice != nil)
    }

    @Test func ownTileFollowsCameraAndMicrophone() {
        var snapshot = CallSnapshot()
        snapshot.cameraInUse = .make("cam", kind: .camera)
        snapshot.microphoneInUse = .make("mic", kind: .microphone)
        #expect(TileState(ownIn: snapshot).content == .picture)
        #expect(!TileState(ownIn: snapshot).isMuted)
        snapshot.cameraInUse = nil
        #expect(TileState(ownIn: snapshot).content == .placeholder(status: "Starting the camera…"))
        snapshot.areDevicesOpen = true
        #expect(TileState(ownIn: snapshot).content == .placeholder(status: "No camera"))
        snapshot.isCameraEnabled = false
        snapshot.isMicrophoneEnabled = false
        #expect(TileState(ownIn: snapshot).content != .picture)
        #expect(TileState(ownIn: snapshot).isMuted)
    }
}

struct PeopleGridTests {
    @Test(arguments: 1...12) @MainActor func tilesNeverOverlap(_ count: Int) {
        for columns in 1...count {
            var taken: Set<[Int]> = []
            for index in 0..<count {
                let place = PeopleGrid.place(index, of: count, columns: columns)
                #expect(taken.insert([place.column, place.row]).inserted)
                #expect(taken.insert([place.column + 1, place.row]).inserted)
            }
        }
    }

    @Test(arguments: [
        (1, 1.6, 1), (2, 1.6, 2), (2, 0.6, 1), (3, 0.5, 1), (4, 1.6, 2), (5, 1.6, 3), (4, 4.0, 4),
    ])
    @MainActor func columnsFollowTheShape(_ row: (count: Int, shape: Double, columns: Int)) {
        #expect(PeopleGrid.columns(for: row.count, shape: row.shape) == row.columns)
    }
}

struct DeviceMenuTests {
    private let devices: [MediaDevice] = [
        .make("one", kind: .camera), .make("two", kind: .camera, isDefault: true), .make("mic", kind: .microphone),
    ]

    private func menu(_ selection: DeviceSelection, _ devices: [MediaDevice]) -> DeviceMenu {
        DeviceMenu(kind: .camera, devices: devices, selection: selection, inUse: nil)
    }

    @Test func firstEntryIsTheDefaultByName() {
        let menu = menu(.systemDefault, devices)
        #expect(menu.items == ["System Default (Currently two)", "one", "two"])
        #expect(menu.selected == 0)
    }

    @Test func chosenDeviceIsShown() {
        #expect(menu(.device(DeviceID("two")), devices).selected == 2)
    }

    @Test func pulledDeviceFallsBackToTheDefault() {
        #expect(menu(.device(DeviceID("gone")), devices).selected == 0)
    }

    @Test func whatIsInUseShowsInThePlaceOfWhatFailed() {
        func menu(_ selection: DeviceSelection, _ failed: String) -> DeviceMenu {
            DeviceMenu(
                kind: .camera,
                devices: devices,
                selection: selection,
                inUse: devices[0],
                setAside: [DeviceID(failed)]
            )
        }
        #expect(menu(.device(DeviceID("two")), "two").selected == 1)
        #expect(menu(.systemDefault, "two").items[0] == "System Default (Currently one)")
        // Until it is open, a device that was only just chosen is not taken back.
        #expect(menu(.device(DeviceID("two")), "other").selected == 2)
    }

    @Test func nothingThereIsSaid() {
        let menu = menu(.systemDefault, [])
        #expect(menu.items == ["No Camera Found"])
        #expect(menu.selections == [.systemDefault])
    }

    @Test(arguments: [DeviceSelection.test, .none]) func otherChoicesAreListedWhileChosen(_ selection: DeviceSelection)
    {
        let menu = menu(selection, devices)
        #expect(menu.selections[menu.selected] == selection)
    }
}

extension MediaDevice {
    static func make(_ id: String, kind: Kind, isDefault: Bool = false) -> MediaDevice {
        MediaDevice(id: DeviceID(id), name: id, kind: kind, origin: .v4l2(path: id), isDefault: isDefault)
    }
}
