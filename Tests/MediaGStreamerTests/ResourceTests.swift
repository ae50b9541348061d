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
