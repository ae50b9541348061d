// SPDX-License-Identifier: GPL-3.0-or-later
import Glibc
import SignalingServer

/// The files of a computer, or of a folder that stands for one.
struct FileTree: Hashable, Sendable {
    /// Empty for this computer itself; otherwise a folder, without a slash at its end.
    let root: String

    /// What a file holds; nil when it is not there or cannot be read.
    func read(_ path: String) -> String? {
        SmallFile.read(root + path).map { String(decoding: $0, as: UTF8.self) }
    }

    /// Whether something has this path.
    func has(_ path: String) -> Bool { access(root + path, F_OK) == 0 }

    /// Whether a file is just as one of these packages brought it.
    func isPristine(_ path: String, of packages: [String]) -> Bool {
        packages.contains { package in
            let words = ["dpkg"] + (root.isEmpty ? [] : ["--root=\(root)"])
            guard Command.run(words + ["--listfiles", package]).output.split(separator: "\n").contains(path[...]) else {
                return false
            }
            // Names only what is not as it was, and nothing else.
            let changed = Command.run(words + ["--verify", package])
            return !changed.output.split(separator: "\n").contains { $0.hasSuffix(" \(path)") }
        }
    }

    /// Does what was decided.
    ///
    /// A file is replaced as a whole: whoever reads it meanwhile gets the old one or the new one.
    ///
    /// - Throws: what the system refused.
    func carryOut(_ decision: FileDecision, for file: PlannedFile) throws(SetupError) {
        switch decision {
        case .leave: break
        case .write(let contents): try write(contents, for: file)
        case .replace(let contents, let kept):
            unlink(root + kept)
            guard link(root + file.path, root + kept) == 0 else { throw refusal("kept as \(kept)", file.path) }
            try write(contents, for: file)
        }
    }

    /// Undoes what was written: has a file hold what it held, or be gone for nil.
    func putBack(_ contents: String?, for file: PlannedFile) throws(SetupError) {
        if let contents { return try write(contents, for: file) }
        unlink(place(of: file))
    }

    /// Where a file really is: somebody may keep theirs elsewhere, and have a link lead there.
    private func place(of file: PlannedFile) -> String {
        let path = root + file.path
        guard file.rule == .appended, let real = realpath(path, nil) else { return path }
        defer { free(real) }
        return String(cString: real)
    }

    private func write(_ contents: String, for file: PlannedFile) throws(SetupError) {
        let path = place(of: file)
        try makeFolders(above: path)
        var before = stat()
        let wasThere = stat(path, &before) == 0
        let new = path + ".new"
        unlink(new)
        let descriptor = open(new, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw refusal("written", file.path) }
        defer { close(descriptor) }
        // Others' files keep their permissions; of ours, the plan says them.
        let keepsMode = wasThere && file.rule == .appended
        if keepsMode {
            fchown(descriptor, before.st_uid, before.st_gid)
        } else if let group = group(of: file, before: wasThere ? before.st_gid : nil) {
            fchown(descriptor, uid_t.max, group)
        }
        let bytes = Array(contents.utf8)
        guard fchmod(descriptor, keepsMode ? before.st_mode & 0o7777 : file.mode) == 0,
            Glibc.write(descriptor, bytes, bytes.count) == bytes.count, fsync(descriptor) == 0, rename(new, path) == 0
        else {
            let error = refusal("written", file.path)
            unlink(new)
            throw error
        }
    }

    /// The group that the plan names; the one there was, where the system has no such group.
    private func group(of file: PlannedFile, before: gid_t?) -> gid_t? {
        guard let name = file.group else { return nil }
        let line = FileTree(root: root).read("/etc/group")?.split(separator: "\n").first { $0.hasPrefix("\(name):") }
        let fields = line?.split(separator: ":", omittingEmptySubsequences: false)
        return fields.flatMap { $0.count > 2 ? gid_t($0[2]) : nil } ?? before
    }

    private func makeFolders(above path: String) throws(SetupError) {
        var folder = path.hasPrefix("/") ? "" : "."
        for part in path.split(separator: "/").dropLast() {
            folder += "/\(part)"
            guard mkdir(folder, 0o755) == 0 || errno == EEXIST else {
                throw FileTree(root: "").refusal("made", folder)
            }
        }
    }

    private func refusal(_ deed: String, _ path: String) -> SetupError {
        SetupError(
            "\(root)\(path) cannot be \(deed): \(String(cString: strerror(errno))).",
            remedy: "Look whose it is, and whether the disk is full or read-only."
        )
    }
}
