// SPDX-License-Identifier: GPL-3.0-or-later
import Glibc
import Logging
import ProgramKit
import SocketIOCore

/// Writes each log entry as one JSON object on a line of standard error, for programs that collect logs.
struct JSONLogHandler: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.notice
    private let label: String

    init(label: String) { self.label = label }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        StandardError.say(Self.line(event, label: label, metadata: metadata, seconds: Self.now()))
    }

    /// The line; times are seconds since 1970.
    static func line(_ event: LogEvent, label: String, metadata: Logger.Metadata, seconds: Double) -> String {
        var members: [JSONObject.Member] = [
            JSONObject.Member(key: "time", value: .double(seconds)),
            JSONObject.Member(key: "level", value: .string(event.level.rawValue)),
            JSONObject.Member(key: "label", value: .string(label)),
            JSONObject.Member(key: "message", value: .string("\(event.message)")),
        ]
        let all = metadata.merging(event.metadata ?? [:]) { _, new in new }
        for (key, value) in all.sorted(by: { $0.key < $1.key }) {
            members.append(JSONObject.Member(key: key, value: .string("\(value)")))
        }
        return JSONValue.object(JSONObject(members)).serialized
    }

    private static func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec / 1_000_000) / 1_000
    }
}
