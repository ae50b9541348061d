// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation

/// What Flatpak's extensions (org.joom.Joom.Plugin, data/flatpak) bring, each in a prefix of its own.
public enum FlatpakExtensions {
    /// The folders of a kind that may be there, by the extensions' names; any thread.
    ///
    /// - Parameters:
    ///   - path: in each prefix, such as `share/joom/effects`.
    ///   - place: where extensions are mounted.
    /// - Returns: none outside of a Flatpak.
    public static func folders(_ path: String, below place: String = "/app/extensions/plugins") -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: place)) ?? []
        return names.sorted().map { "\(place)/\($0)/\(path)" }
    }
}
