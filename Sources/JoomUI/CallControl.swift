// SPDX-License-Identifier: GPL-3.0-or-later
import CallSession
import JoomWidgets

/// A round button whose picture, words and state say what a press will do.
@MainActor
struct CallControl {
    /// What it shows.
    struct Face: Equatable {
        /// What a press does; also its accessible name and tooltip.
        let label: String
        /// An icon of the theme.
        let icon: String
        /// Looks and is read out as pressed.
        let isPressed: Bool

        static func microphone(isOn: Bool) -> Face {
            Face(
                label: isOn ? tr("Mute") : tr("Unmute"),
                icon: isOn ? "audio-input-microphone-symbolic" : "microphone-disabled-symbolic",
                isPressed: !isOn
            )
        }

        static func screen(_ sharing: ScreenSharing) -> Face {
            let isOn = sharing == .on || sharing == .choosing
            return Face(
                label: isOn ? tr("Stop Sharing") : tr("Share Screen"),
                icon: isOn ? "screen-shared-symbolic" : "video-display-symbolic",
                isPressed: isOn
            )
        }

        static func camera(isOn: Bool) -> Face {
            Face(
                label: isOn ? tr("Turn Camera Off") : tr("Turn Camera On"),
                icon: isOn ? "camera-web-symbolic" : "camera-disabled-symbolic",
                isPressed: !isOn
            )
        }
    }

    let button: ToggleButton
    let icon: Icon
    /// The words beneath; nil on a picture, where there is no room.
    let caption: Label?

    func show(_ face: Face) {
        button.isActive = face.isPressed
        button.setAccessibleName(face.label)
        button.setTooltip(face.label)
        icon.show(face.icon)
        caption?.text = face.label
    }

    /// Runs `handler` on a press, and undoes what GTK made of it: the snapshot has the say.
    func onPress(_ handler: @escaping @MainActor () -> Void) { button.onClick(handler) }
}
