// SPDX-License-Identifier: GPL-3.0-or-later
import Glibc

/// Files that fit into memory, such as a page's, or a configuration.
public enum SmallFile {
    private static let maximumBytes = 4_000_000

    /// Reads a file as a whole; blocks on the disk.
    ///
    /// - Returns: nil when there is none, it may not be read, or it has more than 4 MB.
    public static func read(_ path: String) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while bytes.count <= maximumBytes {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            guard count >= 0 else { return nil }
            if count == 0 { return bytes }
            bytes.append(contentsOf: chunk.prefix(count))
        }
        return nil
    }
}
