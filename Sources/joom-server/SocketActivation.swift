// SPDX-License-Identifier: GPL-3.0-or-later
import Glibc

/// Sockets that systemd opened for this program (sd_listen_fds(3)).
enum SocketActivation {
    /// The first descriptor behind standard input, output and error.
    private static let first: Int32 = 3

    /// Finds the descriptors meant for a process.
    ///
    /// - Parameters:
    ///   - environment: the values of variables.
    ///   - process: its id; what is meant for another one was inherited by mistake.
    /// - Returns: none without socket activation.
    static func descriptors(environment: (String) -> String?, process: Int32) -> [Int32] {
        guard environment("LISTEN_PID").flatMap({ Int32($0) }) == process,
            let count = environment("LISTEN_FDS").flatMap({ Int32($0) }), (1...64).contains(count)
        else { return [] }
        return (0..<count).map { first + $0 }
    }
}
