// SPDX-License-Identifier: GPL-3.0-or-later
import Glibc

/// That one process of this computer writes a folder's file of the moment: two would take turns in it.
///
/// The system gives it back when the process ends, however that happens, and no file stays for it.
final class FolderClaim: Sendable {
    private let descriptor: Int32

    /// Claims a folder; nil when another process has it.
    init?(_ folder: String) {
        descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            return nil
        }
    }

    deinit { close(descriptor) }
}
