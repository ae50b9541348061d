// SPDX-License-Identifier: GPL-3.0-or-later
import Glibc

/// Where programs speak to people.
public enum StandardError {
    /// Writes a line; whether somebody reads it is not asked.
    public static func say(_ sentence: String) {
        let bytes = Array((sentence + "\n").utf8)
        _ = write(STDERR_FILENO, bytes, bytes.count)
    }
}
