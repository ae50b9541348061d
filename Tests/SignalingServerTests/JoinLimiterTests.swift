// SPDX-License-Identifier: GPL-3.0-or-later
import SocketIOCore
import SocketIONIO
import Testing

@testable import SignalingServer

struct JoinLimiterTests {
    private func address(_ text: String) throws -> NetworkAddress { try #require(NetworkAddress(text)) }

    @Test func theNeighboursOfOneNetworkShareALimitAndOthersDoNot() throws {
        var limiter = JoinLimiter(RateLimit(perSecond: 1, burst: 2))
        let answers = try ["2001:db8::1", "2001:db8::2", "2001:db8::3", "2001:db8:0:1::3"]
            .map { limiter.admits(try address($0), now: .zero) }
        #expect(answers == [true, true, false, true])
        let later = limiter.admits(try address("2001:db8::3"), now: .seconds(2))
        #expect(later)
    }

    @Test func whoHasNoAddressIsNotCounted() {
        var limiter = JoinLimiter(RateLimit(perSecond: 1, burst: 1))
        let answers = (0..<5).map { _ in limiter.admits(nil, now: .zero) }
        #expect(!answers.contains(false))
    }

    @Test func manyAddressesDoNotFillTheMemory() throws {
        var limiter = JoinLimiter(RateLimit(perSecond: 1, burst: 1))
        for number in 0..<10_000 {
            let isAdmitted = limiter.admits(try address("10.0.\(number / 256).\(number % 256)"), now: .seconds(number))
            #expect(isAdmitted)
        }
        #expect(limiter.count <= 1_024)
    }
}
