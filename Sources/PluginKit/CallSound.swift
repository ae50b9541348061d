// SPDX-License-Identifier: GPL-3.0-or-later

/// A short sound that says something to the person at this computer, and to nobody else.
public enum CallSound: Hashable, Sendable, CaseIterable {
    /// So this is the speaker.
    case test
    /// Somebody came.
    case came
    /// Somebody asks to be let in.
    case knocked
    /// We lost the server or the network.
    case lost
}
