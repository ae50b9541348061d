// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import JoomModel
import PluginKit
import Testing

@testable import PluginHost

/// Libraries that behave well and badly; whatever they do, the program goes on.
@MainActor
@Suite(.serialized)
struct NativePluginTests {
    private static func joined() throws -> CallEvent { .joined(try RoomName("kitchen")) }

    @Test func oneThatBehavesIsHeardAndHears() async throws {
        let guest = try Guest()
        try guest.add("greets", "-DGREETS")
        let keeper = guest.keeper()
        #expect(keeper.state("greets") == .loaded)
        // What it tried to bring besides was refused, and told.
        #expect(guest.lines.contains { $0.contains("filesrc") })
        let watcher = try #require(keeper.registry.callWatchers.first)
        watcher.watch(try Self.joined())
        var wishes: [CallRequest.Wish] = []
        for await request in watcher.requests {
            wishes.append(request.wish)
            if wishes.count == 2 { break }
        }
        #expect(wishes == [.say(LocalText("kitchen")), .microphone(false)])
        let released = guest.folder + "/released"
        setenv("JOOM_TEST_RELEASED", released, 1)
        #expect(keeper.set("greets", on: false))
        #expect(keeper.state("greets") == .off(.chosen))
        #expect(keeper.registry.callWatchers.isEmpty)
        #expect(await eventually { (try? FileManager.default.destinationOfSymbolicLink(atPath: released)) != nil })
        unsetenv("JOOM_TEST_RELEASED")
        // Somebody may still hold it.
        watcher.watch(try Self.joined())
        var isReady = false
        keeper.onChange = { isReady = true }
        #expect(keeper.set("greets", on: true))
        #expect(await eventually { isReady })
        #expect(keeper.state("greets") == .loaded && keeper.registry.callWatchers.count == 1)
        keeper.close()
    }

    @Test func whatIsMeasuredReachesOneThatAsksForIt() async throws {
        let guest = try Guest()
        try guest.add("measures", "-DMEASURES", api: 2)
        try guest.add("old", "-DOLD")
        let keeper = guest.keeper()
        let watchers = keeper.registry.callWatchers
        #expect(watchers.map(\.wantsStatistics) == [true, false])
        var figures = PeerConnectionStatistics()
        (figures.frameWidth, figures.frameHeight, figures.bytesReceived, figures.bytesSent) = (1, 2, 3, .max)
        (figures.packetsReceived, figures.packetsLost, figures.framesDecoded, figures.framesPerSecond) = (5, -6, 7, 8.5)
        (figures.freezeCount, figures.totalFreezesDuration, figures.jitter) = (9, 10.5, 0.25)
        (figures.availableOutgoingBitrate, figures.audioLevel) = (1_500, -20)
        let peer = AddOnPeer(id: PeerID("ada"), name: nil)
        for watcher in watchers { watcher.watch(.measured([PeerStatistics(peer: peer, statistics: figures)])) }
        var requests = watchers[0].requests.makeAsyncIterator()
        let said = "ada 1x2 3 18446744073709551615 5 -6 7 8.5 9 10.5 0.25 1 1500 -20"
        #expect(await requests.next()?.wish == .say(LocalText(said)))
        #expect(keeper.state("old") == .loaded)
        keeper.close()
    }

    @Test func switchingOneOnKeepsNobodyWaiting() async throws {
        let guest = try Guest()
        try guest.add("blocks", "-DBLOCKS", isOn: false)
        try guest.add("refuses", "-DREFUSES", isOn: false)
        try guest.add("greets", "-DGREETS", isOn: false)
        let keeper = guest.keeper()
        var told: [String: PluginState] = [:]
        keeper.onFailure = { told[$0.id] = $0.state }
        for module in ["blocks", "refuses", "greets"] { #expect(keeper.set(module, on: true)) }
        // It was switched off again before it had started.
        #expect(keeper.set("greets", on: false))
        #expect(keeper.registry.callWatchers.isEmpty)
        #expect(await eventually { told.count == 2 })
        #expect(told == ["blocks": .failed(.blocked), "refuses": .failed(.refused(42))])
        #expect(keeper.state("greets") == .off(.chosen) && keeper.registry.callWatchers.isEmpty)
        keeper.close()
    }

    @Test func whatCannotBeUsedIsRefusedBeforeItsCodeRuns() throws {
        let guest = try Guest()
        // Its constructor would end the tests.
        try guest.add("newer", "-DCRASHES", api: 3)
        try guest.add("headless", "-DCRASHES", "-DHAS_NO_ENTRY")
        try guest.add("lacking", "-DCRASHES", "-DLACKS_A_SYMBOL")
        try guest.add("foreign", "-DCRASHES")
        var bytes = try Data(contentsOf: URL(fileURLWithPath: guest.folder + "/libforeign.so"))
        bytes[18] ^= 0xff
        try bytes.write(to: URL(fileURLWithPath: guest.folder + "/libforeign.so"))
        try guest.add("gone", "-DCRASHES")
        try FileManager.default.removeItem(atPath: guest.folder + "/libgone.so")
        try guest.add("text", "-DCRASHES")
        try "hello".write(toFile: guest.folder + "/libtext.so", atomically: true, encoding: .utf8)
        let keeper = guest.keeper()
        #expect(keeper.state("newer") == .needsNewerJoom(api: 3))
        func reason(_ module: String) -> String {
            guard case .failed(.library(_, let reason)) = keeper.state(module) else { return "none" }
            return reason
        }
        #expect(reason("headless") == "has no joom_plugin_register")
        #expect(reason("lacking").contains("nobody_has_this"))
        #expect(reason("foreign") == "was built for another kind of computer")
        #expect(reason("gone") == "is not there")
        #expect(reason("text") == "is no library")
        keeper.close()
    }

    @Test func oneThatRefusesOrThrowsTakesOnlyThoseAlongThatNeedIt() async throws {
        let guest = try Guest()
        try guest.add("refuses", "-DREFUSES")
        try guest.add("throws", from: "thrower.cpp", "-DAT_ONCE")
        try guest.add("dependent", "-DGREETS", needs: "throws")
        try guest.add("later", from: "thrower.cpp")
        try guest.add("wordless", from: "thrower.cpp", "-DWITHOUT_WORDS")
        let keeper = guest.keeper()
        #expect(keeper.state("refuses") == .failed(.refused(42)))
        #expect(keeper.state("throws") == .failed(.threw("something that has no words")))
        #expect(keeper.state("dependent") == .failed(.unused("throws")))
        #expect(keeper.state("later") == .loaded)
        var told: [PluginState] = []
        keeper.onFailure = { told.append($0.state) }
        for watcher in keeper.registry.callWatchers { watcher.watch(try Self.joined()) }
        #expect(await eventually { told.count == 2 })
        #expect(keeper.state("later") == .failed(.threw("no room for me")))
        #expect(keeper.state("wordless") == .failed(.threw("something that has no words")))
        #expect(keeper.registry.callWatchers.isEmpty)
        keeper.close()
    }

    @Test func oneThatBlocksKeepsNobodyWaiting() async throws {
        let guest = try Guest()
        try guest.add("blocks", "-DBLOCKS_LATER")
        let keeper = guest.keeper()
        var told: [PluginState] = []
        keeper.onFailure = { told.append($0.state) }
        let watcher = try #require(keeper.registry.callWatchers.first)
        for _ in 0..<NativePlugin.maximumPending { watcher.watch(.ended) }
        // It may have been quick so far; from the first of these on it is not.
        for _ in 0...NativePlugin.maximumPending { watcher.watch(try Self.joined()) }
        #expect(await eventually { !told.isEmpty })
        #expect(keeper.state("blocks") == .failed(.blocked))
        #expect(keeper.registry.callWatchers.isEmpty)
        keeper.close()
    }

    @Test func oneThatNeverComesBackFromStartingIsGivenUp() throws {
        let guest = try Guest()
        try guest.add("blocks", "-DBLOCKS")
        let keeper = guest.keeper()
        #expect(keeper.state("blocks") == .failed(.blocked))
        keeper.close()
    }

    @Test func whatIsSaidIsOneLine() {
        #expect(PlainLine.of("hello\nthere\u{1b}[31m") == "hello there [31m")
        #expect(PlainLine.of("안녕 👩‍👩‍👧 é\u{202e}abc") == "안녕 👩‍👩‍👧 é abc")
    }

    @Test func aFloodIsHeardInPart() async throws {
        let guest = try Guest()
        try guest.add("floods", "-DFLOODS")
        let keeper = guest.keeper()
        let watcher = try #require(keeper.registry.callWatchers.first)
        let start = ContinuousClock.now
        #expect(await eventually { guest.lines.contains { $0.contains("writes too much") } })
        #expect(keeper.set("floods", on: false))
        var sayings = 0
        for await request in watcher.requests where request.wish == .say(LocalText("flood")) { sayings += 1 }
        let seconds = Int((ContinuousClock.now - start) / .seconds(1))
        #expect(sayings >= 1 && sayings <= 4 + seconds / 5)
        #expect(guest.lines.count <= 2 * (51 + 5 * (seconds + 1)))
        keeper.close()
    }

    /// Whoever switches microphone and camera all the time, and wants to leave, disturbs everybody in the call.
    @Test func aFlickerIsSeenInPart() async throws {
        let guest = try Guest()
        try guest.add("flickers", "-DFLICKERS")
        let keeper = guest.keeper()
        let watcher = try #require(keeper.registry.callWatchers.first)
        let start = ContinuousClock.now
        try await Task.sleep(for: .milliseconds(300))
        #expect(keeper.set("flickers", on: false))
        var wishes = 0
        for await _ in watcher.requests { wishes += 1 }
        #expect(wishes >= 1 && wishes <= 11 + Int((ContinuousClock.now - start) / .seconds(1)))
        keeper.close()
    }

    @Test func oneThatBlocksWhenItIsLetGoKeepsNobodyWaiting() async throws {
        let guest = try Guest()
        try guest.add("stays", "-DGREETS", "-DBLOCKS_AT_THE_END")
        let keeper = guest.keeper()
        #expect(keeper.set("stays", on: false))
        #expect(keeper.state("stays") == .off(.chosen) && keeper.registry.callWatchers.isEmpty)
        var isReady = false
        keeper.onChange = { isReady = true }
        // Another of its kind has another thread.
        #expect(keeper.set("stays", on: true))
        #expect(await eventually { isReady })
        let start = ContinuousClock.now
        keeper.close()
        #expect(ContinuousClock.now - start < .seconds(3))
    }

    @Test func filesOfOursThatNobodyWroteKeepNobodyWaiting() throws {
        let guest = try Guest()
        try guest.add("greets", "-DGREETS")
        try FileManager.default.createDirectory(atPath: guest.places.state, withIntermediateDirectories: true)
        #expect(mkfifo(guest.places.state + "/plugins-2.starting", 0o600) == 0)
        try FileManager.default.removeItem(atPath: guest.places.choices.path)
        #expect(mkfifo(guest.places.choices.path, 0o600) == 0)
        let keeper = guest.keeper()
        #expect(keeper.state("greets") == .off(.notChosen))
        #expect(keeper.set("greets", on: true))
        #expect(guest.places.choices.read().on == ["greets"])
        keeper.close()
    }

    @Test func oneThatBringsAStartDownIsOffAtTheNext() throws {
        let guest = try Guest()
        try guest.add("crashes", "-DGREETS")
        // As a start leaves it that ends within the library.
        let marker = StartMarker(folder: guest.places.state)
        marker.write(["crashes"])
        // Its program still lives.
        #expect(StartMarker.recover(in: guest.places.state) == [])
        try FileManager.default.moveItem(
            atPath: guest.places.state + "/" + Self.marker(guest),
            toPath: guest.places.state + "/kept"
        )
        try "crashes".write(toFile: guest.places.state + "/plugins-1.starting", atomically: true, encoding: .utf8)
        let keeper = guest.keeper()
        #expect(keeper.state("crashes") == .off(.broughtStartDown))
        #expect(keeper.broughtDown.map(\.id) == ["crashes"])
        #expect(guest.keeper().broughtDown == [])
        #expect(guest.keeper().state("crashes") == .off(.broughtStartDown))
        #expect(keeper.set("crashes", on: true))
        #expect(keeper.state("crashes") == .loaded)
        // While it is on trial the next start knows.
        #expect(Self.marker(guest).hasSuffix(".starting"))
        keeper.close()
        #expect(Self.marker(guest) == "")
        #expect(guest.keeper(.safe).state("crashes") == .off(.safeMode))
    }

    private static func marker(_ guest: Guest) -> String {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: guest.places.state)) ?? []
        return names.first { $0.hasSuffix(".starting") } ?? ""
    }

    @Test func aBrokenManifestRefusesOnlyItself() throws {
        let guest = try Guest()
        try guest.add("greets", "-DGREETS")
        try "[Plugin]\nModule=x\n".write(toFile: guest.folder + "/a.plugin", atomically: true, encoding: .utf8)
        try Data([0xff, 0, 0xfe]).write(to: URL(fileURLWithPath: guest.folder + "/b.plugin"))
        try FileManager.default.createDirectory(atPath: guest.folder + "/c.plugin", withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            atPath: guest.folder + "/d.plugin",
            withDestinationPath: guest.folder + "/d.plugin"
        )
        // Nobody writes into it, ever.
        #expect(mkfifo(guest.folder + "/e.plugin", 0o600) == 0)
        try FileManager.default.createSymbolicLink(
            atPath: guest.folder + "/f.plugin",
            withDestinationPath: "/dev/zero"
        )
        let keeper = guest.keeper()
        #expect(keeper.state("greets") == .loaded)
        #expect(keeper.listings.count(where: { $0.manifest == nil && !$0.canChange }) == 6)
        keeper.close()
    }
}
