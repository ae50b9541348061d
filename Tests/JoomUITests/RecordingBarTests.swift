// SPDX-License-Identifier: GPL-3.0-or-later
import CJoomGtk
import CallSession
import GLibKit
import JoomWidgets
import PluginKit
import XCTest

@testable import JoomUI

final class RecordingBarTests: XCTestCase {
    private static let label = EncodedTrackSinkLabel(start: LocalText("Record_It"), stop: LocalText("Stop It"))

    func testItSaysWhoRecordsForAsLongAsTheyDo() throws {
        try MainActor.assumeIsolated {
            let stage = try Stage()
            let bar = stage.main.call.recordings
            var snapshot = CallSnapshot.make(.joined(try .make()), people: [.make("Ada"), .make("Grace")])
            stage.main.update(snapshot)
            XCTAssertEqual(bar.messages, [])
            snapshot.participants[0].isRecording = true
            stage.main.update(snapshot)
            XCTAssertEqual(bar.messages, ["Ada is recording this call"])
            snapshot.participants[1].isRecording = true
            snapshot.trackSinks = [.init(id: "any", label: Self.label, since: .now)]
            stage.main.update(snapshot)
            XCTAssertEqual(
                bar.messages,
                ["You are recording. The others are told.", "Ada, Grace are recording this call"]
            )
            snapshot.trackSinks[0].since = nil
            snapshot.participants = []
            stage.main.update(snapshot)
            XCTAssertEqual(bar.messages, [])
            stage.main.window.destroy()
        }
    }

    func testTheMenuAsksForTheOtherState() throws {
        try MainActor.assumeIsolated {
            let stage = try Stage()
            var snapshot = CallSnapshot.make(.joined(try .make()), people: [.make("Ada")])
            snapshot.trackSinks = [.init(id: "any", label: Self.label)]
            stage.main.update(snapshot)
            g_action_group_activate_action(stage.main.window.ref.opaque, "track-sink-0", nil)
            snapshot.trackSinks[0].since = .now
            stage.main.update(snapshot)
            g_action_group_activate_action(stage.main.window.ref.opaque, "track-sink-0", nil)
            XCTAssertEqual(stage.log.intents, [.useTrackSink("any", true), .useTrackSink("any", false)])
            // Outside of a room there is nothing to record.
            stage.main.update(.make(.idle))
            g_action_group_activate_action(stage.main.window.ref.opaque, "track-sink-0", nil)
            XCTAssertEqual(stage.log.intents.count, 2)
            stage.main.window.destroy()
        }
    }

    func testTimeIsWrittenAsClocksHaveIt() {
        MainActor.assumeIsolated {
            XCTAssertEqual(RecordingBar.time(.seconds(7)), "0:07")
            XCTAssertEqual(RecordingBar.time(.milliseconds(133_900)), "2:13")
            XCTAssertEqual(RecordingBar.time(.seconds(3_661)), "1:01:01")
        }
    }
}
