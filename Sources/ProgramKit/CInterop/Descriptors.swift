// SPDX-License-Identifier: GPL-3.0-or-later
import Glibc

/// How many files and connections this process may have open.
public enum Descriptors {
    /// Lifts the limit as far as the system lets everybody: the usual 1,024 are for programs that use `select`.
    ///
    /// - Returns: how many there may be now.
    @discardableResult public static func allowAll() -> Int {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 0 }
        let before = limit.rlim_cur
        limit.rlim_cur = limit.rlim_max
        let isLifted = setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0
        return Int(clamping: isLifted ? limit.rlim_max : before)
    }
}
