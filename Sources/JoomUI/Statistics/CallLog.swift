// SPDX-License-Identifier: GPL-3.0-or-later
import CallSession
import PluginKit

/// The figures of a call over time, one moment a second for each person; kept in memory until the next call begins.
struct CallLog: Equatable {
    /// What was measured over one second.
    struct Moment: Equatable {
        /// Since the call began, in s.
        var time: Double
        /// What arrived, in bit/s of RTP payload.
        var received: Double
        /// What left, in bit/s of RTP payload.
        var sent: Double
        /// Part of the packets that were lost on the way to us, 0...1.
        var loss: Double
        /// Round trip, in s; nil before the first report.
        var roundTrip: Double?
        /// Variation of the time between packets of the picture, in s.
        var jitter: Double
        /// Pictures per second.
        var frameRate: Double
        /// What the network is thought to carry to them, in bit/s; nil before there is a connection.
        var available: Double?
        /// How good all that is.
        var quality: Quality
    }

    /// One person's part.
    struct Person: Equatable {
        /// What they call themselves; nil when they did not say.
        var name: String?
        /// Oldest first.
        var moments: [Moment] = []
        /// The figures last given; nil before the first.
        var latest: PeerConnectionStatistics?
        /// When media last arrived, in s since the call began.
        var heardAt: Double?
    }

    /// Four hours; older moments are forgotten.
    static let limit = 14_400

    /// In the order they came.
    private(set) var order: [ParticipantID] = []
    /// Everybody that was in the call.
    private(set) var people: [ParticipantID: Person] = [:]

    /// Time from the first to the last moment of anybody, in s.
    var length: Double {
        let times = people.values.flatMap { [$0.moments.first?.time, $0.moments.last?.time].compactMap(\.self) }
        guard let first = times.min(), let last = times.max() else { return 0 }
        return last - first
    }

    /// Adds what is said of somebody now.
    ///
    /// - Parameters:
    ///   - figures: since their connection's start.
    ///   - participant: they.
    ///   - time: since the call began, in s.
    mutating func add(
        _ figures: PeerConnectionStatistics,
        of participant: CallSnapshot.Participant,
        at time: Double
    ) {
        if people[participant.id] == nil { order.append(participant.id) }
        var person = people[participant.id] ?? Person()
        person.name = participant.name ?? person.name
        let before = person.latest ?? PeerConnectionStatistics()
        // A new connection counts from nothing again.
        let isSame = figures.bytesReceived >= before.bytesReceived && figures.bytesSent >= before.bytesSent
        let span = time - (person.moments.last?.time ?? time - 1)
        let base = isSame ? before : PeerConnectionStatistics()
        person.latest = figures
        guard span > 0 else { return people[participant.id] = person }
        let arrived = Double(figures.packetsReceived.subtractingSaturated(base.packetsReceived))
        let lost = Double(max(0, figures.packetsLost - base.packetsLost))
        let received = Double(figures.bytesReceived.subtractingSaturated(base.bytesReceived)) * 8 / span
        if received > 0 || !participant.owesMedia || person.heardAt == nil { person.heardAt = time }
        let silence = time - (person.heardAt ?? time)
        let loss = arrived + lost > 0 ? lost / (arrived + lost) : 0
        person.moments.append(
            Moment(
                time: time,
                received: received,
                sent: Double(figures.bytesSent.subtractingSaturated(base.bytesSent)) * 8 / span,
                loss: loss,
                roundTrip: figures.roundTripTime,
                jitter: figures.jitter,
                frameRate: figures.framesPerSecond,
                available: figures.availableOutgoingBitrate,
                quality: Quality(loss: loss, available: figures.availableOutgoingBitrate, silence: silence)
            )
        )
        if person.moments.count > Self.limit { person.moments.removeFirst() }
        people[participant.id] = person
    }
}

extension CallSnapshot.Participant {
    /// They send something, and it should arrive; also while their connection is being mended.
    fileprivate var owesMedia: Bool {
        guard connection == .connected || connection == .reconnecting else { return false }
        return media.map { $0.camera || $0.screen || $0.microphone } ?? true
    }
}

extension UInt64 {
    /// The difference, or 0 where it would be negative.
    fileprivate func subtractingSaturated(_ other: UInt64) -> UInt64 { self > other ? self - other : 0 }
}

// MARK: As a table

extension CallLog {
    /// All moments as comma-separated values (RFC 4180), for a spreadsheet.
    var csv: String {
        let columns =
            "peer,name,time_s,received_bps,sent_bps,loss,round_trip_s,jitter_s,frames_per_second,available_bps,quality"
        let lines = order.flatMap { id -> [String] in
            guard let person = people[id] else { return [] }
            let who = [id.peer?.rawValue ?? "", person.name ?? ""].map(Self.quoted)
            return person.moments.map { moment in
                let figures: [Double?] = [
                    moment.time, moment.received, moment.sent, moment.loss, moment.roundTrip, moment.jitter,
                    moment.frameRate, moment.available,
                ]
                return (who + figures.map { $0.map(Self.text) ?? "" } + [moment.quality.rawValue]).joined(
                    separator: ","
                )
            }
        }
        return ([columns] + lines).joined(separator: "\r\n") + "\r\n"
    }

    /// A name must not end a cell, nor begin a formula in whatever opens the file.
    private static func quoted(_ text: String) -> String {
        let isFormula = text.first.map { "=+-@\t\r".contains($0) } ?? false
        return "\"" + (isFormula ? "'" : "") + text.replacing("\"", with: "\"\"") + "\""
    }

    private static func text(_ number: Double) -> String {
        let scaled = (number * 1_000).rounded()
        guard scaled.isFinite, abs(scaled) < 1e15 else { return "" }
        return String(scaled / 1_000)
    }
}
