// SPDX-License-Identifier: GPL-3.0-or-later

/// What happens to one planned file, given what is there.
enum FileDecision: Hashable, Sendable {
    /// Nothing: it is as it has to be, or is not ours to change.
    case leave
    /// There was none, or it was ours.
    case write(String)
    /// What was there is kept beside, under this path.
    case replace(String, keeping: String)

    /// Decides.
    ///
    /// - Parameters:
    ///   - file: as planned.
    ///   - existing: what is there; nil for nothing.
    ///   - isPristine: whether what is there is just as a package brought it.
    ///   - isForced: whether others' files may be replaced.
    /// - Returns: what to do.
    /// - Throws: that it is somebody's.
    static func make(
        _ file: PlannedFile,
        existing: String?,
        isPristine: Bool = false,
        isForced: Bool = false
    ) throws(SetupError) -> FileDecision {
        guard let existing, existing != file.contents else { return existing == nil ? .write(file.contents) : .leave }
        switch file.rule {
        case .absent: return .leave
        case .appended:
            let separator = existing.isEmpty || existing.hasSuffix("\n") ? "" : "\n"
            return existing.contains(file.contents) ? .leave : .write(existing + separator + file.contents)
        case .whole:
            if existing.hasPrefix(ownMark) { return .write(file.contents) }
            guard isPristine || isForced else {
                throw SetupError(
                    "\(file.path) was not written by joom-server setup, so it stays as it is.",
                    remedy: "Look whether something else needs it; --force replaces it, and keeps it as "
                        + "\(file.path)\(ending)."
                )
            }
            return .replace(file.contents, keeping: file.path + ending)
        }
    }

    /// What all versions of the mark begin with.
    static let ownMark = "# Written by joom-server setup"
    private static let ending = ".before-joom"
}
