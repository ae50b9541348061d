// SPDX-License-Identifier: GPL-3.0-or-later

/// Has the plugins of a running program: which there are, and which are in use.
@MainActor
public protocol PluginKeeping: AnyObject {
    /// What those in use bring.
    var registry: PluginRegistry { get }
    /// All that were found, in the order of loading.
    var listings: [PluginListing] { get }
    /// Hears of a plugin that failed while it was in use, after its parts were taken away.
    var onFailure: (@MainActor (PluginListing) -> Void)? { get set }

    /// Hears that one is ready that was switched on while the program runs.
    var onChange: (@MainActor () -> Void)? { get set }
    /// Those that are off because the program did not come through an earlier start with them, as this one found out.
    var broughtDown: [PluginListing] { get }
    /// Whether this start does without all that was added, effects in use included.
    var isSafe: Bool { get }

    /// Switches one on or off, and remembers it.
    ///
    /// A library takes its time to start, and nobody waits for it: `onChange` or `onFailure` follows.
    ///
    /// - Parameters:
    ///   - module: which.
    ///   - isOn: whether it is to be used.
    /// - Returns: false when it could not be remembered, and holds for this start only.
    func set(_ module: String, on isOn: Bool) -> Bool
}
