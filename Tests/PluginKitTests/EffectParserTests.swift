// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import Testing

@testable import PluginKit

@Suite struct EffectParserTests {
    private static let good = """
        # A comment.
        [Effect]
        Name=Warm
        Name[ko]=따뜻하게
        Kind=video
        ApiVersion=1
        Pipeline=videobalance saturation=1.2 ! gamma gamma="1.1"
        X-Author=Ada

        [Parameter hue]
        Label=Tone
        Element=videobalance
        Property=hue
        Type=double
        Range=-0.5..0.5
        Default=0.1
        """

    private static func error(_ text: String, allowing extra: Set<String> = []) -> String? {
        do throws(KeyFileError) {
            _ = try Effect(parsing: Array(text.utf8), allowing: extra)
            return nil
        } catch {
            return error.description
        }
    }

    @Test func aGoodFileIsRead() throws {
        let effect = try Effect(parsing: Array(Self.good.utf8))
        #expect(effect.name.inLanguage("ko_KR") == "따뜻하게")
        #expect(effect.name.inLanguage("de") == "Warm")
        #expect(effect.kind == .video)
        #expect(effect.elements.map(\.factory) == ["videobalance", "gamma"])
        #expect(effect.elements[1].properties == [.init(name: "gamma", value: "1.1")])
        let parameter = try #require(effect.parameters.first)
        #expect(parameter.id == "hue")
        #expect(parameter.element == 0)
        #expect(parameter.domain == .double(-0.5...0.5, initial: 0.1))
    }

    @Test(
        arguments: [
            ("Kind=video", "Kind=smell", "line 5, Kind: it has to be video or audio"),
            ("Kind=video", "", "line 2, Kind: it is missing in [Effect]"),
            ("Kind=video", "Kind=video\nKind=audio", "line 6, Kind: it is there already"),
            ("Kind=video", "Kinds=video", "line 5, Kinds: there is no such key in [Effect]"),
            ("ApiVersion=1", "ApiVersion=2", "line 6, ApiVersion: the effect needs a newer Joom"),
            ("ApiVersion=1", "ApiVersion=one", "line 6, ApiVersion: it has to be a number from 1"),
            ("Name=Warm", "Name=", "line 3, Name: it is empty"),
            ("[Effect]", "[Plugin]", "line 2: the first group has to be [Effect]"),
            ("[Parameter hue]", "[Parameter]", "line 10: after [Effect] only [Parameter ID] may follow"),
            ("[Parameter hue]", "[Effect]", "line 10: there is a group [Effect] already"),
            ("Element=videobalance", "Element=smooth", "line 12, Element: the pipeline has no smooth"),
            ("Property=hue", "Property=name", "line 13, Property: “name” is no property that may be changed"),
            ("Type=double", "Type=colour", "line 14, Type: it has to be int, double, bool or choice"),
            (
                "Range=-0.5..0.5", "Range=1..0",
                "line 15, Range: it has to be two numbers, such as 0..10, the smaller one first"
            ),
            (
                "Type=double\nRange=-0.5..0.5", "Type=int\nRange=0..9223372036854775807",
                "line 15, Range: no number may have more than 15 digits"
            ),
            ("Range=-0.5..0.5", "Range=0..1e300", "line 15, Range: no number may have more than 15 digits"),
            ("Name=Warm", "Name=Warm\u{1b}[2J", "line 3: the character U+1B is not allowed"),
            ("Name=Warm", "Name=\u{202e}mraW", "line 3: the character U+202E is not allowed"),
            ("Name=Warm", "Name=a\0b", "line 3: the character U+0 is not allowed"),
            (
                "Name=Warm", "Name=a" + String(repeating: "\u{301}", count: 400),
                "line 3, Name: it has more than 60 characters"
            ),
            ("Default=0.1", "Default=7", "line 16, Default: it has to be a number within -0.5..0.5"),
            ("X-Author=Ada", "nonsense", "line 8: this is neither [Group] nor Key=Value"),
        ]
    )
    func aFaultIsNamedExactly(_ old: String, _ new: String, _ expected: String) {
        #expect(Self.error(Self.good.replacing(old, with: new)) == expected)
    }

    @Test(
        arguments: [
            (
                "filesrc location=/etc/passwd",
                "the element filesrc is not one of the video filters that effects may use"
            ),
            ("videobalance ! filesink", "the element filesink is not one of the video filters that effects may use"),
            ("volume", "the element volume is not one of the video filters that effects may use"),
            ("videobalance !", "an element is missing beside !"),
            ("! videobalance", "an element is missing beside !"),
            ("videobalance ! ! gamma", "an element is missing beside !"),
            ("videobalance name=x", "videobalance may not be given “name”"),
            ("videobalance hue", "“hue” after videobalance is no property=value"),
            ("videobalance hue=1 hue=2", "videobalance's hue is set twice"),
            ("videobalance hue=\"1", "a quotation does not end"),
            ("videobalance hue=1;rm", "the character \";\" is not allowed"),
            ("videobalance hue=$HOME", "the character \"$\" is not allowed"),
            ("videobalance. ! gamma", "“videobalance.” is no element's name"),
            ("(gamma)", "“(gamma)” is no element's name"),
            ("gamma gamma=a=b", "gamma's gamma has no value that makes sense"),
            ("smooth filter-size=40", "smooth's filter-size has to stay within 0..8"),
            ("smooth filter-size=abc", "smooth's filter-size has to stay within 0..8"),
            ("identity sleep-time=1", "the element identity is not one of the video filters that effects may use"),
            (Array(repeating: "gamma", count: 17).joined(separator: " ! "), "it has more than 16 elements"),
        ]
    )
    func onlyFiltersInARowAreTaken(_ pipeline: String, _ reason: String) {
        let text = "[Effect]\nName=x\nKind=video\nApiVersion=1\nPipeline=\(pipeline)"
        #expect(Self.error(text) == "line 5, Pipeline: \(reason)")
    }

    /// What GStreamer would take, and a call would not survive.
    @Test(arguments: [
        ("audioecho max-delay=1", "delay", "1..3000000000", "audioecho's delay has to stay within 1..2000000000"),
        ("pitch pitch=1.2", "rate", "0.1..10", "pitch's rate has to stay 1"),
    ])
    func parametersStayWithinTheSameLimits(_ pipeline: String, _ property: String, _ range: String, _ reason: String) {
        let text = """
            [Effect]
            Name=x
            Kind=audio
            ApiVersion=1
            Pipeline=\(pipeline)
            [Parameter x]
            Label=x
            Element=\(pipeline.prefix { $0 != " " })
            Property=\(property)
            Type=double
            Default=1
            Range=\(range)
            """
        #expect(Self.error(text) == "line 12, Range: \(reason)")
    }

    @Test func aReasonQuotesNoWholeFile() {
        let error = Self.error("[Effect]\n[\(String(repeating: "x", count: 60_000))]\n" + Self.good)
        #expect((error?.utf8.count ?? .max) < 500)
        let key = Self.error("[Effect]\n\(String(repeating: "x", count: 60_000))=1")
        #expect((key?.utf8.count ?? .max) < 500)
    }

    @Test func otherElementsCanBeAllowed() {
        let text = "[Effect]\nName=x\nKind=video\nApiVersion=1\nPipeline=frei0r-filter-glow blur=0.5"
        #expect(Self.error(text) != nil)
        #expect(Self.error(text, allowing: ["frei0r-filter-glow"]) == nil)
    }

    @Test func filesOfOtherProgramsAreRead() throws {
        let text =
            "[Effect]\n_Name=Saturation\nName=Saturation\nCategory=Color\n"
            + "PipelineDescription=videobalance saturation=1.5 hue=-0.5\nComment=Strong colours"
        let effect = try Effect(parsing: Array(text.utf8))
        #expect(effect.kind == .video)
        #expect(effect.elements.count == 1)
    }

    @Test func ourOwnFilesAreInOrder() throws {
        let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        let folder = "/\(root)/data/effects"
        let files = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".joom-effect") }
        #expect(files.count >= 12)
        for file in files {
            let bytes = try #require(FileManager.default.contents(atPath: "\(folder)/\(file)"))
            let effect = try Effect(parsing: Array(bytes))
            #expect(effect.name.translations["ko"] != nil, "\(file)")
            #expect(effect.parameters.allSatisfy { $0.label.translations["ko"] != nil }, "\(file)")
        }
    }

    @Test func whatIsNoTextIsRefused() {
        #expect(throws: KeyFileError(line: 1, key: nil, reason: "the file is not UTF-8")) {
            try Effect(parsing: [0x5b, 0xff])
        }
        #expect(throws: KeyFileError.self) { try Effect(parsing: Array(repeating: 0x20, count: 70_000)) }
        #expect(throws: KeyFileError.self) { try Effect(parsing: []) }
    }

    @Test func theLargestNumberIsNoTrouble() throws {
        let text = Self.good.replacing("Type=double", with: "Type=int").replacing("Default=0.1", with: "Default=0")
            .replacing("-0.5..0.5", with: "0..1000000000000000")
        let parameter = try #require(try Effect(parsing: Array(text.utf8)).parameters.first)
        #expect(parameter.text(for: .number(.greatestFiniteMagnitude)) == "1000000000000000")
    }

    @Test func valuesStayWithinTheirDomain() throws {
        let parameter = try #require(try Effect(parsing: Array(Self.good.utf8)).parameters.first)
        #expect(parameter.text(for: .number(9)) == "0.5")
        #expect(parameter.text(for: .number(.nan)) == "0.1")
        #expect(parameter.text(for: .switch(true)) == "0.1")
        #expect(parameter.text(for: nil) == "0.1")
    }
}
