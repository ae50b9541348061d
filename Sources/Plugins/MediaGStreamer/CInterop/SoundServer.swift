// SPDX-License-Identifier: GPL-3.0-or-later

/// What plays sound on this computer.
enum SoundServer {
    /// Whether there is one: without it a call goes on in silence.
    static var isThere: Bool {
        guard let sink = try? Element("pulsesink") else { return false }
        defer { sink.setState(.null) }
        return sink.setState(.ready)
    }
}
