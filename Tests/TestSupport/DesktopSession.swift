// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation

/// The session of Tests/Desktop/session.py that tests of devices run in.
public enum DesktopSession {
    /// Whether there is one.
    public static var isThere: Bool { ProcessInfo.processInfo.environment["JOOM_DESKTOP"] != nil }

    /// Calls a function of Tests/Desktop/devices.py, such as `remove('camera-1')`.
    ///
    /// - Parameter call: the call, in Python.
    /// - Throws: the system's reason, or `Failed` with the call that did not work.
    public static func run(_ call: String) throws {
        let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/python3")
        process.arguments = ["-c", "from Desktop import devices; devices.\(call)"]
        process.currentDirectoryURL = tests
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failed(call: call) }
    }

    /// A call that did not work.
    public struct Failed: Error {
        /// The call, in Python.
        public let call: String
    }
}
