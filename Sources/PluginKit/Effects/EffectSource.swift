// SPDX-License-Identifier: GPL-3.0-or-later

/// Extension point: finds effects that people can choose.
public protocol EffectSource: Sendable {
    /// The effects of now, those that cannot be used included; reads files, so it takes a moment.
    func effects() -> [EffectListing]

    /// Takes new effects, where there is a place for them.
    var installer: (any EffectInstaller)? { get }
}

extension EffectSource {
    /// None.
    public var installer: (any EffectInstaller)? { nil }
}

/// Takes effects from files that a person has from somewhere.
public protocol EffectInstaller: Sendable {
    /// Reads a file, so that a person can see what it does; nothing is installed.
    func read(_ path: String) -> EffectOffer

    /// Puts what was read among the person's effects.
    ///
    /// - Parameter offer: the effect, as it was shown.
    /// - Throws: why it is not there now.
    func install(_ offer: EffectOffer) throws(EffectInstallError)
}

/// An effect that could be installed.
public struct EffectOffer: Hashable, Sendable {
    /// What it would be called, where it is now, and what it does or what is wrong with it.
    public let listing: EffectListing
    /// The file as it was read: what was shown is what is installed.
    public let bytes: [UInt8]
    /// Whether there is an effect of this id, which it would take the place of.
    public let replaces: Bool

    /// Offers one.
    public init(listing: EffectListing, bytes: [UInt8], replaces: Bool) {
        (self.listing, self.bytes, self.replaces) = (listing, bytes, replaces)
    }
}

/// Why an effect is not installed.
public enum EffectInstallError: Error, Hashable, Sendable {
    /// It is no effect.
    case faulty(KeyFileError)
    /// The folder cannot be written.
    case unwritable(String)
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
