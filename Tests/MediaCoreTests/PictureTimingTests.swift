// SPDX-License-Identifier: GPL-3.0-or-later
import MediaCore
import Testing

struct PictureTimingTests {
    @Test func withoutSoundPicturesAreQuick() {
        #expect(PictureTiming(soundDelay: nil, pictureWait: .milliseconds(20)) == .asItComes)
    }

    @Test(arguments: [85, 200, 460])
    func aPictureIsNeverMuchBeforeItsSound(_ delay: Int) {
        let timing = PictureTiming(soundDelay: .milliseconds(delay), pictureWait: .milliseconds(20))
        #expect(timing == .after(.milliseconds(delay - 40)))
    }

    @Test func picturesThatWaitForPacketsAreAllKeptBackForAsLong() {
        let wait = Duration.milliseconds(300)
        #expect(PictureTiming(soundDelay: .milliseconds(330), pictureWait: wait) == .after(.milliseconds(300)))
        #expect(PictureTiming(soundDelay: .milliseconds(400), pictureWait: wait) == .after(.milliseconds(360)))
        #expect(PictureTiming(soundDelay: .milliseconds(200), pictureWait: wait) == .after(wait))
        #expect(PictureTiming(soundDelay: nil, pictureWait: wait) == .after(wait))
    }

    @Test func soundWaitsForPicturesThatAreAllKeptBack() {
        #expect(PictureTiming.keptBack(.milliseconds(100)) == .zero)
        #expect(PictureTiming.keptBack(.milliseconds(250)) == .milliseconds(250))
    }
}
