// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import Foundation
import MediaGStreamer
import PluginHost
import PluginKit
import ProgramKit
import SocketIOCore
import TextEffects

/// `joom-cli effects`: what can be done to one's own picture and sound.
struct EffectsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "effects",
        abstract: "List effects, check the file of one, or install it.",
        subcommands: [List.self, Check.self, Install.self, Allow.self, Forbid.self]
    )

    /// Those that come with Joom, and the person's own.
    static func all() -> [EffectListing] {
        PluginRegistry([Plugins.effects]).effectSources.flatMap { $0.effects() }
    }

    /// An effect by the name of its file, by what people call it, or a file itself.
    static func find(_ text: String) throws -> EffectListing {
        if text.contains("/") || text.hasSuffix(EffectFolders.suffix) { return read(text) }
        let all = all()
        if let found = all.first(where: { $0.id == text || $0.effect?.name.plain == text }) { return found }
        let names = all.map(\.id).joined(separator: ", ")
        throw ValidationError("There is no effect called “\(text)”. There are: \(names).")
    }

    private static func read(_ path: String) -> EffectListing {
        EffectFolders.read(path, allowing: ChoicesFile.standard.read().elements).listing
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List what there is.")
        @Flag(help: "Write one JSON object a line to standard output.") var json = false

        func run() throws {
            for listing in EffectsCommand.all() { EffectsCommand.write(listing, asJSON: json) }
        }
    }

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say whether a file is in order, and if not, where.",
            discussion: "Reads it, and asks GStreamer about its filters. Exit status: 0 it is in order, 1 it is not."
        )
        @Argument(help: "NAME.joom-effect.") var file: String
        @Flag(help: "Write one JSON object a line to standard output.") var json = false

        func run() throws {
            let (file, json) = (file, json)
            CommandLoop.run { _ in
                var listing = EffectsCommand.read(file)
                if let effect = listing.effect, let fault = await EffectTrial.fault(of: effect) {
                    listing = EffectListing(id: listing.id, path: listing.path, content: .failure(fault))
                }
                EffectsCommand.write(listing, asJSON: json)
                return listing.effect == nil ? EXIT_FAILURE : EXIT_SUCCESS
            }
        }
    }

    static func write(_ listing: EffectListing, asJSON isJSON: Bool) {
        guard isJSON else { return print(PlainLine.of(sentence(listing))) }
        var fields: JSONObject = ["id": .string(listing.id), "path": .string(listing.path)]
        switch listing.content {
        case .success(let effect):
            fields["name"] = .string(effect.name.plain)
            fields["kind"] = .string(effect.kind.rawValue)
            fields["elements"] = .array(effect.elements.map { .string($0.factory) })
            fields["parameters"] = .array(effect.parameters.map { .string($0.id) })
        case .failure(let error):
            fields["error"] = .string(error.reason)
            fields["line"] = .integer(Int64(error.line))
            fields["key"] = error.key.map { .string($0) } ?? .null
        }
        print(JSONValue.object(fields).serialized)
    }

    private static func sentence(_ listing: EffectListing) -> String {
        switch listing.content {
        case .success(let effect):
            let elements = effect.elements.map(\.factory).joined(separator: ", ")
            return "\(listing.id): \(effect.name.plain) (\(effect.kind.rawValue)), by \(elements)"
        case .failure(let error): return "\(listing.id): cannot be used: \(listing.path), \(error)"
        }
    }
}
