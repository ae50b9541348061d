// SPDX-License-Identifier: GPL-3.0-or-later

/// Whether the others see a screen of ours in the camera's place.
public enum ScreenSharing: Hashable, Sendable {
    /// No plugin can show one.
    case unavailable
    /// They see the camera.
    case off
    /// The person is asked what is to be seen.
    case choosing
    /// They see it.
    case on
}

/// What became of showing a screen, where the person should hear of it.
public enum ScreenNotice: Equatable, Sendable {
    /// This desktop lets no program see its screens; in its words.
    case unavailable(String)
    /// The desktop ended it, or the screen or window is gone.
    case ended
    /// The media engine cannot show it; in its words.
    case failed(String)
}
