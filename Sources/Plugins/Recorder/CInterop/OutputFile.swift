// SPDX-License-Identifier: GPL-3.0-or-later
import Glibc

/// A file that is made, and written to by one thread; what fails leaves it as it was before.
final class OutputFile {
    /// Why something could not be written: what the system says.
    struct Fault: Error, Hashable {
        /// `errno`.
        let number: Int32

        /// The system's word for it.
        var reason: String { String(cString: strerror(number)) }
        /// There is no room for more.
        var isFull: Bool { [ENOSPC, EDQUOT, EFBIG].contains(number) }
        /// There is one of that name.
        var isThere: Bool { number == EEXIST }
    }

    private let descriptor: Int32
    /// What is whole of it, in bytes.
    private(set) var end = 0

    /// Makes a file that was not there, for nobody else to read.
    init(creating path: String) throws(Fault) {
        descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        if descriptor < 0 { throw Fault(number: errno) }
    }

    deinit { close(descriptor) }

    /// Writes at the end, all of it or nothing.
    func append(_ bytes: [UInt8]) throws(Fault) {
        do throws(Fault) {
            try write(bytes, at: end)
            end += bytes.count
        } catch {
            // Half of it could not be read.
            _ = ftruncate(descriptor, end)
            throw error
        }
    }

    /// Writes over what is there.
    func patch(_ bytes: [UInt8], at offset: Int) throws(Fault) { try write(bytes, at: offset) }

    /// Waits until the disk has it.
    func synchronise() { _ = fdatasync(descriptor) }

    private func write(_ bytes: [UInt8], at offset: Int) throws(Fault) {
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes { all in
                pwrite(descriptor, all.baseAddress.map { $0 + done }, all.count - done, offset + done)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Fault(number: count < 0 ? errno : ENOSPC) }
            done += count
        }
    }
}
