// SPDX-License-Identifier: GPL-3.0-or-later

/// Notices somebody who talks while muted; says so once for each time they muted themselves.
struct MutedSpeech: Equatable {
    /// Louder than this is speech near the microphone, in dBFS.
    static let threshold = -35.0
    /// How many measurements in a row make speech; there are ten in a second.
    static let patience = 8

    private var loud = 0
    private var hasSaid = false

    /// Takes a measurement.
    ///
    /// - Parameters:
    ///   - level: the microphone's, in dBFS; nil when there is none.
    ///   - isMuted: nobody hears it.
    ///   - isInCall: somebody could.
    /// - Returns: true when the person is to be told.
    mutating func hear(_ level: Double?, isMuted: Bool, isInCall: Bool) -> Bool {
        guard isMuted, isInCall else {
            self = MutedSpeech()
            return false
        }
        loud = (level ?? -.infinity) > Self.threshold ? loud + 1 : 0
        guard loud >= Self.patience, !hasSaid else { return false }
        hasSaid = true
        return true
    }
}
