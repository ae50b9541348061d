// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import Testing

// SPDX-License-Identifier: GPL-3.0-or-later
@testable import CallSession

struct DeviceChoiceTests {
    static let one = Stage.camera1
    static let two = Stage.camera2
    static let madeUp = MediaDevice(
        id: DeviceID("t"),
        name: "T",
        kind: .camera,
        origin: .testPicture(colour: "#ff0000")
    )

    struct Row: Sendable {
        let selection: DeviceSelection
        let devices: [MediaDevice]
        var unusable: Set<DeviceID> = []
        let expected: MediaDevice?
    }

    static let rows = [
        Row(selection: .systemDefault, devices: [two, one], expected: one),
        Row(selection: .systemDefault, devices: [two], expected: two),
        Row(selection: .systemDefault, devices: [madeUp], expected: nil),
        Row(selection: .systemDefault, devices: [Stage.microphone], expected: nil),
        Row(selection: .systemDefault, devices: [one, two], unusable: [one.id], expected: two),
        Row(selection: .device(two.id), devices: [one, two], expected: two),
        Row(selection: .device(two.id), devices: [one], expected: one),
        Row(selection: .device(two.id), devices: [one, two], unusable: [two.id], expected: one),
        Row(selection: .test, devices: [one], expected: DeviceChoice.testCamera),
        Row(selection: .test, devices: [one, madeUp], expected: madeUp),
        Row(selection: .test, devices: [], unusable: [DeviceChoice.testCamera.id], expected: nil),
        Row(selection: .none, devices: [one], expected: nil),
    ]

    @Test(arguments: rows)
    func opens(_ row: Row) {
        let found = DeviceChoice.resolve(row.selection, .camera, among: row.devices, except: row.unusable)
        #expect(found == row.expected)
    }

    @Test func theFirstOfEqualDevicesIsListed() {
        #expect(DeviceChoice.merge([[Self.one], [Self.two, Self.one], []]) == [Self.one, Self.two])
    }
}

struct StateMessageTests {
    @Test func readsWhatItWrites() {
        let state = MediaState(microphone: false, camera: true, screen: true)
        #expect(StateMessage.parse(StateMessage.text(state)) == state)
    }

    @Test(arguments: [
        "", "{}", "[]", "null", #"{"type":"words","microphone":true,"camera":true}"#,
        #"{"type":"state","microphone":"yes","camera":true}"#, #"{"type":"state","microphone":true}"#,
        String(repeating: "[", count: 4_000), String(repeating: " ", count: 5_000),
    ])
    func ignoresWhatIsNoState(_ text: String) {
        #expect(StateMessage.parse(text) == nil)
    }
}
