// SPDX-License-Identifier: GPL-3.0-or-later
import Testing

@testable import JoomWidgets

struct GraphicsCardTests {
    @Test(arguments: [["null", "dri/card0", "dri/renderD128"], ["nvidiactl", "nvidia0"], ["mali0"], ["dxg"]])
    func oneIsKnownByItsDevice(_ devices: [String]) { #expect(GraphicsCard.isAmong(devices)) }

    /// A virtual machine's card0 shows what others drew.
    @Test(arguments: [[], ["null", "snd", "video0"], ["dri/card0"]])
    func whatOnlyShowsIsNone(_ devices: [String]) { #expect(!GraphicsCard.isAmong(devices)) }
}
