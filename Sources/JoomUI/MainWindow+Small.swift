// SPDX-License-Identifier: GPL-3.0-or-later
import JoomWidgets

/// The small window: only the others' pictures, to keep beside other work.
///
/// Its title is the one by which desktops know such windows, for those that keep them above the others. No program can ask
/// for that itself on Wayland.
extension MainWindow {
    /// The size in px to begin with.
    private static let smallSize = (width: 320, height: 240)
    /// The least size in px, as in data/ui/window.ui.
    private static let leastSize = (width: 360, height: 294)

    /// Whether it is small.
    var isSmall: Bool { largeSize != nil }

    /// Makes it small in a call, or large again.
    func toggleSmall() {
        if isSmall { return enlarge() }
        guard isInCall else { return }
        largeSize = (window.width, window.height)
        window.isFullscreen = false
        window.isMaximized = false
        header.isVisible = false
        call.isSmall = true
        window.setMinimumSize(width: 160, height: 120)
        window.setDefaultSize(width: Self.smallSize.width, height: Self.smallSize.height)
        showTitle()
    }

    /// Makes it as large as it was.
    func enlarge() {
        guard let size = largeSize else { return }
        largeSize = nil
        header.isVisible = true
        call.isSmall = false
        window.setMinimumSize(width: Self.leastSize.width, height: Self.leastSize.height)
        window.setDefaultSize(width: size.width, height: size.height)
        showTitle()
    }
}
