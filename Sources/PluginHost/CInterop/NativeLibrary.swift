// SPDX-License-Identifier: GPL-3.0-or-later
import CJoomPlugin
import Foundation
public import PluginKit
import ProgramKit

/// A plugin's shared library.
public enum NativeLibrary {
    /// What it has for Joom.
    struct Entry: @unchecked Sendable {
        // @unchecked: a function of a library that is never unloaded.
        let function: JoomRegister
    }

    private static let symbol = "joom_plugin_register"
    private static let maximumBytes = 256 << 20

    /// Says why a library cannot be loaded, without running any of its code; nil when it can.
    public static func fault(of path: String) -> PluginFault? {
        guard FileManager.default.fileExists(atPath: path) else {
            return .library(path: path, reason: "is not there")
        }
        guard let machine = SharedLibrary.Machine.own else { return nil }
        guard let bytes = RegularFile.read(path, upTo: maximumBytes) else {
            return .library(path: path, reason: "cannot be read")
        }
        do throws(LibraryFault) {
            let library = try SharedLibrary(bytes, for: machine)
            guard library.symbols.contains(symbol) else { throw LibraryFault("has no \(symbol)") }
            return nil
        } catch {
            return .library(path: path, reason: error.reason)
        }
    }

    /// Loads a library; it stays loaded.
    ///
    /// Symbols that nobody has are found out before any of its code runs (RTLD_NOW).
    ///
    /// - Parameter path: the file.
    /// - Returns: its function.
    /// - Throws: why it cannot be used.
    static func load(_ path: String) throws(PluginFault) -> Entry {
        if let fault = fault(of: path) { throw fault }
        guard let handle = dlopen(path, RTLD_NOW | RTLD_LOCAL) else {
            let words = dlerror().map { String(cString: $0) } ?? "nobody knows why"
            throw .library(path: path, reason: "cannot be loaded: \(words)")
        }
        guard let address = dlsym(handle, symbol) else { throw .library(path: path, reason: "has no \(symbol)") }
        return Entry(function: unsafeBitCast(address, to: JoomRegister.self))
    }
}
