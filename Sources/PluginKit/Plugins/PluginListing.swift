// SPDX-License-Identifier: GPL-3.0-or-later

/// A plugin that was found, before anything of it is used.
public struct PluginCandidate: Sendable {
    /// Its manifest, or what is wrong with it.
    public let content: Result<PluginManifest, KeyFileError>
    /// The manifest's file; nil for a part of the program.
    public let path: String?
    /// On until a person switches it off; otherwise it is the other way round.
    public let isStandard: Bool

    /// Names what was found.
    public init(content: Result<PluginManifest, KeyFileError>, path: String?, isStandard: Bool) {
        (self.content, self.path, self.isStandard) = (content, path, isStandard)
    }
}

/// A plugin as lists show it.
public struct PluginListing: Hashable, Sendable {
    /// What tells it from others: its module; of a broken manifest, the file's path.
    public let id: String
    /// Its manifest; nil for one that cannot be read.
    public let manifest: PluginManifest?
    /// The manifest's file; nil for a part of the program.
    public let path: String?
    /// Whether a person wants it, or did not say otherwise.
    public internal(set) var isOn: Bool
    /// What has become of it.
    public internal(set) var state: PluginState

    /// Whether a person can switch it on and off.
    public var canChange: Bool {
        switch state {
        case .loaded, .untried, .off: true
        case .failed(.manifest), .failed(.duplicate), .needsNewerJoom: false
        case .failed: true
        }
    }

    /// Whether what a person chose holds only from the next start on.
    public var waitsForStart: Bool {
        switch state {
        case .loaded: !isOn
        case .off(.untilNextStart): isOn
        case .untried, .off, .failed, .needsNewerJoom: false
        }
    }
}

/// What has become of a plugin.
public enum PluginState: Hashable, Sendable {
    /// What it brings can be used.
    case loaded
    /// It is on, and nothing of it was loaded.
    case untried
    /// It is not used, on purpose.
    case off(PluginOff)
    /// It should be used and cannot be.
    case failed(PluginFault)
    /// It was made for this interface, which is newer than ours.
    case needsNewerJoom(api: Int)
}

/// Why a plugin is not used.
public enum PluginOff: Hashable, Sendable {
    /// A person switched it off.
    case chosen
    /// Nobody switched it on.
    case notChosen
    /// This start loads no libraries.
    case safeMode
    /// The program ended while it started with this plugin, and nobody switched it on since.
    case broughtStartDown
    /// Switched on meanwhile; what it brings can only be had from the start.
    case untilNextStart
}

/// Why a plugin cannot be used.
public enum PluginFault: Error, Hashable, Sendable {
    /// Its manifest cannot be read.
    case manifest(KeyFileError)
    /// An earlier place has one of this module, which is used.
    case duplicate(of: String)
    /// Another one that it needs is not there.
    case missing(String)
    /// Another one that it needs is not in use.
    case unused(String)
    /// It needs itself, by way of these.
    case cycle([String])
    /// Its library cannot be used; the reason ends a sentence.
    case library(path: String, reason: String)
    /// It did not want to start, with this number.
    case refused(Int32)
    /// It did not come back from starting, or takes nothing any more.
    case blocked
    /// It threw an exception, with these words.
    case threw(String)
}

extension PluginFault: CustomStringConvertible {
    /// The fault as a sentence without its end, for logs and the command line.
    public var description: String {
        switch self {
        case .manifest(let error): "its manifest cannot be used: \(error)"
        case .duplicate(let path): "there is one of this module already, from \(path)"
        case .missing(let module): "it needs the plugin \(module), which is not there"
        case .unused(let module): "it needs the plugin \(module), which is not in use"
        case .cycle(let modules): "these plugins need each other: \(modules.joined(separator: ", "))"
        case .library(let path, let reason): "\(path) \(reason)"
        case .refused(let number): "it does not want to start (\(number))"
        case .blocked: "it does not answer"
        case .threw(let words): "it threw an exception: \(words)"
        }
    }
}
