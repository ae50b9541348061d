// SPDX-License-Identifier: GPL-3.0-or-later
import JoomWidgets

/// Where our own picture lies on the other's; start is where reading starts.
public enum Corner: String, CaseIterable, Sendable {
    /// Above, where reading starts.
    case topStart = "top-start"
    /// Above, where reading ends.
    case topEnd = "top-end"
    /// Below, where reading ends.
    case bottomEnd = "bottom-end"
    /// Below, where reading starts.
    case bottomStart = "bottom-start"

    /// The nearest corner of a place.
    ///
    /// - Parameters:
    ///   - across: how far from the left, 0...1.
    ///   - down: how far from above, 0...1.
    ///   - isRightToLeft: reading starts at the right.
    init(across: Double, down: Double, isRightToLeft: Bool) {
        let isStart = (across < 0.5) != isRightToLeft
        self =
            switch (down < 0.5, isStart) {
            case (true, true): .topStart
            case (true, false): .topEnd
            case (false, true): .bottomStart
            case (false, false): .bottomEnd
            }
    }

    /// The next one around.
    var next: Corner {
        switch self {
        case .topStart: .topEnd
        case .topEnd: .bottomEnd
        case .bottomEnd: .bottomStart
        case .bottomStart: .topStart
        }
    }

    var horizontal: Alignment {
        switch self {
        case .topStart, .bottomStart: .start
        case .topEnd, .bottomEnd: .end
        }
    }

    var vertical: Alignment {
        switch self {
        case .topStart, .topEnd: .start
        case .bottomStart, .bottomEnd: .end
        }
    }
}
