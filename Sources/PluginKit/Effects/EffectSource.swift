// SPDX-License-Identifier: GPL-3.0-or-later

/// Extension point: finds effects that people can choose.
public protocol EffectSource: Sendable {
    /// The effects of now, those that cannot be used included; reads files, so it takes a moment.
    func effects() -> [EffectListing]
}

/// An effect's file, and what it says or why it says nothing.
public struct EffectListing: Hashable, Sendable {
    /// What tells it from others: the file's name without `.joom-effect`.
    public let id: String
    /// Where it was found.
    public let path: String
    /// The effect, or what is wrong with the file.
    public let content: Result<Effect, KeyFileError>

    /// Lists a file.
    public init(id: String, path: String, content: Result<Effect, KeyFileError>) {
        (self.id, self.path, self.content) = (id, path, content)
    }

    /// Whether a text can be the id of an effect that comes from no file: letters, digits and `-`.
    public static func isID(_ text: String) -> Bool { EffectPipeline.isName(text) }

    /// The effect, where the file is in order.
    public var effect: Effect? { try? content.get() }
}
