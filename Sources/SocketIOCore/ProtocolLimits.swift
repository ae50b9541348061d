// SPDX-License-Identifier: GPL-3.0-or-later

/// How much of a stranger's input is taken before it counts as an attack.
public struct ProtocolLimits: Hashable, Sendable {
    /// Bytes in one message or one long-polling body; told to clients as `maxPayload`.
    public var maximumPayload: Int
    /// Binary attachments of one Socket.IO packet.
    public var maximumAttachments: Int
    /// Nested arrays and objects in JSON.
    public var maximumDepth: Int

    /// Sets limits; the defaults are those of the Node server, and a depth that no real message needs.
    public init(maximumPayload: Int = 1_000_000, maximumAttachments: Int = 10, maximumDepth: Int = 64) {
        self.maximumPayload = maximumPayload
        self.maximumAttachments = maximumAttachments
        self.maximumDepth = maximumDepth
    }
}
