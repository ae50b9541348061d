// SPDX-License-Identifier: GPL-3.0-or-later
import Testing

@testable import JoomUI

/// Where the pictures are, and what is said to who talks while muted.
struct CallLayoutTests {
    struct Place: Sendable {
        let layout: CallLayout
        let count: Int
        let shape: Double
        let gathersOwn: Bool
    }

    @Test(arguments: [
        Place(layout: .automatic, count: 0, shape: 3, gathersOwn: false),
        Place(layout: .automatic, count: 1, shape: 1.9, gathersOwn: false),
        Place(layout: .automatic, count: 1, shape: 2.2, gathersOwn: true),
        Place(layout: .automatic, count: 2, shape: 1, gathersOwn: true),
        Place(layout: .sideBySide, count: 0, shape: 1, gathersOwn: false),
        Place(layout: .sideBySide, count: 1, shape: 1, gathersOwn: true),
        Place(layout: .speaker, count: 3, shape: 3, gathersOwn: false),
    ])
    func ourOwnPictureHasItsPlace(_ place: Place) {
        #expect(place.layout.gathersOwn(among: place.count, shape: place.shape) == place.gathersOwn)
    }

    @Test func everyLayoutAndCornerIsReached() {
        var (layout, corner) = (CallLayout.automatic, Corner.topEnd)
        var seen: (Set<CallLayout>, Set<Corner>) = ([], [])
        for _ in 0..<4 {
            (layout, corner) = (layout.next, corner.next)
            seen.0.insert(layout)
            seen.1.insert(corner)
        }
        #expect(seen.0.count == CallLayout.allCases.count && seen.1.count == Corner.allCases.count)
    }

    @Test(arguments: [
        (0.1, 0.1, false, Corner.topStart), (0.9, 0.1, false, .topEnd), (0.9, 0.9, false, .bottomEnd),
        (0.1, 0.9, false, .bottomStart), (0.1, 0.1, true, .topEnd), (0.9, 0.9, true, .bottomStart),
        (-3, 7, false, .bottomStart),
    ])
    func theNearestCornerTakesThePicture(_ across: Double, _ down: Double, _ isRightToLeft: Bool, _ corner: Corner) {
        #expect(Corner(across: across, down: down, isRightToLeft: isRightToLeft) == corner)
    }

    @Test func whoTalksWhileMutedIsToldOnce() {
        var speech = MutedSpeech()
        func hear(_ level: Double?, times: Int = 1, isMuted: Bool = true) -> Int {
            (0..<times).filter { _ in speech.hear(level, isMuted: isMuted, isInCall: true) }.count
        }
        #expect(hear(-20, times: MutedSpeech.patience - 1) == 0)
        #expect(hear(-60) == 0)
        #expect(hear(-20, times: 100) == 1)
        #expect(hear(-20, times: 20, isMuted: false) == 0)
        #expect(hear(-20, times: 100) == 1)
        #expect(hear(nil, times: 100) == 0)
    }
}
