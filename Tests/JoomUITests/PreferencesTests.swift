// SPDX-License-Identifier: GPL-3.0-or-later
import CJoomGtk
import CallSession
import GLibKit
import JoomModel
import JoomWidgets
import PluginKit
import XCTest

@testable import JoomUI

final class PreferencesTests: XCTestCase {
    /// The window with the pages that need nothing but a memory, and what was asked for.
    @MainActor
    private final class Case {
        let stage: Stage
        let preferences: PreferencesWindow
        let log: Stage.Log
        let plugins = MadeUpPlugins()
        private let directory = NSTemporaryDirectory() + "joom-preferences-\(UInt32.random(in: 0...UInt32.max))"

        init(name: String = "") throws {
            stage = try Stage()
            let memory = Memory(
                SettingsStore(schema: "org.joom.Nothing", file: SettingsFile(directory: directory, name: "joom.ini")),
                rooms: StateFile(directory: directory, name: "rooms.json"),
                people: StateFile(directory: directory, name: "volumes.json")
            )
            memory.name = name
            let log = Stage.Log()
            preferences = try PreferencesWindow(pages: [
                GeneralPage(memory: memory) { log.intents.append($0) },
                SoundAndVideoPage { log.intents.append($0) },
                EffectsPage([], inUse: [], values: [:], canInstall: true) { log.intents.append($0) },
                NetworkPage(Self.network) { log.intents.append($0) },
                PluginsPage(plugins) { log.intents.append($0) },
                PrivacyPage(memory: memory) { log.intents.append($0) },
            ])
            self.log = log
        }

        /// As somebody has it who uses all of it.
        private static let network = NetworkOptions(
            iceServers: [
                IceServer(urls: ["stun:stun.example.org"]),
                IceServer(urls: ["turns:turn.example.org:443"], username: "ada", credential: "x"),
            ],
            ports: try? PortRange("50000-50100")
        )

        func close() throws {
            preferences.window.destroy()
            stage.main.window.destroy()
            try? FileManager.default.removeItem(atPath: directory)
        }
    }

    private static let titles: [StaticString] = [
        "General", "Sound and Video", "Effects", "Network", "Plugins", "Privacy",
    ]

    func testEveryPageFitsASmallWindow() throws {
        try MainActor.assumeIsolated {
            for title in Self.titles.map({ tr($0) }) {
                let scene = try Case()
                scene.preferences.update(.make(.idle))
                scene.preferences.window.setDefaultSize(width: 360, height: 294)
                scene.preferences.page = title
                scene.stage.present(scene.preferences.window, for: .milliseconds(200))
                XCTAssertLessThanOrEqual(scene.preferences.window.width, 360, title)
                XCTAssertLessThanOrEqual(scene.preferences.window.height, 294, title)
                try scene.close()
            }
        }
    }

    /// Draws the pages for a person to look at, where JOOM_SHOTS names a directory.
    func testPagesCanBeDrawn() throws {
        try MainActor.assumeIsolated {
            guard let directory = ProcessInfo.processInfo.environment["JOOM_SHOTS"] else { return }
            for (width, height) in [(360, 560), (720, 560)] {
                for title in Self.titles.map({ tr($0) }) {
                    let scene = try Case(name: "Ada")
                    scene.preferences.update(.make(.idle))
                    scene.preferences.window.setDefaultSize(width: width, height: height)
                    scene.preferences.page = title
                    scene.stage.present(scene.preferences.window, for: .milliseconds(450))
                    try scene.stage.save("\(directory)/\(width)-preferences-\(title).png", scene.preferences.window)
                    try scene.close()
                }
            }
        }
    }

    func testSwitchesShowTheCallAndAreNotToldOfIt() throws {
        try MainActor.assumeIsolated {
            let scene = try Case()
            var snapshot = CallSnapshot.make(.idle)
            snapshot.audioProcessing.noiseSuppression = false
            scene.preferences.update(snapshot)
            XCTAssertEqual(scene.log.intents, [])
            try scene.close()
        }
    }

    func testOnlyWhatIsThereCanBeChosenForPictures() throws {
        try MainActor.assumeIsolated {
            let stage = try Stage()
            var intents: [Intent] = []
            let page = SoundAndVideoPage { intents.append($0) }
            var snapshot = CallSnapshot.make(.idle)
            snapshot.videoCodecs = [.vp8, .h264]
            snapshot.videoCodec = .h264
            page.update(snapshot)
            XCTAssertEqual(page.encoding.selected, 1)
            XCTAssertEqual(intents, [])
            gtk_drop_down_set_selected(page.encoding.ref.opaque, 0)
            XCTAssertEqual(intents, [.setVideoCodec(.vp8)])
            stage.main.window.destroy()
        }
    }

    func testPluginsAreShownAsTheyAre() throws {
        try MainActor.assumeIsolated {
            let scene = try Case()
            let page = PluginsPage(scene.plugins) { scene.log.intents.append($0) }
            XCTAssertEqual(
                page.words,
                [
                    "Loaded": nil, "Off": nil, "Writer": nil, "Waits": "Takes effect when Joom starts again.",
                    "Newer": "Needs a newer Joom. Update Joom, or take an older version of the plugin.",
                    "broken.plugin": "The file cannot be used: line 3, Name: it is empty",
                    "Lonely": "Needs the plugin nobody. Install that one too.",
                    "Crashed": "Joom ended while it started with this plugin, so it is off. Switch it on to try again.",
                ]
            )
            // What cannot be changed has no switch.
            XCTAssertEqual(Set(page.switches.keys), ["Loaded", "Off", "Waits", "Lonely", "Crashed", "Writer"])
            gtk_switch_set_active(try XCTUnwrap(page.switches["Off"]).ref.opaque, 1)
            XCTAssertEqual(scene.log.intents, [.usePlugin("Off", true)])
            XCTAssertEqual(Set(page.openers.keys), ["Writer"])
            try scene.close()
        }
    }

    func testOneSwitchChangesOneThing() throws {
        try MainActor.assumeIsolated {
            let stage = try Stage()
            var intents: [Intent] = []
            let page = SoundAndVideoPage { intents.append($0) }
            var snapshot = CallSnapshot.make(.idle)
            snapshot.audioProcessing.noiseSuppression = false
            page.update(snapshot)
            gtk_switch_set_active(try XCTUnwrap(page.switches.first).ref.opaque, 0)
            let wanted = AudioProcessing(echoCancellation: false, noiseSuppression: false, autoGainControl: true)
            XCTAssertEqual(intents, [.setAudioProcessing(wanted)])
            stage.main.window.destroy()
        }
    }
}
