// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import JoomUI
import PluginKit
import RoomProtocol
import Testing

@testable import joom

struct ArgumentsTests {
    @Test func nothingAsksForTheRoomForm() throws {
        #expect(try Arguments.read([]).launch() == Launch())
    }

    @Test func roomNameAndOptionsAreTaken() throws {
        let arguments = try Arguments.read(["kitchen", "--server", "example.org", "--name", "Ada", "--new-instance"])
        let server = ServerAddress(host: "example.org", port: 443, isSecure: true)
        #expect(
            try arguments.launch() == Launch(destination: .room(try RoomName("kitchen")), server: server, name: "Ada")
        )
        #expect(arguments.newInstance)
    }

    @Test func aRoomIsNoFile() throws {
        for name in ["COPYING", "./kitchen", "/etc/passwd"] {
            #expect(try Arguments.read([name]).launch().destination == .room(try RoomName(name)))
        }
    }

    @Test func menuEntriesSayHowToBegin() throws {
        #expect(try Arguments.read(["--new-room"]).launch() == Launch(beginning: .newRoom))
        #expect(try Arguments.read(["--test-call"]).launch() == Launch(beginning: .testCall))
        #expect(try Arguments.read(["--gapplication-service"]).launch() == Launch())
    }

    @Test func controlsAreDoneInAnOrderThatMakesSense() throws {
        let all = try Arguments.read(["--leave", "--list", "--json", "--camera", "off", "--mute", "toggle"]).launch()
        #expect(all.controls == [.mute(.toggle), .camera(.off), .list(asJSON: true), .leave])
        #expect(try Arguments.read(["--statistics"]).launch().controls == [.statistics(asJSON: false)])
    }

    @Test(arguments: [
        ["--mute", "maybe"], ["--mute"], ["--json"], ["kitchen", "--leave"], ["--new-room", "--test-call"],
        ["kitchen", "--new-room"], ["--list", "--new-instance"], ["--camera", "on", "--server", "example.org"],
    ])
    func whatDoesNotGoTogetherIsRefused(_ arguments: [String]) {
        #expect(throws: LaunchProblem.self) { try Arguments.read(arguments) }
    }

    @Test(arguments: ["https://example.org/r/blue%20room", "joom://example.org/blue%20room"])
    func linksLeadToTheirRoom(_ text: String) throws {
        guard case .link(let link) = try Arguments.read([text]).launch().destination else {
            Issue.record("not a link")
            return
        }
        #expect(link.room.rawValue == "blue room")
        #expect(link.server == ServerAddress(host: "example.org", port: 443, isSecure: true))
    }

    @Test(arguments: [
        ["--nonsense"], ["one", "two"], ["--server"], ["--server", "http://"], ["--server", "https://example.org/r/x"],
        ["https://example.org"], ["https://a@example.org/r/x"], ["http://example.org:99999/r/x"], [""],
        ["--plugin", "nothing"], [String(repeating: "x", count: 129)],
    ])
    func nonsenseIsOneSentence(_ arguments: [String]) throws {
        let problem = #expect(throws: LaunchProblem.self) { try Arguments.read(arguments) }
        #expect((problem?.description.count ?? 0) > 8)
        #expect(problem?.description.contains("\n") == false)
    }

    @Test func safeModeIsAskedForAtAStart() throws {
        #expect(try Arguments.read(["kitchen", "--safe-mode"]).safeMode)
        #expect(throws: LaunchProblem.self) { try Arguments.read(["--leave", "--safe-mode"]) }
    }

    @Test func everyPartOfJoomSaysWhatItIs() {
        for plugin in Plugins.all.map({ $0.make() }) {
            #expect(!plugin.manifest.kinds.isEmpty && plugin.manifest.description != nil, "\(plugin.name)")
            #expect(plugin.manifest.module == plugin.name)
        }
    }

    @Test func dummyPluginNeedsNoServer() {
        let needsServer = Plugins.chosen(["dummy"]).contains { $0.needsServer }
        #expect(!needsServer)
        let names = Plugins.chosen([]).map(\.name)
        #expect(names == ["gstreamer", "devices", "socketio", "text-effects", "screen-share", "chat", "recorder"])
    }
}
