// SPDX-License-Identifier: GPL-3.0-or-later
import PluginKit
import Testing

@testable import JoomUI

struct RememberedEffectsTests {
    private static func listing(_ id: String) throws -> EffectListing {
        let text = "[Effect]\nName=\(id)\nKind=video\nApiVersion=1\nPipeline=videobalance"
        return EffectListing(id: id, path: "", content: .success(try Effect(parsing: Array(text.utf8))))
    }

    private static func setting(_ id: String, _ values: [String: EffectValue] = [:]) throws -> EffectSetting {
        EffectSetting(id: id, effect: try #require(try listing(id).effect), values: values)
    }

    @Test func orderAndValuesComeBack() throws {
        let values: [String: EffectValue] = [
            "a": .number(0.25), "b": .switch(true), "c": .choice("x"), "d": .number(3),
        ]
        var remembered = RememberedEffects()
        remembered.note([try Self.setting("warm", values), try Self.setting("cool")])
        let read = RememberedEffects(remembered.text)
        #expect(read == remembered)
        let settings = read.settings(among: try ["cool", "other", "warm"].map(Self.listing))
        #expect(settings == [try Self.setting("warm", values), try Self.setting("cool")])
    }

    @Test func valuesOutliveSwitchingOff() throws {
        var remembered = RememberedEffects()
        remembered.note([try Self.setting("warm", ["a": .number(0.25)]), try Self.setting("cool")])
        #expect(!remembered.areAllOff)
        remembered.note([])
        #expect(remembered.areAllOff)
        let read = RememberedEffects(remembered.text)
        #expect(read.values == ["warm": ["a": .number(0.25)]])
        #expect(read.settings(among: [try Self.listing("warm")]) == [])
    }

    @Test func whatIsGoneOrBrokenIsLeftOut() throws {
        var remembered = RememberedEffects()
        remembered.note([try Self.setting("gone"), try Self.setting("broken"), try Self.setting("warm")])
        let error = KeyFileError(line: 1, key: nil, reason: "")
        let broken = EffectListing(id: "broken", path: "", content: .failure(error))
        #expect(remembered.settings(among: [broken, try Self.listing("warm")]).map(\.id) == ["warm"])
    }

    @Test(arguments: ["", "{}", "[", "[1,null,{}]", #"[{"id":7,"on":true}]"#, #"[{"id":"x","values":[]}]"#])
    func nonsenseIsNothing(_ text: String) {
        #expect(RememberedEffects(text).areAllOff)
    }
}
