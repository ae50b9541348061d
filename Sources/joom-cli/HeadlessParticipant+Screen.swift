// SPDX-License-Identifier: GPL-3.0-or-later
import CallSession

/// A screen in our camera's place.
extension HeadlessParticipant {
    /// Reports when the others see it, and when they do not any more.
    func watchScreen() async {
        var isShown = false
        for await snapshot in controller.snapshots() where (snapshot.screen == .on) != isShown {
            isShown.toggle()
            report.event(
                "screen",
                ["shared": .bool(isShown)],
                sentence: isShown ? "The others see the screen." : "The others see the camera."
            )
        }
    }
}
