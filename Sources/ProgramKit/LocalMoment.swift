// SPDX-License-Identifier: GPL-3.0-or-later
import Glibc

/// A moment as clocks on walls show it, for names of files.
public struct LocalMoment: Hashable, Sendable {
    /// Such as `2026-11-27 14-03-05`: names of files may hold no colons everywhere.
    public let text: String

    /// Takes a text as it is.
    public init(text: String) { self.text = text }

    /// Asks the system which time that is here.
    ///
    /// - Parameter seconds: since 1970.
    public init(seconds: Int) {
        var time = time_t(seconds)
        var parts = tm()
        localtime_r(&time, &parts)
        func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
        text =
            "\(parts.tm_year + 1900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday)) "
            + "\(two(parts.tm_hour))-\(two(parts.tm_min))-\(two(parts.tm_sec))"
    }
}
