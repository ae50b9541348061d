// SPDX-License-Identifier: GPL-3.0-or-later

/// One figure, for tables and logs.
public struct StatisticsFigure: Hashable, Sendable {
    /// What it may be.
    public enum Value: Hashable, Sendable {
        /// A count, or a size.
        case integer(Int64)
        /// A measure.
        case number(Double)
        /// A word.
        case text(String)
        /// Not known, or not yet.
        case unknown
    }

    /// What it is called, as in W3C webrtc-stats where that has it.
    public let name: String
    /// What it is, in the unit of W3C webrtc-stats.
    public let value: Value

    /// Describes a figure.
    public init(_ name: String, _ value: Value) { (self.name, self.value) = (name, value) }
}

extension PeerConnectionStatistics {
    /// What a connection measured, always in the same order, by the names and in the units of W3C webrtc-stats.
    ///
    /// Without what tells where anybody is (the ends of the path), and without the loudness, which W3C has otherwise.
    public var figures: [StatisticsFigure] {
        [
            StatisticsFigure("framesDecoded", .integer(Int64(clamping: framesDecoded))),
            StatisticsFigure("frameWidth", .integer(Int64(frameWidth))),
            StatisticsFigure("frameHeight", .integer(Int64(frameHeight))),
            StatisticsFigure("framesPerSecond", .number(framesPerSecond)),
            StatisticsFigure("bytesReceived", .integer(Int64(clamping: bytesReceived))),
            StatisticsFigure("bytesSent", .integer(Int64(clamping: bytesSent))),
            StatisticsFigure("packetsReceived", .integer(Int64(clamping: packetsReceived))),
            StatisticsFigure("packetsLost", .integer(packetsLost)),
            StatisticsFigure("jitter", .number(jitter)),
            StatisticsFigure("roundTripTime", .of(roundTripTime)),
            StatisticsFigure("availableOutgoingBitrate", .of(availableOutgoingBitrate)),
            StatisticsFigure("freezeCount", .integer(Int64(clamping: freezeCount))),
            StatisticsFigure("totalFreezesDuration", .number(totalFreezesDuration)),
            StatisticsFigure("codec", codec.map { .text($0) } ?? .unknown),
            StatisticsFigure("path", path.map { .text($0) } ?? .unknown),
        ]
    }

    /// What was done to their sound before it was heard, in the same way; unknown where none is played.
    public var soundFigures: [StatisticsFigure] {
        let all: [(String, KeyPath<SoundStatistics, UInt64>)] = [
            ("totalSamplesReceived", \.totalSamplesReceived),
            ("concealedSamples", \.concealedSamples),
            ("concealmentEvents", \.concealmentEvents),
            ("insertedSamplesForDeceleration", \.insertedSamplesForDeceleration),
            ("removedSamplesForAcceleration", \.removedSamplesForAcceleration),
        ]
        return all.map { name, path in
            StatisticsFigure(name, sound.map { .integer(Int64(clamping: $0[keyPath: path])) } ?? .unknown)
        }
    }
}

extension StatisticsFigure.Value {
    /// A measure, if there is one.
    public static func of(_ number: Double?) -> Self { number.map { .number($0) } ?? .unknown }
}
