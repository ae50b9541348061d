// SPDX-License-Identifier: GPL-3.0-or-later
import Glibc

/// What the set-up tells on standard output as it goes.
enum Transcript {
    /// Writes lines at once: what other programs write on the same terminal comes behind them.
    static func say(_ lines: String = "") {
        print(lines)
        fflush(nil)
    }
}
