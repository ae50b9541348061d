// SPDX-License-Identifier: GPL-3.0-or-later

/// Decides when the bell of one room rings: for those who come, once, and not for those who only lost their connection.
struct Visitors: Equatable {
    /// What to do.
    enum Verdict: Equatable {
        /// Nothing has to be said.
        case nothing
        /// Say who is there now; nil for somebody without a name.
        case ring([String?])
        /// What was said holds no longer.
        case silence
    }

    /// Who is back within this time never left.
    static let absence = Duration.seconds(60)

    private var present: [String?] = []
    private var gone: [(name: String?, at: Duration)] = []

    static func == (one: Visitors, other: Visitors) -> Bool { one.present == other.present }

    /// Takes what the server says of the room.
    ///
    /// - Parameters:
    ///   - names: who is there.
    ///   - time: by any clock that only goes forward.
    ///   - isInside: we are in the room, or on the way, and see for ourselves.
    /// - Returns: what to do.
    mutating func update(_ names: [String?], at time: Duration, isInside: Bool) -> Verdict {
        var missing = present
        var fresh: [String?] = []
        for name in names {
            if let index = missing.firstIndex(of: name) { missing.remove(at: index) } else { fresh.append(name) }
        }
        gone.removeAll { time - $0.at > Self.absence }
        fresh.removeAll { name in
            guard let index = gone.firstIndex(where: { $0.name == name }) else { return false }
            gone.remove(at: index)
            return true
        }
        gone += missing.map { ($0, time) }
        present = names
        if isInside || names.isEmpty { return .silence }
        return fresh.isEmpty ? .nothing : .ring(names)
    }
}
