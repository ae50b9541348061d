// SPDX-License-Identifier: GPL-3.0-or-later

extension Call {
    /// How long things may take.
    public struct Timing: Hashable, Sendable {
        /// From a link's making to media.
        public var establish: Duration = .seconds(15)
        /// From a lost path, which is one that was silent for 3 s, to mending it.
        public var restore: Duration = .seconds(1)
        /// From a new generation's path to its taking over without a picture, which a peer may not send.
        public var takeOver: Duration = .seconds(2)
        /// From our seat to the first offer of somebody who was there before.
        public var offerMissing: Duration = .seconds(5)
        /// From an unnamed peer's coming again to the answer of our offer that is on its way.
        public var answerMissing: Duration = .seconds(3)
        /// From the loss of somebody's last connection to their counting as gone: whoever changes networks loses all of
        /// them, and is back soon.
        public var departed: Duration = .seconds(4)
        /// Between requests for a seat while the server is busy.
        public var rejoin: Duration = .seconds(3)
        /// Between knocks at a locked door: who was one too many there hears nothing of its opening.
        public var knockAgain: Duration = .seconds(20)
        /// Before the second, third … attempt at a connection; the last repeats.
        public var backOff: [Duration] = [.seconds(1), .seconds(2), .seconds(4), .seconds(8), .seconds(16)]

        /// The product's times.
        public init() {}
    }
}
