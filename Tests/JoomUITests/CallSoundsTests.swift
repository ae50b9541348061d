// SPDX-License-Identifier: GPL-3.0-or-later
import CallSession
import JoomModel
import PluginKit
import RoomProtocol
import Testing

@testable import JoomUI

struct CallSoundsTests {
    private static func moment(_ notices: NoticeKind..., isJoined: Bool = true) throws -> CallSnapshot {
        var snapshot = CallSnapshot()
        snapshot.phase = isJoined ? .joined(try RoomName("kitchen")) : .idle
        snapshot.notices = notices.enumerated().map { .init(id: $0.offset + 1, kind: $0.element) }
        return snapshot
    }

    @Test func whoWasThereBeforeMakesNoSound() throws {
        var sounds = CallSounds()
        #expect(sounds.hear(try Self.moment(), at: .zero) == nil)
        #expect(sounds.hear(try Self.moment(.came("Ada")), at: .seconds(1)) == nil)
        #expect(sounds.hear(try Self.moment(.came("Ada"), .came("Bob")), at: .seconds(10)) == .came)
        #expect(sounds.hear(try Self.moment(.came("Ada"), .came("Bob")), at: .seconds(11)) == nil, "once")
    }

    @Test func whatNeedsAnAnswerComesFirst() throws {
        var sounds = CallSounds()
        _ = sounds.hear(try Self.moment(), at: .zero)
        let knock = NoticeKind.door(.knocked(PeerID("p1"), name: "Eve"))
        #expect(sounds.hear(try Self.moment(knock, .came("Bob")), at: .seconds(10)) == .knocked)
        #expect(sounds.hear(try Self.moment(knock, .came("Bob"), .serverLost), at: .seconds(11)) == .lost)
    }

    @Test func outsideACallThereIsNone() throws {
        var sounds = CallSounds()
        #expect(sounds.hear(try Self.moment(.serverLost, isJoined: false), at: .seconds(9)) == nil)
        #expect(sounds.hear(try Self.moment(.serverLost), at: .seconds(19)) == nil, "it is over")
    }
}
