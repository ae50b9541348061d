// SPDX-License-Identifier: GPL-3.0-or-later
import PluginKit
import Testing

@Suite struct ManifestTests {
    private static let good = """
        # Ours
        [Plugin]
        Module=hello
        Name=Hello
        Name[ko]=인사
        Description=Greets.
        Authors=Ada; Grace;
        Version=1.2
        Depends=chat;text-effects
        Loader=C
        Website=https://example.org
        X-Joom-Api=1
        X-Joom-Kind=call-add-on;effect;effect
        X-Other=anything
        """

    private static func error(_ text: String) -> String? {
        do throws(KeyFileError) {
            _ = try PluginManifest(parsing: Array(text.utf8))
            return nil
        } catch {
            return error.description
        }
    }

    @Test func everythingIsRead() throws {
        let manifest = try PluginManifest(parsing: Array(Self.good.utf8))
        #expect(manifest.module == "hello")
        #expect(manifest.name.inLanguage("ko_KR.UTF-8") == "인사")
        #expect(manifest.description?.plain == "Greets.")
        #expect(manifest.authors == ["Ada", "Grace"])
        #expect(manifest.version == "1.2")
        #expect(manifest.depends == ["chat", "text-effects"])
        #expect(manifest.kinds == [.callAddOn, .effect])
        #expect(!manifest.needsNewerJoom && manifest.changesAtOnce)
    }

    struct Fault: Sendable {
        let find: String
        let put: String
        let error: String
    }

    @Test(arguments: [
        Fault(find: "[Plugin]", put: "[Effect]", error: "line 2: the first group has to be [Plugin]"),
        Fault(find: "Module=hello", put: "Modul=hello", error: "line 3, Modul: there is no such key in [Plugin]"),
        Fault(
            find: "Module=hello",
            put: "Module=../hello",
            error: "line 3, Module: it has to be letters, digits, - and _, and no more than 64 of them"
        ),
        Fault(find: "Module=hello", put: "", error: "line 2, Module: it is missing in [Plugin]"),
        Fault(find: "Name=Hello", put: "Name=", error: "line 4, Name: it is empty"),
        Fault(
            find: "Loader=C",
            put: "Loader=python3",
            error: "line 10, Loader: only libraries with a C interface are loaded, so it has to be c"
        ),
        Fault(find: "Api=1", put: "Api=one", error: "line 12, X-Joom-Api: it has to be a number from 1"),
        Fault(find: "X-Joom-Api=1", put: "", error: "line 2, X-Joom-Api: it is missing in [Plugin]"),
        Fault(find: "chat;text", put: "a/b;text", error: "line 2, Depends: “a/b” is no module's name"),
        Fault(
            find: "call-add-on;",
            put: "toaster;",
            error: """
                line 13, X-Joom-Kind: “toaster” is no kind; there are signaling, peer-connection, capture-source, effect, \
                call-add-on, track-sink
                """
        ),
        Fault(find: "X-Other", put: "[More]\nX-Other", error: "line 14: after [Plugin] no other group may follow"),
        Fault(find: "Version=1.2", put: "Name=Twice", error: "line 8, Name: it is there already"),
        Fault(find: "Version=1.2", put: "nonsense", error: "line 8: this is neither [Group] nor Key=Value"),
    ])
    func faultsAreNamedExactly(_ fault: Fault) {
        #expect(Self.error(Self.good.replacing(fault.find, with: fault.put)) == fault.error)
    }

    @Test func oneForANewerJoomIsReadAsFarAsItGoes() throws {
        let text = Self.good.replacing("Api=1", with: "Api=3").replacing("call-add-on", with: "hologram")
            .replacing("X-Other", with: "Shape=round\n[More]\nX-Other")
        let manifest = try PluginManifest(parsing: Array(text.utf8))
        #expect(manifest.needsNewerJoom && manifest.api == 3)
        #expect(manifest.name.plain == "Hello" && manifest.kinds == [.effect])
    }
}
