// SPDX-License-Identifier: GPL-3.0-or-later
import CJoomGtk
import CallSession
import GLibKit
import JoomModel
import JoomWidgets
import XCTest

@testable import JoomUI

final class NetworkPageTests: XCTestCase {
    /// The page, and the last options that it asked for.
    @MainActor
    private final class Case {
        let stage: Stage
        var asked: [NetworkOptions] = []
        private(set) var page: NetworkPage!

        init(_ options: NetworkOptions = NetworkOptions()) throws {
            stage = try Stage()
            page = NetworkPage(options) { [weak self] in
                if case .setNetwork(let options) = $0 { self?.asked.append(options) }
            }
        }

        func enter(_ address: String, user: String = "", password: String = "") {
            page.servers.address.text = address
            page.servers.user.text = user
            page.servers.password.text = password
            NetworkPageTests.press(page.servers.add)
        }
    }

    func testAServerIsAddedOnceAndRemoved() throws {
        try MainActor.assumeIsolated {
            let scene = try Case()
            scene.enter(" turn:turn.example.org ", user: "ada", password: "one")
            scene.enter("stun:stun.example.org")
            scene.enter("turn:turn.example.org", user: "ada", password: "two")
            let expected = [
                IceServer(urls: ["stun:stun.example.org"]),
                IceServer(urls: ["turn:turn.example.org"], username: "ada", credential: "two"),
            ]
            XCTAssertEqual(scene.asked.last?.iceServers, expected)
            XCTAssertEqual(scene.page.servers.rows.map(\.server), expected)
            // Nobody reads the password afterwards.
            XCTAssertEqual(scene.page.servers.password.text, "")
            Self.press(try XCTUnwrap(scene.page.servers.rows.first).remove)
            XCTAssertEqual(scene.asked.last?.iceServers, [expected[1]])
            XCTAssertEqual(scene.page.servers.rows.count, 1)
            scene.stage.main.window.destroy()
        }
    }

    func testWhatIsWrongIsSaidAndNotUsed() throws {
        try MainActor.assumeIsolated {
            let scene = try Case()
            for (address, user, fault) in [
                ("example.org", "", IceServerFault.scheme), ("turn:example.org", "", .noCredential),
                ("turn:example.org", "ada", .noCredential),
                ("turns:example.org?transport=udp", "", .encryptedDatagrams),
            ] {
                scene.enter(address, user: user)
                XCTAssertEqual(scene.page.servers.trouble.text, UserText.sentence(fault))
                XCTAssertEqual(scene.page.servers.address.text, address)
            }
            XCTAssertEqual(scene.asked, [])
            // It goes as soon as it is mended.
            scene.page.servers.address.text = "stun:example.org"
            XCTAssertEqual(scene.page.servers.trouble.text, "")
            scene.stage.main.window.destroy()
        }
    }

    func testPortsAreUsedOnceTheyMakeSense() throws {
        try MainActor.assumeIsolated {
            let scene = try Case(NetworkOptions(isRelayOnly: true))
            for text in ["5", "50000", "50000-50001", "50100-50000", "22-50000"] {
                scene.page.ports.text = text
                XCTAssertTrue(scene.page.portsTrouble.isVisible, text)
            }
            XCTAssertEqual(scene.asked, [])
            scene.page.ports.text = "50000-50100"
            XCTAssertFalse(scene.page.portsTrouble.isVisible)
            XCTAssertEqual(scene.asked.last, NetworkOptions(isRelayOnly: true, ports: try PortRange("50000-50100")))
            scene.page.ports.text = ""
            XCTAssertEqual(scene.asked.last, NetworkOptions(isRelayOnly: true))
            gtk_switch_set_active(scene.page.relayOnly.ref.opaque, 0)
            XCTAssertEqual(scene.asked.last, NetworkOptions())
            scene.stage.main.window.destroy()
        }
    }

    func testItIsRemembered() throws {
        try MainActor.assumeIsolated {
            let directory = NSTemporaryDirectory() + "joom-network-\(UInt32.random(in: 0...UInt32.max))"
            defer { try? FileManager.default.removeItem(atPath: directory) }
            @MainActor func memory() -> Memory {
                Memory(
                    SettingsStore(
                        schema: "org.joom.Nothing",
                        file: SettingsFile(directory: directory, name: "joom.ini")
                    ),
                    rooms: StateFile(directory: directory, name: "rooms.json"),
                    people: StateFile(directory: directory, name: "volumes.json")
                )
            }
            XCTAssertEqual(memory().network, NetworkOptions())
            let options = NetworkOptions(
                iceServers: [IceServer(urls: ["turn:a.example"], username: "u\"", credential: "p\\ä")],
                isRelayOnly: true,
                ports: try PortRange("50000-50100")
            )
            memory().network = options
            XCTAssertEqual(memory().network, options)
            memory().network = NetworkOptions()
            XCTAssertEqual(memory().network, NetworkOptions())
        }
    }

    /// As a click does.
    @MainActor fileprivate static func press(_ button: Button) {
        var value = GValue()
        g_value_init(&value, gtk_button_get_type())
        g_value_set_object(&value, button.ref.pointer)
        g_signal_emitv(&value, g_signal_lookup("clicked", gtk_button_get_type()), 0, nil)
        g_value_unset(&value)
    }
}
