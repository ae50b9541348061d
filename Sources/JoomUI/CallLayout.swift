// SPDX-License-Identifier: GPL-3.0-or-later
import JoomWidgets

/// How the pictures of a call are arranged.
public enum CallLayout: String, CaseIterable, Sendable {
    /// One other large with ourselves in a corner; side by side where there are more, or the window is wide.
    case automatic
    /// All of the same size.
    case sideBySide = "side-by-side"
    /// Whoever speaks large, the others in a row below.
    case speaker

    /// From here on two pictures are larger beside each other than one on the other; width through height.
    static let wide = 2.2

    /// Whether our own picture stands among the others and not in the corner.
    ///
    /// - Parameters:
    ///   - count: how many others there are.
    ///   - shape: of the place, width through height.
    /// - Returns: false for the corner.
    func gathersOwn(among count: Int, shape: Double) -> Bool {
        switch self {
        case .automatic: count > 1 || (count == 1 && shape >= Self.wide)
        case .sideBySide: count > 0
        case .speaker: false
        }
    }

    /// The next one around.
    var next: CallLayout {
        switch self {
        case .automatic: .sideBySide
        case .sideBySide: .speaker
        case .speaker: .automatic
        }
    }

    /// What it is called.
    var title: String {
        switch self {
        case .automatic: tr("Layout: Automatic")
        case .sideBySide: tr("Layout: Side by Side")
        case .speaker: tr("Layout: Speaker Large")
        }
    }
}
