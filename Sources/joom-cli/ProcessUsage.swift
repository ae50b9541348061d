// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation

/// What this process holds at a moment, as Linux's /proc has it.
struct ProcessUsage: Equatable, CustomStringConvertible {
    /// Open files and sockets.
    let descriptors: Int
    /// Threads, those that wait for work included.
    let threads: Int
    /// Memory in KiB, what is shared divided among those who share it (PSS).
    let memory: Int

    /// Looks; nothing that cannot be read counts.
    init() {
        let files = FileManager.default
        descriptors = (try? files.contentsOfDirectory(atPath: "/proc/self/fd").count) ?? 0
        threads = (try? files.contentsOfDirectory(atPath: "/proc/self/task").count) ?? 0
        let lines = (try? String(contentsOfFile: "/proc/self/smaps_rollup", encoding: .utf8))?.split(separator: "\n")
        let line = lines?.first { $0.hasPrefix("Pss:") }
        memory = line?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
    }

    /// For people, memory in MiB.
    var description: String {
        "\(descriptors) descriptors, \(threads) threads, \((Double(memory) / 102.4).rounded() / 10) MiB"
    }

    /// Looks when what is ending, and what is given back in a while, has had time to: as soon as descriptors and threads are
    /// no more than a mark, or after four seconds.
    static func settled(to mark: ProcessUsage?) async -> ProcessUsage {
        for _ in 0..<4 {
            try? await Task.sleep(for: .seconds(1))
            let now = ProcessUsage()
            if let mark, now.descriptors <= mark.descriptors, now.threads <= mark.threads { return now }
        }
        return ProcessUsage()
    }
}

/// What several calls, one after the other, left behind in this process.
struct Leftovers {
    /// Of how many calls memory can be judged: the allocator needs some to find its size.
    static let enoughForMemory = 20
    /// KiB that a call may leave.
    static let limit = 200.0

    /// After each call.
    private(set) var used: [ProcessUsage] = []

    /// Looks after another call.
    mutating func look() async { used.append(await ProcessUsage.settled(to: used.last)) }

    /// KiB that each call left of memory, in the middle of the calls.
    var memoryGrowth: Double {
        let (early, late) = (Self.median(early.map(\.memory)), Self.median(late.map(\.memory)))
        return (late - early) / (Double(used.count) / 2)
    }

    /// What grew from call to call, as sentences.
    var faults: [String] {
        var faults: [String] = []
        for (name, path) in [("descriptors", \ProcessUsage.descriptors), ("threads", \ProcessUsage.threads)] {
            let (before, after) = (
                early.map { $0[keyPath: path] }.max() ?? 0, late.map { $0[keyPath: path] }.min() ?? 0
            )
            // One may still be ending, or wait for work; a leak of one a call would be more by then.
            if after > before + 1 {
                faults.append("The calls left \(name) behind: there were \(before), and there are \(after).")
            }
        }
        if used.count >= Self.enoughForMemory, memoryGrowth > Self.limit {
            faults.append("Each call left \(Int(memoryGrowth.rounded())) KiB of memory behind.")
        }
        return faults
    }

    /// The second quarter: what is loaded and made once is there by then.
    private var early: ArraySlice<ProcessUsage> { used[used.count / 4..<max(used.count / 2, 1)] }

    private var late: ArraySlice<ProcessUsage> { used[used.count * 3 / 4..<used.count] }

    private static func median(_ values: [Int]) -> Double { Double(values.sorted()[values.count / 2]) }
}
