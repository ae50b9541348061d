// SPDX-License-Identifier: GPL-3.0-or-later
import FoundationEssentials
import Glibc
import PluginKit
import ProgramKit

/// Where figures go.
enum ExportPlace {
    /// Among what the person has.
    static func folder(_ directories: BaseDirectories) -> String { directories.data + "/joom/statistics" }

    /// Names that a call's table may have, best first: two processes may begin one in the same second.
    static func tables(in folder: String, at moment: LocalMoment) -> [String] {
        let name = folder + "/call-" + String(moment.text.map { $0 == " " ? "-" : $0 })
        return [name + ".csv"] + (2...9).map { "\(name)-\($0).csv" }
    }

    /// The system's number behind one of Foundation's errors.
    static func reason(_ error: any Error) -> Int32 {
        let error = error as? CocoaError
        if let number = (error?.underlying as? POSIXError)?.code.rawValue { return number }
        return switch error?.code {
        case .fileWriteOutOfSpace?: ENOSPC
        case .fileWriteVolumeReadOnly?: EROFS
        case .fileWriteFileExists?: EEXIST
        case .fileWriteNoPermission?: EACCES
        case .fileNoSuchFile?: ENOENT
        case _: EIO
        }
    }
}
