// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation

/// A line of standard input under `--commands`: what an owner, or a program in the owner's place, decides.
enum DoorCommand: Equatable {
    /// Lock the room, or unlock it.
    case lock(Bool)
    /// Let in who waits under this id or name; without one, who waits longest.
    case admit(String?)
    /// Do not.
    case deny(String?)
    /// Put a member out.
    case remove(String)
    /// Hand the room over.
    case handOver(String)
    /// Show a screen, or the camera again.
    case share(Bool)
    /// Record the call, or no more.
    case record(Bool)
    /// Leave the room.
    case leave

    /// Reads a line; nil results from one that makes no sense.
    ///
    /// - Parameter line: a word and, where one is needed, an id or name, which may hold spaces.
    init?(_ line: String) {
        let words = line.split(separator: " ", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
        let who = words.count > 1 && !words[1].isEmpty ? words[1] : nil
        switch (words.first, who) {
        case ("lock", nil): self = .lock(true)
        case ("unlock", nil): self = .lock(false)
        case ("admit", let who): self = .admit(who)
        case ("deny", let who): self = .deny(who)
        case ("remove", let who?): self = .remove(who)
        case ("owner", let who?): self = .handOver(who)
        case ("share", nil): self = .share(true)
        case ("unshare", nil): self = .share(false)
        case ("record", nil): self = .record(true)
        case ("unrecord", nil): self = .record(false)
        case ("leave", nil): self = .leave
        case (_, _): return nil
        }
    }

    /// In bytes; what is longer is no command.
    private static let longestLine = 4_096

    /// The lines of standard input, until its end; read once.
    static func lines() -> AsyncStream<String> {
        AsyncStream { continuation in
            // Reading blocks a thread of its own, which ends with the program. Not `readLine`: that holds the lock of
            // C's `stdin` meanwhile, which `exit` waits for.
            Thread.detachNewThread {
                var rest: [UInt8] = []
                while true {
                    let bytes = FileHandle.standardInput.availableData
                    guard !bytes.isEmpty else { break }
                    var parts = (rest + bytes).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
                    rest = Array(parts.popLast() ?? [])
                    for part in parts { continuation.yield(String(decoding: part, as: UTF8.self)) }
                    if rest.count > longestLine { rest = [] }
                }
                // The last one may have no end of line.
                if !rest.isEmpty { continuation.yield(String(decoding: rest, as: UTF8.self)) }
                continuation.finish()
            }
        }
    }
}
