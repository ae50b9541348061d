// SPDX-License-Identifier: GPL-3.0-or-later

/// How much room the window has; GTK 4.8 has no breakpoints.
enum WindowSize: Equatable {
    /// A phone's width or a strip's height: words under icons go.
    case compact
    /// Half a screen: what stands side by side goes below each other.
    case narrow
    /// A window as it opens.
    case regular
    /// A big screen.
    case large

    /// Sizes in px of the window's content; where text is larger there is less room.
    init(width: Int, height: Int, textScale: Double = 1) {
        let (width, height) = (Double(width) / textScale, Double(height) / textScale)
        if width < 560 || height < 440 {
            self = .compact
        } else if width < 800 {
            self = .narrow
        } else if width < 1500 || height < 800 {
            self = .regular
        } else {
            self = .large
        }
    }

    var isCompact: Bool { self == .compact }

    var isNarrow: Bool { self == .compact || self == .narrow }
}
