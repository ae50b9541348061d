// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import Foundation
import PluginHost
import PluginKit
import ProgramKit
import SocketIOCore

/// `joom-cli plugins`: what Joom is made of, and what was added.
struct PluginsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plugins",
        abstract: "List plugins, switch them on and off, or check one.",
        discussion: "A Joom that is running takes what is chosen here at its next start.",
        subcommands: [List.self, Enable.self, Disable.self, Check.self, Try.self]
    )

    /// What a start would find, libraries looked into and none loaded.
    static func survey() -> [PluginListing] { PluginKeeper.survey(Plugins.builtIns).listings }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List what there is, and what has become of it.",
            discussion: "No library is loaded; `check` tries one out."
        )
        @Flag(help: "Write one JSON object a line to standard output.") var json = false

        func run() throws {
            for listing in PluginsCommand.survey() { PluginReport(listing).write(asJSON: json) }
        }
    }

    struct Enable: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Use a plugin, from the next start on.")
        @Argument(help: "Its module, as in the list.") var module: String
        @Flag(help: "Write one JSON object a line to standard output.") var json = false

        func run() throws { try PluginsCommand.set(module, on: true, asJSON: json) }
    }

    struct Disable: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Do without a plugin, from the next start on.")
        @Argument(help: "Its module, as in the list.") var module: String
        @Flag(help: "Write one JSON object a line to standard output.") var json = false

        func run() throws { try PluginsCommand.set(module, on: false, asJSON: json) }
    }

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say whether a plugin works, and if not, why.",
            discussion: """
                Reads the manifest, looks into the library, and starts it in a process of its own. Exit status: 0 it \
                works, 1 it does not.
                """
        )
        @Argument(help: "NAME.plugin, or a module of the list.") var plugin: String
        @Flag(help: "Write one JSON object a line to standard output.") var json = false

        func run() throws {
            let report = try PluginTrial.check(plugin)
            report.write(asJSON: json)
            guard report.isGood else { throw ExitCode.failure }
        }
    }

    /// What `check` runs in a process of its own: what the library does to it harms nobody.
    struct Try: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Start a library.", shouldDisplay: false)
        @Argument var manifest: String

        func run() throws { CommandLoop.run { _ in PluginTrial.run(manifest) } }
    }

    private static func set(_ module: String, on isOn: Bool, asJSON isJSON: Bool) throws {
        let listings = survey()
        guard let listing = listings.first(where: { $0.id == module }) else {
            let names = listings.filter { $0.manifest != nil }.map(\.id).joined(separator: ", ")
            throw ValidationError("There is no plugin called “\(module)”. There are: \(names).")
        }
        do {
            try ChoicesFile.standard.change { $0.set(module, on: isOn) }
        } catch {
            StandardError.say("joom-cli: \(ChoicesFile.standard.path) cannot be written: \(error.localizedDescription)")
            throw ExitCode.failure
        }
        PluginReport(survey().first { $0.id == module } ?? listing).write(asJSON: isJSON)
    }
}

/// What is told of one plugin.
struct PluginReport {
    private let listing: PluginListing
    private let state: PluginState

    /// Tells what a start would make of it.
    ///
    /// - Parameters:
    ///   - listing: as surveyed.
    ///   - trial: what a trial came to, where there was one.
    init(_ listing: PluginListing, trial: PluginState? = nil) {
        self.listing = listing
        if let trial {
            state = trial
        } else if listing.state == .untried, let path = listing.path,
            let fault = NativeLibrary.fault(of: PluginFolders.library(of: listing.id, beside: path))
        {
            state = .failed(fault)
        } else {
            state = listing.state
        }
    }

    /// Whether it works.
    var isGood: Bool {
        switch state {
        case .loaded, .untried, .off(.chosen), .off(.notChosen), .off(.untilNextStart), .off(.safeMode): true
        case .off(.broughtStartDown), .failed, .needsNewerJoom: false
        }
    }

    /// Prints it.
    func write(asJSON isJSON: Bool) {
        guard isJSON else { return print(PlainLine.of(sentence)) }
        var fields: JSONObject = ["module": .string(listing.id), "state": .string(code), "on": .bool(listing.isOn)]
        if let manifest = listing.manifest {
            fields["name"] = .string(manifest.name.plain)
            fields["kinds"] = .array(manifest.kinds.map { .string($0.rawValue) })
            fields["version"] = manifest.version.map { .string($0) } ?? .null
            fields["depends"] = .array(manifest.depends.map { .string($0) })
        }
        fields["path"] = listing.path.map { .string($0) } ?? .null
        fields["reason"] = reason.map { .string($0) } ?? .null
        if case .failed(.manifest(let error)) = state {
            fields["line"] = .integer(Int64(error.line))
            fields["key"] = error.key.map { .string($0) } ?? .null
        }
        print(JSONValue.object(fields).serialized)
    }

    private var sentence: String {
        let name = listing.manifest.map { ": \($0.name.plain)" } ?? ""
        let kinds = listing.manifest.map { " (\($0.kinds.map(\.rawValue).joined(separator: ", ")))" } ?? ""
        return "\(listing.id)\(name)\(kinds): \(code)\(reason.map { ", \($0)" } ?? "")"
    }

    private var code: String {
        switch state {
        case .loaded: "works"
        case .untried: "on"
        case .off: "off"
        case .failed: "failed"
        case .needsNewerJoom: "needs a newer Joom"
        }
    }

    private var reason: String? {
        switch state {
        case .loaded, .untried, .off(.chosen), .off(.notChosen), .off(.untilNextStart): nil
        case .off(.safeMode): "this start loads no libraries"
        case .off(.broughtStartDown): "Joom ended while it started with it; enable it to try again"
        case .failed(let fault): fault.description
        case .needsNewerJoom(let api):
            "it was made for interface \(api), and this Joom has \(PluginManifest.apiVersion)"
        }
    }
}
