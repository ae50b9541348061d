// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import JoomModel
import PluginKit
import Testing

@testable import MediaGStreamer

extension MediaTests {
    @Suite struct ResourceTests {
        @Test func twentyCallsLeaveNothingBehind() async throws {
            var used: [Usage] = []
            for round in 0..<22 {
                let call = try await LoopbackCall()
                // Connected, then cut off at various moments.
                #expect(await until { call.alice.states.contains(.connected) })
                if round.isMultiple(of: 2) { #expect(await until { call.bob.picture.seen.count > 0 }) }
                await call.close()
                used.append(Usage.now())
            }
            // A socket may still be closing where a call was cut off; a leak of one a call would be 15 by then.
            let (early, late) = (used[2..<6], used.suffix(4))
            #expect(late.map(\.descriptors).min()! <= early.map(\.descriptors).max()! + 1, "\(used)")
            #expect(late.map(\.threads).min()! <= early.map(\.threads).max()! + 2, "\(used)")
        }

        /// Only some may have their threads go first without asking the desktop.
        @Test(.enabled(if: geteuid() == 0))
        func soundGoesFirstWhileACallLasts() async throws {
            let call = try await LoopbackCall()
            #expect(await until { call.bob.picture.seen.count > 0 && call.bob.sound.count > 0 })
            let hurried = Self.hurriedThreads()
            #expect(hurried.contains { $0.hasPrefix("rtpjitterbuffer") }, "\(hurried)")
            #expect(hurried.contains { $0.hasPrefix("nicesrc") }, "\(hurried)")
            // Both pictures' decoders and encoders are among those that wait.
            #expect(hurried.count < Usage.now().threads / 2, "\(hurried)")
            await call.close()
            #expect(await until { Self.hurriedThreads().isEmpty }, "\(Self.hurriedThreads())")
        }

        private static func hurriedThreads() -> [String] {
            let tasks = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/task")) ?? []
            return tasks.compactMap { task in
                guard let stat = try? String(contentsOfFile: "/proc/self/task/\(task)/stat", encoding: .utf8),
                    let open = stat.firstIndex(of: "("), let close = stat.lastIndex(of: ")")
                else { return nil }
                // proc(5): niceness is the 19th field, the 17th behind the name.
                let fields = stat[close...].split(separator: " ")
                let name = String(stat[open...close].dropFirst().dropLast())
                // libdispatch's are called after their quality of service, and have what niceness it gives them.
                let isHurried = fields.count > 17 && (Int(fields[17]) ?? 0) < 0 && !name.contains("qos")
                return isHurried ? name : nil
            }
        }

        @Test func callsThatNeverConnectLeaveNothingBehind() async throws {
            var used: [Usage] = []
            for _ in 0..<8 {
                let side = try await Side(.offerer, colour: .red, tone: 440)
                _ = try await side.connection.createOffer()
                await side.close()
                used.append(Usage.now())
            }
            // Sockets and threads that are ending may take a moment; what leaks stays.
            let early = used[2]
            let isBack = await until {
                let now = Usage.now()
                return now.descriptors <= early.descriptors + 1 && now.threads <= early.threads + 2
            }
            #expect(isBack, "\(used)")
        }
    }
}

/// What the process holds.
struct Usage: CustomStringConvertible {
    let descriptors: Int
    let threads: Int

    var description: String { "\(descriptors) fds, \(threads) threads" }

    static func now() -> Usage {
        let files = FileManager.default
        return Usage(
            descriptors: (try? files.contentsOfDirectory(atPath: "/proc/self/fd").count) ?? 0,
            threads: (try? files.contentsOfDirectory(atPath: "/proc/self/task").count) ?? 0
        )
    }
}
