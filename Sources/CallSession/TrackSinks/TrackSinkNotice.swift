// SPDX-License-Identifier: GPL-3.0-or-later
public import PluginKit

/// What became of taking a call's tracks, where the person should hear of it.
public enum TrackSinkNotice: Equatable, Sendable {
    /// It is over, as the person wanted it.
    case ended(EncodedTrackSinkResult)
    /// It could not go on; the call does.
    case failed(EncodedTrackSinkFailure)
    /// Somebody's program cannot be told that they are recorded, so that the person has to.
    case untold(String?)
}
