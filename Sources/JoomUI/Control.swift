// SPDX-License-Identifier: GPL-3.0-or-later

/// What a command line asks of the Joom that is running, besides entering a room.
public enum Control: Hashable, Sendable {
    /// Mute our microphone, so that the others do not hear us.
    case mute(Switch)
    /// Use our camera, so that the others see us.
    case camera(Switch)
    /// Leave the room.
    case leave
    /// Print who is in the room.
    case list(asJSON: Bool)
    /// Print the figures of the connections.
    case statistics(asJSON: Bool)

    /// What to do with something that is on or off.
    public enum Switch: Hashable, Sendable {
        /// Make it so.
        case on
        /// Make it not so.
        case off
        /// Make it what it is not.
        case toggle

        func applied(to isOn: Bool) -> Bool {
            switch self {
            case .on: true
            case .off: false
            case .toggle: !isOn
            }
        }
    }
}
