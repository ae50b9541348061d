// SPDX-License-Identifier: GPL-3.0-or-later

/// What the key of a link gives in one room (Protocol.md section 7): what is derived from it, never the key itself.
public struct RoomKeys: Hashable, Sendable {
    /// Shown to the server as proof, base64url of 32 bytes.
    public let admission: String

    /// Takes what was derived.
    public init(admission: String) { self.admission = admission }
}
