// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
public import PluginKit

/// Takes files into the last folder, the person's own.
extension EffectFolders: EffectInstaller {
    /// Itself, where there is a folder.
    public var installer: (any EffectInstaller)? { folders.isEmpty ? nil : self }

    /// Reads a file, so that a person can see what it does.
    public func read(_ path: String) -> EffectOffer {
        let (listing, bytes) = Self.read(path, allowing: elements)
        let isThere = folders.contains { FileManager.default.fileExists(atPath: place(of: listing.id, in: $0)) }
        return EffectOffer(listing: listing, bytes: bytes, replaces: isThere)
    }

    /// Writes what was read, all of it or nothing.
    public func install(_ offer: EffectOffer) throws(EffectInstallError) {
        if case .failure(let error) = offer.listing.content { throw .faulty(error) }
        guard let folder = folders.last else { throw .unwritable("") }
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            let file = URL(fileURLWithPath: place(of: offer.listing.id, in: folder))
            try Data(offer.bytes).write(to: file, options: .atomic)
        } catch {
            throw .unwritable(folder)
        }
    }

    private func place(of id: String, in folder: String) -> String { "\(folder)/\(id)\(Self.suffix)" }
}
