// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import ProgramKit
import SocketIOCore

/// Tells what happens: sentences for people on standard error, or one JSON object a line on standard output
/// (data/schema/joom-cli.json).
@MainActor final class Report {
    private let isJSON: Bool
    private let isSilent: Bool
    private let start: ContinuousClock.Instant

    /// - Parameters:
    ///   - isJSON: also write the objects.
    ///   - isSilent: say nothing to people: somebody else sums up.
    ///   - start: what `t_ms` counts from.
    init(isJSON: Bool, isSilent: Bool = false, start: ContinuousClock.Instant) {
        self.isJSON = isJSON
        self.isSilent = isSilent
        self.start = start
    }

    /// Writes an event, its name and time first, and says it to people if there is something to say.
    func event(_ name: String, _ fields: JSONObject = [:], sentence: String? = nil) {
        if let sentence { say(sentence) }
        guard isJSON else { return }
        var members = [
            JSONObject.Member(key: "event", value: .string(name)),
            JSONObject.Member(key: "t_ms", value: .integer(Int64(elapsedMilliseconds.rounded()))),
        ]
        members.append(contentsOf: fields.members)
        let line = JSONValue.object(JSONObject(members)).serialized + "\n"
        try? FileHandle.standardOutput.write(contentsOf: Data(line.utf8))
    }

    /// Says something to people only.
    func say(_ sentence: String) {
        guard !isSilent else { return }
        StandardError.say(sentence)
    }

    /// Time since the program began, in ms.
    var elapsedMilliseconds: Double { (ContinuousClock.now - start).milliseconds }
}

extension Duration {
    /// The duration in ms, with its fraction.
    var milliseconds: Double {
        Double(components.seconds) * 1000 + Double(components.attoseconds) / 1e15
    }
}
