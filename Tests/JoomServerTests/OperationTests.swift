// SPDX-License-Identifier: GPL-3.0-or-later
import Logging
import Testing

@testable import joom_server

struct SocketActivationTests {
    private func descriptors(_ environment: [String: String]) -> [Int32] {
        SocketActivation.descriptors(environment: { environment[$0] }, process: 42)
    }

    @Test func whatSystemdOpenedIsTaken() {
        #expect(descriptors(["LISTEN_PID": "42", "LISTEN_FDS": "2"]) == [3, 4])
    }

    @Test(arguments: [
        [:], ["LISTEN_FDS": "1"], ["LISTEN_PID": "41", "LISTEN_FDS": "1"], ["LISTEN_PID": "42", "LISTEN_FDS": "0"],
        ["LISTEN_PID": "42", "LISTEN_FDS": "-1"], ["LISTEN_PID": "42", "LISTEN_FDS": "9999"],
    ])
    func whatIsMeantForOthersIsNot(_ environment: [String: String]) {
        #expect(descriptors(environment) == [])
    }
}

struct JSONLogTests {
    @Test func aLineIsOneObject() {
        let event = LogEvent(
            level: .notice,
            message: "two\nlines \"quoted\"",
            metadata: ["reason": "ping_timeout"],
            source: nil,
            file: "",
            function: "",
            line: 0
        )
        let line = JSONLogHandler.line(event, label: "joom-server", metadata: ["node": "a"], seconds: 1.5)
        #expect(
            line == #"{"time":1.5,"level":"notice","label":"joom-server","message":"two\nlines \"quoted\"","node":"a","#
                + #""reason":"ping_timeout"}"#
        )
    }
}
