// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import Foundation
import PluginHost
import PluginKit
import ProgramKit

extension EffectsCommand {
    struct Install: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Put files among your effects; those of gnome-video-effects too.",
            discussion: "Exit status: 0 all of them are there now, 1 one or more are not."
        )
        @Argument(help: "NAME.joom-effect, or NAME.effect of gnome-video-effects.") var files: [String]
        @Flag(help: "Write one JSON object a line to standard output.") var json = false

        func run() throws {
            guard let installer = PluginRegistry([Plugins.effects]).effectSources.compactMap(\.installer).first else {
                throw ExitCode.failure
            }
            var isGood = true
            for file in files {
                let offer = installer.read(file)
                do throws(EffectInstallError) {
                    try installer.install(offer)
                } catch .unwritable(let folder) {
                    StandardError.say("joom-cli: \(folder) cannot be written. Is the disk full?")
                    isGood = false
                } catch .faulty {
                    isGood = false
                }
                EffectsCommand.write(offer.listing, asJSON: json)
            }
            if !isGood { throw ExitCode.failure }
        }
    }

    struct Allow: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Let effects use one more GStreamer element.",
            discussion: """
                Elements can do what you can: read files, send things away. Allow what comes from people you trust. A Joom \
                that is running takes it at its next start.
                """
        )
        @Argument(help: "The element, such as frei0r-filter-sobel.") var element: String

        func validate() throws {
            guard EffectListing.isID(element) else { throw ValidationError("“\(element)” is no element's name.") }
        }

        func run() throws { try EffectsCommand.allow(element, true) }
    }

    struct Forbid: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Take back what `allow` allowed.")
        @Argument(help: "The element.") var element: String

        func run() throws { try EffectsCommand.allow(element, false) }
    }

    private static func allow(_ element: String, _ isAllowed: Bool) throws {
        do {
            let choices = try ChoicesFile.standard.change { $0.allow(element: element, isAllowed) }
            let list = choices.elements.sorted().joined(separator: ", ")
            print("Effects may use\(list.isEmpty ? "" : " \(list) and") Joom's own filters.")
        } catch {
            StandardError.say("joom-cli: \(ChoicesFile.standard.path) cannot be written: \(error.localizedDescription)")
            throw ExitCode.failure
        }
    }
}
