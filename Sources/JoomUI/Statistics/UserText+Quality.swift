// SPDX-License-Identifier: GPL-3.0-or-later
import JoomWidgets

/// What is measured, in words.
extension UserText {
    /// The badge on a tile, with what to do about it.
    static func badge(_ quality: Quality) -> String {
        switch quality {
        case .good: tr("Good connection")
        case .fair: tr("Fair connection")
        case .poor: tr("Poor connection: turn your camera off to keep the sound")
        case .lost: tr("Nothing arrives at the moment")
        }
    }

    /// The one thing that limits the call with somebody most.
    static func limit(_ person: CallLog.Person) -> String {
        guard let last = person.moments.last, let figures = person.latest else {
            return tr("Nothing was measured yet. Wait a few seconds.")
        }
        let recent = person.moments.suffix(5)
        let loss = recent.map(\.loss).reduce(0, +) / Double(recent.count)
        if person.quality == .lost {
            return tr("Nothing arrives at the moment: the network or the other computer stands still.")
        }
        if loss >= 0.06 {
            return tr(
                "The network loses {percent} % of the packets. A cable, or a place nearer to the access point, helps most.",
                ["percent": whole(loss * 100)]
            )
        }
        if let available = last.available, available < Quality.target / 2 {
            return tr(
                "The network carries {rate} kbit/s to the other side, so your picture is small there. Turn your camera off to keep the sound.",
                ["rate": whole(available / 1_000)]
            )
        }
        if let trip = last.roundTrip, trip >= 0.4 {
            return tr(
                "The way there and back takes {time} ms, so you will talk into each other's words. No setting changes that.",
                ["time": whole(trip * 1_000)]
            )
        }
        if figures.framesDecoded > 0, last.frameRate > 0, last.frameRate < 12 {
            return tr(
                "Only {count} pictures arrive in a second: the other camera is dark, or that computer busy.",
                ["count": whole(last.frameRate)]
            )
        }
        return figures.path == "relay"
            ? tr("Nothing limits the call. It goes through a relay, which adds a little delay.")
            : tr("Nothing limits the call.")
    }

    /// A number without its fraction.
    static func whole(_ number: Double) -> String {
        number.isFinite && abs(number) < 1e15 ? String(Int(number.rounded())) : "–"
    }

    /// How long a call was, and how good.
    static func summary(_ log: CallLog) -> String {
        let minutes = Int(log.length / 60)
        let worst = log.people.values.flatMap(\.moments).map(\.quality)
        let bad = worst.filter { $0 >= .poor }.count
        let length =
            minutes < 1
            ? tr("less than a minute")
            : minutes == 1 ? tr("1 minute") : tr("{count} minutes", ["count": String(minutes)])
        guard !worst.isEmpty, bad * 20 > worst.count else {
            return tr("The call took {length}; the connection was good.", ["length": length])
        }
        return tr(
            "The call took {length}; for {percent} % of it the connection was poor. The statistics say why.",
            ["length": length, "percent": String(bad * 100 / worst.count)]
        )
    }
}
