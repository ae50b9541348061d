// SPDX-License-Identifier: GPL-3.0-or-later
public import Glibc

/// A file that is made, and written to by one thread; what fails leaves it as it was before.
public final class OutputFile {
    /// Why something could not be written: what the system says.
    public struct Fault: Error, Hashable, Sendable {
        /// `errno`.
        public let number: Int32

        /// What the system said.
        public init(number: Int32) { self.number = number }

        /// The system's word for it.
        public var reason: String { String(cString: strerror(number)) }
        /// There is no room for more.
        public var isFull: Bool { [ENOSPC, EDQUOT, EFBIG].contains(number) }
        /// There is one of that name.
        public var isThere: Bool { number == EEXIST }
    }

    private let descriptor: Int32
    /// What is whole of it, in bytes.
    public private(set) var end = 0

    /// Makes a file that was not there.
    ///
    /// - Parameters:
    ///   - path: where.
    ///   - mode: who may read it, less what the process's mask takes away; nobody else unless told otherwise.
    /// - Throws: what the system said, also when there is one of that name.
    public init(creating path: String, mode: mode_t = 0o600) throws(Fault) {
        descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
        if descriptor < 0 { throw Fault(number: errno) }
    }

    deinit { close(descriptor) }

    /// Writes at the end, all of it or nothing.
    public func append(_ bytes: [UInt8]) throws(Fault) {
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
    public func patch(_ bytes: [UInt8], at offset: Int) throws(Fault) { try write(bytes, at: offset) }

    /// Waits until the disk has it.
    public func synchronise() { _ = fdatasync(descriptor) }

    /// Puts a file in the place of another at one stroke: whoever reads it has the old one or the new, and never half.
    ///
    /// - Parameters:
    ///   - path: the file.
    ///   - bytes: all of it.
    ///   - mode: who may read it, less what the process's mask takes away.
    /// - Throws: what the system said; the old one is there as before.
    public static func replace(_ path: String, with bytes: [UInt8], mode: mode_t) throws(Fault) {
        let draft = path + ".\(getpid()).new"
        // What an earlier process of that number left there.
        unlink(draft)
        do throws(Fault) {
            try OutputFile(creating: draft, mode: mode).append(bytes)
            guard rename(draft, path) == 0 else { throw Fault(number: errno) }
        } catch {
            unlink(draft)
            throw error
        }
    }

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
