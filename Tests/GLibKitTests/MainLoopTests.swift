// SPDX-License-Identifier: GPL-3.0-or-later
import CJoomGLib
import Foundation
import GLibKit
import XCTest

// XCTest, not Swift Testing: only XCTest runs on the process's first thread on Linux.
final class MainLoopTests: XCTestCase {
    func testMainActorRunsOnTheLoopsThread() {
        let loop = MainLoop()
        nonisolated(unsafe) var wasFirstThread = false
        Task { @MainActor in
            try? await Task.sleep(for: .milliseconds(5))
            wasFirstThread = Thread.isMainThread
            loop.quit()
        }
        loop.run()
        XCTAssertTrue(wasFirstThread)
    }

    func testHandlerRunsUntilItsConnectionGoes() throws {
        try MainActor.assumeIsolated {
            let cancellable = GObjectRef(taking: try XCTUnwrap(g_cancellable_new()))
            var calls = 0
            var connection: SignalConnection? = SignalConnection.main(cancellable, "cancelled") { calls += 1 }
            g_cancellable_cancel(cancellable.cast())
            XCTAssertEqual(calls, 1)
            XCTAssertNotNil(connection)
            connection = nil
            g_cancellable_reset(cancellable.cast())
            g_cancellable_cancel(cancellable.cast())
            XCTAssertEqual(calls, 1)
        }
    }

    func testHandlerIsReleasedWithItsConnection() throws {
        try MainActor.assumeIsolated {
            final class Captured {}
            let cancellable = GObjectRef(taking: try XCTUnwrap(g_cancellable_new()))
            var captured: Captured? = Captured()
            weak let watched = captured
            var connection: SignalConnection? = SignalConnection.main(cancellable, "cancelled") { [captured] in
                _ = captured
            }
            captured = nil
            XCTAssertNotNil(connection)
            XCTAssertNotNil(watched)
            connection = nil
            XCTAssertNil(watched)
        }
    }
}
