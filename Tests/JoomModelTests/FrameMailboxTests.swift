// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import Testing

private final class NoPixels: VideoFrameOwner {
    func withBytes(_ body: (RawSpan) -> Void) {}
}

@Suite struct FrameMailboxTests {
    private static func frame(width: Int) -> VideoFrame {
        VideoFrame(owner: NoPixels(), format: .rgb, width: width, height: 1, stride: width * 3, timestamp: .zero)
    }

    @Test func theNewestStays() {
        let mailbox = FrameMailbox()
        #expect(mailbox.newest == nil)
        for width in 1...3 { mailbox.render(Self.frame(width: width)) }
        #expect(mailbox.newest?.width == 3)
        #expect(mailbox.received == 3)
        #expect(mailbox.isWatching)
    }

    @Test func whoLooksSeldomAsksForFewPictures() async throws {
        let (patient, quick) = (FrameMailbox(atMostEvery: .seconds(600)), FrameMailbox(atMostEvery: .milliseconds(1)))
        for mailbox in [patient, quick] {
            #expect(mailbox.isWatching, "the first is wanted at once")
            mailbox.render(Self.frame(width: 1))
        }
        #expect(!patient.isWatching)
        try await Task.sleep(for: .milliseconds(2))
        #expect(quick.isWatching)
    }
}
