// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import PluginHost
import PluginKit

/// A folder with plugins built from Libraries, and everything that a keeper keeps; removed at the end.
@MainActor
final class Guest {
    let folder: String
    private(set) var lines: [String] = []

    init() throws {
        folder = NSTemporaryDirectory() + "joom-guest-\(UInt64.random(in: 0...UInt64.max))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    isolated deinit { try? FileManager.default.removeItem(atPath: folder) }

    var places: PluginKeeper.Places {
        PluginKeeper.Places(folders: [folder], choices: ChoicesFile(folder + "/plugins.ini"), state: folder + "/state")
    }

    /// Builds a library, writes its manifest, and switches it on.
    func add(
        _ module: String,
        from source: String = "hostile.c",
        _ flags: String...,
        needs: String = "",
        api: Int = 1,
        isOn: Bool = true
    ) throws {
        let here = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        let include = here.appendingPathComponent("../../Sources/CJoomPlugin/include").path
        let compiler = Process()
        compiler.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        compiler.arguments =
            [
                source.hasSuffix("cpp") ? "g++" : "gcc", "-shared", "-fPIC", "-fvisibility=hidden", "-pthread", "-Wall",
                "-Wno-unused", "-Werror", "-I", include, "-o", "\(folder)/lib\(module).so",
            ] + flags + [here.appendingPathComponent("Libraries/\(source)").path]
        try compiler.run()
        compiler.waitUntilExit()
        guard compiler.terminationStatus == 0 else { throw CompilerFailed() }
        let text = """
            [Plugin]
            Module=\(module)
            Name=\(module)
            Depends=\(needs)
            X-Joom-Api=\(api)
            X-Joom-Kind=call-add-on
            """
        try text.write(toFile: "\(folder)/\(module).plugin", atomically: true, encoding: .utf8)
        if isOn { try places.choices.change { $0.set(module, on: true) } }
    }

    struct CompilerFailed: Error {}

    /// Starts as a program would.
    func keeper(_ mode: PluginRoster.Mode = .chosen) -> PluginKeeper {
        PluginKeeper([], mode: mode, places: places) { [weak self] in self?.lines.append($0) }
    }
}

extension PluginKeeper {
    /// What became of one.
    func state(_ module: String) -> PluginState? { listings.first { $0.id == module }?.state }
}

/// Waits until something holds; a loaded machine may take its time.
@MainActor
func eventually(_ holds: () -> Bool) async -> Bool {
    let end = ContinuousClock.now + .seconds(60)
    while !holds() {
        guard ContinuousClock.now < end else { return false }
        try? await Task.sleep(for: .milliseconds(5))
    }
    return true
}
