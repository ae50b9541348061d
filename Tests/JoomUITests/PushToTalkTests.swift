// SPDX-License-Identifier: GPL-3.0-or-later
import Testing

@testable import JoomUI

struct PushToTalkTests {
    @Test func aHeldKeyTalksOnceUntilItIsLetGo() {
        var talk = PushToTalk()
        let meanings = [talk.press(isInCall: true, isMuted: true), talk.press(isInCall: true, isMuted: false)]
        #expect(meanings == [.talk, .goOn])
        let wasTalking = [talk.release(), talk.release()]
        #expect(wasTalking == [true, false])
    }

    @Test func whoIsHeardOrNotInACallNeedsNoKey() {
        var talk = PushToTalk()
        let meanings = [talk.press(isInCall: true, isMuted: false), talk.press(isInCall: false, isMuted: true)]
        #expect(meanings == [.nothing, .nothing])
        let wasTalking = talk.release()
        #expect(!wasTalking)
    }
}
