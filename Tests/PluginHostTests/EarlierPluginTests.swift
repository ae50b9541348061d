// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import JoomModel
import PluginHost
import PluginKit
import Testing

/// A plugin that was built for the first interface, and not since (Tests/Fixtures/plugins).
@MainActor
struct EarlierPluginTests {
    @Test(.enabled(if: isItsMachine))
    func theFirstInterfacesPluginIsLoaded() async throws {
        let guest = try Guest()
        var places = guest.places
        let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../Fixtures/plugins/x86_64").path
        places.folders = [fixtures]
        try places.choices.change { $0.set("hello", on: true) }
        let keeper = PluginKeeper([], places: places) { _ in }
        #expect(keeper.state("hello") == .loaded)
        #expect(keeper.registry.effectSources.flatMap { $0.effects() }.map(\.id) == ["glow"])
        let watcher = try #require(keeper.registry.callWatchers.first)
        watcher.watch(.came(nil, name: "Bob"))
        var requests = watcher.requests.makeAsyncIterator()
        #expect(await requests.next()?.wish == .say(LocalText("Say hello to Bob!")))
        keeper.close()
    }
}

private var isItsMachine: Bool {
    #if arch(x86_64)
    true
    #else
    false
    #endif
}
