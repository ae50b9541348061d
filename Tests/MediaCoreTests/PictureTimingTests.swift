// SPDX-License-Identifier: GPL-3.0-or-later
import MediaCore
import Testing

struct PictureTimingTests {
    @Test func withoutSoundPicturesAreQuick() {
        #expect(PictureTiming(soundLatency: nil, pictureWait: .milliseconds(20)) == .asItComes)
    }

    @Test(arguments: [85, 200, 460])
    func aPictureIsNeverMuchBeforeItsSound(_ latency: Int) {
        let timing = PictureTiming(soundLatency: .milliseconds(latency), pictureWait: .milliseconds(20))
        #expect(timing == .beforeSound(.milliseconds(40)))
    }

    @Test func picturesThatWaitForPacketsAreAllKeptBackForAsLong() {
        #expect(
            PictureTiming(soundLatency: .milliseconds(330), pictureWait: .milliseconds(300))
                == .beforeSound(.milliseconds(30))
        )
        #expect(PictureTiming(soundLatency: .milliseconds(200), pictureWait: .milliseconds(300)) == .beforeSound(.zero))
        #expect(PictureTiming(soundLatency: nil, pictureWait: .milliseconds(300)) == .beforeSound(.zero))
    }
}
