// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import PluginKit
import SocketIOCore

extension HeadlessParticipant {
    /// Reports figures to whoever asked for them.
    func tell(_ figures: JSONObject) {
        if options.statsInterval != nil { report.event("stats", figures) }
        let moment = StatisticsFigure("t_ms", .integer(Int64(report.elapsedMilliseconds.rounded())))
        do { try table?.add([moment] + figures.members.map { StatisticsFigure($0) }) } catch {
            table = nil
            cannotKeepTable(error)
        }
    }

    /// Begins the table; false, and said why, when it cannot be written.
    func openTable() -> Bool {
        guard let path = options.tablePath else { return true }
        do { table = try TableFile(path: path) } catch {
            cannotKeepTable(error)
            return false
        }
        return true
    }

    private func cannotKeepTable(_ error: any Error) {
        let path = options.tablePath ?? ""
        let sentence = "The figures cannot be saved in \(path): \(error.localizedDescription)"
        report.event("error", ["code": "file", "message": .string(sentence)], sentence: sentence)
    }
}

extension StatisticsFigure {
    /// A member of the event `stats`.
    fileprivate init(_ member: JSONObject.Member) {
        let (name, value) = (member.key, member.value)
        switch value {
        case .null: self.init(name, .unknown)
        case .string(let text): self.init(name, .text(text))
        case .integer(let number): self.init(name, .integer(number))
        case .double(let number): self.init(name, .number(number))
        default: self.init(name, .text(value.serialized))
        }
    }

    /// The same, as a member of that event.
    var member: JSONObject.Member {
        let json: JSONValue
        switch value {
        case .integer(let number): json = .integer(number)
        case .number(let number): json = .double(number)
        case .text(let text): json = .string(text)
        case .unknown: json = .null
        }
        return JSONObject.Member(key: name, value: json)
    }
}
