// SPDX-License-Identifier: GPL-3.0-or-later
import SocketIOCore

/// How loud people are played whose sound is not as it comes; by name, as nothing else of them outlives a call.
struct RememberedVolumes: Equatable {
    /// How many are kept.
    static let limit = 100

    private var entries: [(name: String, percent: Int)] = []

    /// Nobody.
    init() {}

    /// Reads what `text` wrote; what makes no sense is left out.
    init(_ text: String) {
        for item in (try? JSONValue(parsing: text).array) ?? [] {
            guard let name = item["name"]?.string, let percent = item["percent"]?.integer,
                (0...150).contains(percent)
            else { continue }
            entries.append((name, percent))
        }
        entries = Array(entries.prefix(Self.limit))
    }

    /// JSON: an array of objects with `name` and `percent`, latest first; nil for nobody.
    var text: String? {
        guard !entries.isEmpty else { return nil }
        return JSONValue.array(
            entries.map { ["name": .string($0.name), "percent": .integer(Int64($0.percent))] }
        ).serialized
    }

    /// What was set for a person, in per cent of how they come; nil for nothing.
    ///
    /// Who is set is the latest; the oldest goes when there are too many.
    subscript(name: String) -> Int? {
        get { entries.first { $0.name == name }?.percent }
        set {
            entries.removeAll { $0.name == name }
            if let newValue { entries.insert((name, newValue), at: 0) }
            entries.removeLast(max(0, entries.count - Self.limit))
        }
    }

    static func == (one: RememberedVolumes, other: RememberedVolumes) -> Bool {
        one.entries.elementsEqual(other.entries, by: ==)
    }
}
