// SPDX-License-Identifier: GPL-3.0-or-later

/// The name of an Engine.IO session: whoever knows it owns the session, so it is never shown to other clients.
public struct EngineSessionID: Hashable, Sendable, CustomStringConvertible {
    /// The id on the wire.
    public let rawValue: String

    /// Wraps an id from the wire or a random source.
    public init(_ rawValue: String) { self.rawValue = rawValue }

    /// The id on the wire.
    public var description: String { rawValue }
}
