// SPDX-License-Identifier: GPL-3.0-or-later

/// What transport-wide congestion control says of one packet that we sent.
public struct PacketFeedback: Hashable, Sendable {
    /// The transport-wide number, which wraps.
    public let sequenceNumber: UInt16
    /// When it left, on our clock.
    public let sent: Duration
    /// When it arrived, on the peer's clock, which shares nothing with ours but its pace; nil when it never did.
    public let arrived: Duration?
    /// Bytes, headers of all layers included.
    public let size: Int

    /// Describes a packet.
    public init(sequenceNumber: UInt16, sent: Duration, arrived: Duration?, size: Int) {
        self.sequenceNumber = sequenceNumber
        self.sent = sent
        self.arrived = arrived
        self.size = size
    }
}

/// What an RTCP receiver report says of a stream that we send: all that peers without per-packet feedback give.
public struct ReceptionReport: Hashable, Sendable {
    /// Share of the packets since the last report that are lost, 0...1.
    public let fractionLost: Double
    /// How long a packet and its answer take; nil before it is known.
    public let roundTripTime: Duration?

    /// Describes a report.
    public init(fractionLost: Double, roundTripTime: Duration?) {
        self.fractionLost = fractionLost
        self.roundTripTime = roundTripTime
    }
}

extension Duration {
    /// As a number, for arithmetic that a filter does.
    var milliseconds: Double { self / .milliseconds(1) }

    /// As a number, for arithmetic that a filter does.
    var seconds: Double { self / .seconds(1) }
}
