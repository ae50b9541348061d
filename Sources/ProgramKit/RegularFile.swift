// SPDX-License-Identifier: GPL-3.0-or-later
import Glibc

/// Files from anybody: what is called a file may be a pipe that never says anything, or a device that never ends.
public enum RegularFile {
    /// Reads a file from its beginning; never waits for anybody.
    ///
    /// - Parameters:
    ///   - path: the file; links are followed.
    ///   - limit: how many bytes at the most; what follows is left out.
    /// - Returns: its bytes; nil when it is no regular file or cannot be read.
    public static func read(_ path: String, upTo limit: Int) -> [UInt8]? {
        // Without O_NONBLOCK a pipe would keep us until somebody opens its other end.
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        var bytes: [UInt8] = []
        var part = [UInt8](repeating: 0, count: min(limit, 65_536))
        while bytes.count < limit {
            let count = Glibc.read(file, &part, min(part.count, limit - bytes.count))
            guard count >= 0 else { return nil }
            guard count > 0 else { break }
            bytes += part[..<count]
        }
        return bytes
    }
}
