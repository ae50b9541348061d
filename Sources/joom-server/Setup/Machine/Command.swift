// SPDX-License-Identifier: GPL-3.0-or-later
import Glibc

/// Other programs of the system.
enum Command {
    /// How one ended.
    struct Outcome: Hashable, Sendable {
        /// Its exit status; 127 when it could not be started, 128 and the signal when one ended it.
        let status: Int32
        /// What it wrote to standard output and standard error; nothing when that was shown.
        let output: String
    }

    /// Runs a program and waits until it has ended; blocks the thread.
    ///
    /// - Parameters:
    ///   - words: the program, looked up in PATH, and its arguments.
    ///   - isShown: lets it write to the terminal.
    /// - Returns: how it ended.
    static func run(_ words: [String], isShown: Bool = false) -> Outcome {
        var ends: [Int32] = [-1, -1]
        guard let program = words.first, pipe(&ends) == 0 else { return Outcome(status: 127, output: "") }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        if !isShown {
            posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO)
            posix_spawn_file_actions_adddup2(&actions, ends[1], STDERR_FILENO)
        }
        for end in ends { posix_spawn_file_actions_addclose(&actions, end) }
        let arguments = words.map { strdup($0) } + [nil]
        let environment = variables.map { strdup($0) } + [nil]
        defer { for text in arguments + environment { free(text) } }
        var process = pid_t()
        let failure = posix_spawnp(&process, program, &actions, nil, arguments, environment)
        close(ends[1])
        defer { close(ends[0]) }
        guard failure == 0 else { return Outcome(status: 127, output: String(cString: strerror(failure))) }
        let output = read(ends[0])
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        // WIFEXITED and its like are macros, which Swift does not see.
        let signal = status & 0x7f
        return Outcome(status: signal == 0 ? (status >> 8) & 0xff : 128 + signal, output: output)
    }

    private static func read(_ end: Int32) -> String {
        var bytes: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 4_096)
        while true {
            let count = Glibc.read(end, &part, part.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
            bytes += part[..<count]
        }
    }

    /// Ours, in words that programs do not translate; they must not ask questions either.
    private static var variables: [String] {
        // The C variable `environ` may be changed by any thread; the kernel's copy is from our start.
        let file = open("/proc/self/environ", O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return [] }
        defer { close(file) }
        return read(file).split(separator: "\0").map(String.init).filter { !$0.hasPrefix("LC_ALL=") }
            + ["LC_ALL=C.UTF-8", "DEBIAN_FRONTEND=noninteractive"]
    }
}
