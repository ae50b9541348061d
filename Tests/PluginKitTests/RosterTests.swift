// SPDX-License-Identifier: GPL-3.0-or-later
import PluginKit
import Testing

@Suite struct RosterTests {
    private static func candidate(
        _ module: String,
        needs depends: [String] = [],
        _ kinds: [PluginManifest.Kind] = [.effect],
        at path: String? = nil,
        isStandard: Bool = true
    ) -> PluginCandidate {
        let manifest = PluginManifest(module: module, name: LocalText(module), depends: depends, kinds: kinds)
        return PluginCandidate(content: .success(manifest), path: path, isStandard: isStandard)
    }

    /// Takes all steps; those named fail to load.
    private static func run(_ roster: inout PluginRoster, failing: Set<String> = []) -> [String] {
        var steps: [String] = []
        while let step = roster.next() {
            switch step {
            case .load(let module):
                steps.append("+" + module)
                if failing.contains(module) { roster.fail(module, .refused(7)) }
            case .unload(let module): steps.append("-" + module)
            }
        }
        return steps
    }

    private static func states(_ roster: PluginRoster) -> [String: PluginState] {
        Dictionary(roster.listings.map { ($0.id, $0.state) }) { first, _ in first }
    }

    private static func choices(on: [String] = [], off: [String] = []) -> PluginChoices {
        var choices = PluginChoices()
        for module in on { choices.set(module, on: true) }
        for module in off { choices.set(module, on: false) }
        return choices
    }

    @Test func eachIsLoadedAfterWhatItNeedsAndOtherwiseAsFound() {
        var roster = PluginRoster(
            [
                Self.candidate("a", needs: ["d"]), Self.candidate("b"), Self.candidate("c", needs: ["b", "a"]),
                Self.candidate("d", needs: ["e"]), Self.candidate("e"),
            ],
            choices: PluginChoices()
        )
        #expect(Self.run(&roster) == ["+e", "+d", "+a", "+b", "+c"])
        #expect(Self.run(&roster) == [])
    }

    @Test func whatIsMissingOrOffOrBrokenTakesOthersAlong() {
        var roster = PluginRoster(
            [
                Self.candidate("broken"), Self.candidate("after-broken", needs: ["broken"]),
                Self.candidate("after-that", needs: ["after-broken"]), Self.candidate("lonely", needs: ["nobody"]),
                Self.candidate("off"), Self.candidate("after-off", needs: ["off"]), Self.candidate("good"),
            ],
            choices: Self.choices(off: ["off"])
        )
        #expect(Self.run(&roster, failing: ["broken"]) == ["+broken", "+good"])
        #expect(
            Self.states(roster) == [
                "broken": .failed(.refused(7)), "after-broken": .failed(.unused("broken")),
                "after-that": .failed(.unused("after-broken")), "lonely": .failed(.missing("nobody")),
                "off": .off(.chosen), "after-off": .failed(.unused("off")), "good": .loaded,
            ]
        )
    }

    @Test func thoseThatNeedThemselvesFailAndNoOthers() {
        var roster = PluginRoster(
            [
                Self.candidate("a", needs: ["b"]), Self.candidate("b", needs: ["c"]), Self.candidate("c", needs: ["b"]),
                Self.candidate("self", needs: ["self"]), Self.candidate("good"),
            ],
            choices: PluginChoices()
        )
        #expect(Self.run(&roster) == ["+good"])
        let states = Self.states(roster)
        #expect(states["a"] == .failed(.unused("b")))
        for module in ["b", "c", "self"] {
            guard case .failed(.cycle(let modules)) = states[module] else {
                Issue.record("\(module) \(String(describing: states[module]))")
                continue
            }
            #expect(modules == (module == "self" ? ["self"] : ["b", "c"]))
        }
    }

    @Test func theFirstOfTwoCounts() {
        var roster = PluginRoster(
            [
                Self.candidate("gstreamer"), Self.candidate("x", at: "/one/x.plugin"),
                Self.candidate("gstreamer", at: "/own/gstreamer.plugin"), Self.candidate("x", at: "/two/x.plugin"),
                PluginCandidate(
                    content: .failure(KeyFileError(line: 3, key: nil, reason: "bad")),
                    path: "/two/y.plugin",
                    isStandard: false
                ),
            ],
            choices: Self.choices(on: ["x"])
        )
        #expect(Self.run(&roster) == ["+gstreamer", "+x"])
        let states = Self.states(roster)
        #expect(states["/own/gstreamer.plugin"] == .failed(.duplicate(of: "Joom")))
        #expect(states["/two/x.plugin"] == .failed(.duplicate(of: "/one/x.plugin")))
        #expect(states["/two/y.plugin"] == .failed(.manifest(KeyFileError(line: 3, key: nil, reason: "bad"))))
    }

    @Test func librariesWaitForAPersonAndStayOutOfSafeMode() {
        let found = [Self.candidate("own"), Self.candidate("lib", at: "/lib.plugin", isStandard: false)]
        var fresh = PluginRoster(found, choices: PluginChoices())
        #expect(Self.run(&fresh) == ["+own"])
        #expect(Self.states(fresh)["lib"] == .off(.notChosen))
        var safe = PluginRoster(found, choices: Self.choices(on: ["lib"]), mode: .safe)
        #expect(Self.run(&safe) == ["+own"])
        #expect(Self.states(safe)["lib"] == .off(.safeMode))
        var named = PluginRoster(found, choices: Self.choices(on: ["own"]), mode: .only(["lib"]))
        #expect(Self.run(&named) == ["+lib"])
    }

    @Test func oneThatBroughtAStartDownIsOffUntilSomebodySwitchesItOn() {
        var choices = Self.choices(on: ["lib"])
        choices.note(crashed: ["lib", "own"])
        #expect(PluginChoices(reading: Array(choices.text.utf8)) == choices)
        let found = [Self.candidate("own"), Self.candidate("lib", at: "/lib.plugin", isStandard: false)]
        var roster = PluginRoster(found, choices: choices)
        #expect(Self.run(&roster) == ["+own"])
        #expect(Self.states(roster)["lib"] == .off(.broughtStartDown))
        choices.set("lib", on: true)
        roster.apply(choices, standard: ["own"])
        #expect(Self.run(&roster) == ["+lib"])
    }

    @Test func switchingOffTakesThoseAlongThatNeedIt() {
        let found = [
            Self.candidate("base"), Self.candidate("top", needs: ["base"]), Self.candidate("media", [.peerConnection]),
        ]
        var roster = PluginRoster(found, choices: PluginChoices())
        #expect(Self.run(&roster) == ["+base", "+top", "+media"])
        roster.apply(Self.choices(off: ["base", "media"]), standard: ["base", "top", "media"])
        // Devices and connections are in use until the end.
        #expect(Self.run(&roster) == ["-top", "-base"])
        #expect(Self.states(roster)["top"] == .failed(.unused("base")))
        #expect(roster.listings.first { $0.id == "media" }.map { $0.waitsForStart && $0.state == .loaded } == true)
        roster.apply(PluginChoices(), standard: ["base", "top", "media"])
        #expect(Self.run(&roster) == ["+base", "+top"])
        #expect(roster.listings.allSatisfy { $0.state == .loaded && !$0.waitsForStart })
    }

    @Test func whatBrokeStaysAwayUntilItIsSwitchedOffAndOn() {
        var roster = PluginRoster([Self.candidate("a"), Self.candidate("b", needs: ["a"])], choices: PluginChoices())
        #expect(Self.run(&roster) == ["+a", "+b"])
        roster.fail("a", .blocked)
        #expect(Self.run(&roster) == ["-b"])
        roster.apply(Self.choices(on: ["a"]), standard: ["a", "b"])
        #expect(Self.run(&roster) == [])
        roster.apply(Self.choices(off: ["a"]), standard: ["a", "b"])
        #expect(Self.run(&roster) == [])
        roster.apply(PluginChoices(), standard: ["a", "b"])
        #expect(Self.run(&roster) == ["+a", "+b"])
    }

    @Test func unloadingLeavesTheOthersTheirParts() {
        struct Part: Plugin {
            let name: String
            func register(in registry: inout PluginRegistry) { registry.effectSources.append(Effects(name: name)) }
        }
        struct Effects: EffectSource {
            let name: String
            func effects() -> [EffectListing] {
                [EffectListing(id: name, path: "", content: .failure(KeyFileError(line: 1, key: nil, reason: "")))]
            }
        }
        var registry = PluginRegistry([Part(name: "a"), Part(name: "b"), Part(name: "c")])
        registry.unload("b")
        #expect(registry.loaded == ["a", "c"])
        #expect(registry.effectSources.flatMap { $0.effects() }.map(\.id) == ["a", "c"])
        registry.load(Part(name: "b"))
        #expect(registry.effectSources.flatMap { $0.effects() }.map(\.id) == ["a", "c", "b"])
    }
}
