// SPDX-License-Identifier: GPL-3.0-or-later
import CJoomGtk
import CallSession
import GLibKit
import JoomModel
import JoomWidgets
import PluginKit
import XCTest

@testable import JoomUI

final class MainWindowTests: XCTestCase {
    private static let words = ["flat", "kennel", "tuna", "queen"]

    /// Every kind of screen there is.
    @MainActor private static func screens() throws -> [(name: String, snapshot: CallSnapshot)] {
        let room = try RoomName.make()
        var muted = CallSnapshot.make(
            .joined(room),
            people: [.make("Ada", media: MediaState(microphone: false, camera: false))]
        )
        muted.isMicrophoneEnabled = false
        muted.isCameraEnabled = false
        muted.cameraInUse = nil
        var trouble = CallSnapshot.make(.joined(room), people: [.make("Ada", connection: .reconnecting)])
        trouble.serverTrouble = .refused("localhost")
        trouble.notices = [.init(id: 1, kind: .serverLost)]
        // Everything that a call can have among its controls.
        var sharing = CallSnapshot.make(.joined(room), people: [.make("Ada")])
        sharing.screen = .on
        let chat = AddOnPanel(
            title: LocalText("Chat"),
            icon: "chat-message-new-symbolic",
            prompt: LocalText("Write a message"),
            entries: []
        )
        sharing.panels = [.init(id: "chat", content: chat)]
        var recording = CallSnapshot.make(.joined(room), people: [.make("Ada"), .make("Grace")])
        for index in recording.participants.indices { recording.participants[index].isRecording = true }
        let label = EncodedTrackSinkLabel(start: LocalText("Record Call"), stop: LocalText("Stop Recording"))
        recording.trackSinks = [.init(id: "recorder", label: label, since: .now)]
        var bare = CallSnapshot.make(.idle)
        bare.devices = []
        bare.cameraInUse = nil
        bare.microphoneInUse = nil
        return [
            ("form", .make(.idle)), ("form-no-devices", bare), ("joining", .make(.joining(room))),
            ("waiting", .make(.joined(room))), ("call", .make(.joined(room), people: [.make("Ada")])),
            ("muted", muted), ("sharing", sharing), ("recording", recording), ("trouble", trouble),
            ("insecure", .make(.joined(room), people: [.make("Ada", connection: .insecure)])),
            ("unproven", .make(.joined(room), people: [.make("Ada", connection: .unproven(.wrong))])),
            ("verified", .make(.joined(room), people: [.make("Ada", trust: .byLink)])),
            ("unverified", .make(.joined(room), people: [.make("Ada", trust: .open(Self.words))])),
            ("changed", .make(.joined(room), people: [.make("Ada", trust: .changed(Self.words))])),
            ("guest", .make(.joined(room), people: [.make("Ada", trust: .open(Self.words), isGuest: true)])),
            ("three", .make(.joined(room), people: [.make("Ada"), .make("Grace"), .make("Konrad Zuse")])),
            ("ended", .make(.ended(.unreachable(.refused("localhost"))))), ("leaving", .make(.leaving)),
        ]
    }

    func testEveryScreenFitsASmallWindow() throws {
        try MainActor.assumeIsolated {
            for (name, snapshot) in try Self.screens() {
                let stage = try Stage(width: 360, height: 294)
                stage.main.update(snapshot)
                stage.present(for: .milliseconds(150))
                XCTAssertLessThanOrEqual(stage.main.window.width, 360, name)
                XCTAssertLessThanOrEqual(stage.main.window.height, 294, name)
                // What wants to be wider is cut off, and the window says nothing of it.
                var least: gint = 0
                let root: UnsafeMutablePointer<GtkWidget> = stage.main.call.root.ref.cast()
                gtk_widget_measure(root, GTK_ORIENTATION_HORIZONTAL, -1, &least, nil, nil, nil)
                XCTAssertLessThanOrEqual(least, 360, name)
                stage.main.window.destroy()
            }
        }
    }

    /// Draws the screens for a person to look at, where JOOM_SHOTS names a directory.
    func testScreensCanBeDrawn() throws {
        try MainActor.assumeIsolated {
            let directory = ProcessInfo.processInfo.environment["JOOM_SHOTS"]
            let sizes = directory == nil ? [(1000, 640)] : [(360, 294), (420, 760), (1000, 640), (1900, 1040)]
            for (width, height) in sizes {
                for (name, snapshot) in try Self.screens() {
                    let stage = try Stage(width: width, height: height)
                    stage.main.update(snapshot)
                    stage.present(for: .milliseconds(directory == nil ? 50 : 450))
                    let folder = directory ?? NSTemporaryDirectory()
                    let path = "\(folder)/\(width)-\(name).png"
                    try stage.save(path)
                    if directory == nil { try FileManager.default.removeItem(atPath: path) }
                    stage.main.window.destroy()
                }
            }
        }
    }

    func testPageFollowsThePhase() throws {
        try MainActor.assumeIsolated {
            let stage = try Stage()
            let room = try RoomName.make()
            let phases: [(CallSnapshot.Phase, String)] = [
                (.idle, "form"), (.joining(room), "call"), (.joined(room), "call"), (.leaving, "call"),
                (.ended(.left), "form"),
            ]
            for (phase, page) in phases { XCTAssertEqual(MainWindow.page(for: phase), page) }
            stage.main.update(.make(.joined(room), people: [.make("Ada")]))
            XCTAssertEqual(stage.main.window.title, "olive-egret-street — Joom")
            stage.main.update(.make(.ended(.left)))
            XCTAssertEqual(stage.main.window.title, "Joom")
            stage.main.window.destroy()
        }
    }

    func testFailureToJoinIsSaidWithAWayOut() throws {
        try MainActor.assumeIsolated {
            let stage = try Stage()
            stage.main.update(.make(.joining(try .make())))
            stage.main.update(.make(.ended(.unreachable(.refused("example.org")))))
            XCTAssertEqual(stage.main.banner.message, UserText.sentence(SignalingFailure.refused("example.org")))
            stage.main.update(.make(.joining(try .make())))
            XCTAssertNil(stage.main.banner.message)
            stage.main.window.destroy()
        }
    }

    func testEachNoticeIsShownOnce() throws {
        try MainActor.assumeIsolated {
            let stage = try Stage()
            var snapshot = CallSnapshot.make(.joined(try .make()))
            snapshot.notices = [.init(id: 1, kind: .came("Ada"))]
            stage.main.update(snapshot)
            XCTAssertEqual(stage.main.toaster.text, "Ada joined")
            snapshot.notices.append(.init(id: 2, kind: .serverBack))
            stage.main.update(snapshot)
            stage.main.update(snapshot)
            XCTAssertEqual(stage.main.toaster.waitingCount, 1)
            stage.main.toaster.clear()
            snapshot.microphoneLevel = -30
            stage.main.update(snapshot)
            XCTAssertNil(stage.main.toaster.text)
            stage.main.window.destroy()
        }
    }

    func testPictureGoesToAPaneWhileAPersonIsThere() throws {
        try MainActor.assumeIsolated {
            let stage = try Stage()
            let room = try RoomName.make()
            stage.main.update(.make(.joined(room), people: [.make("Ada"), .make("Grace")]))
            stage.main.update(.make(.joined(room), people: [.make("Grace")]))
            XCTAssertEqual(stage.log.shown.map(\.peer?.rawValue), ["Ada", "Grace"])
            XCTAssertEqual(stage.log.hidden.map(\.peer?.rawValue), ["Ada"])
            stage.main.window.destroy()
        }
    }

    func testActionsAskForTheOtherState() throws {
        try MainActor.assumeIsolated {
            let stage = try Stage()
            stage.main.update(.make(.joined(try .make()), people: [.make("Ada")]))
            for action in ["microphone", "camera", "copy-link", "leave"] {
                g_action_group_activate_action(stage.main.window.ref.opaque, action, nil)
            }
            XCTAssertEqual(stage.log.intents, [.setMicrophone(false), .setCamera(false), .copyLink, .leave])
            stage.main.window.destroy()
        }
    }

    func testNothingToLeaveOutsideACall() throws {
        try MainActor.assumeIsolated {
            let stage = try Stage()
            stage.main.update(.make(.idle))
            g_action_group_activate_action(stage.main.window.ref.opaque, "leave", nil)
            XCTAssertEqual(stage.log.intents, [])
            stage.main.window.destroy()
        }
    }

    func testEscapeTakesAMessageAway() throws {
        try MainActor.assumeIsolated {
            let stage = try Stage()
            stage.main.update(.make(.joining(try .make())))
            stage.main.update(.make(.ended(.unreachable(.refused("example.org")))))
            stage.main.toast("Link copied")
            g_action_group_activate_action(stage.main.window.ref.opaque, "dismiss", nil)
            XCTAssertNil(stage.main.toaster.text)
            XCTAssertNotNil(stage.main.banner.message)
            g_action_group_activate_action(stage.main.window.ref.opaque, "dismiss", nil)
            XCTAssertNil(stage.main.banner.message)
            stage.main.window.destroy()
        }
    }

    func testWindowGoesWithItsLastReference() throws {
        try MainActor.assumeIsolated {
            weak var watched: MainWindow?
            do {
                let stage = try Stage()
                watched = stage.main
                stage.main.update(.make(.joined(try .make()), people: [.make("Ada")]))
                stage.present(for: .milliseconds(100))
                stage.main.window.destroy()
            }
            for _ in 0..<50 { MainLoop.iterate() }
            XCTAssertNil(watched)
        }
    }

    func testEveryEmbeddedFileCanBeBuilt() throws {
        try MainActor.assumeIsolated {
            XCTAssertTrue(Application.connectToDisplay())
            for file in Builder.File.allCases { _ = try Builder(file) }
        }
    }
}
