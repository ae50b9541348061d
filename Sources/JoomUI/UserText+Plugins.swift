// SPDX-License-Identifier: GPL-3.0-or-later
import JoomWidgets
import PluginKit

/// What is said of plugins.
extension UserText {
    /// What a plugin said or did.
    static func sentence(_ request: CallRequest) -> String {
        let name = request.plugin.inLanguage(Translation.language)
        return switch request.wish {
        case .say(let text):
            tr("{plugin}: {text}", ["plugin": name, "text": text.inLanguage(Translation.language)])
        case .microphone(true): tr("{plugin} switched your microphone on.", ["plugin": name])
        case .microphone(false): tr("{plugin} muted your microphone.", ["plugin": name])
        case .camera(true): tr("{plugin} switched your camera on.", ["plugin": name])
        case .camera(false): tr("{plugin} switched your camera off.", ["plugin": name])
        case .leave: tr("{plugin} left the room.", ["plugin": name])
        }
    }

    /// One that was in use and is not any more.
    static func broken(_ listing: PluginListing) -> String {
        tr(
            "{plugin} does not work any more, so it was switched off: {reason}",
            ["plugin": name(listing), "reason": state(listing) ?? ""]
        )
    }

    /// What people call it; of a broken manifest, its file.
    static func name(_ listing: PluginListing) -> String {
        guard let manifest = listing.manifest else {
            return listing.path?.split(separator: "/").last.map(String.init) ?? listing.id
        }
        return manifest.name.inLanguage(Translation.language)
    }

    /// What has become of it, with the next step where there is one; nil where its switch says it all.
    static func state(_ listing: PluginListing) -> String? {
        guard !listing.waitsForStart else { return tr("Takes effect when Joom starts again.") }
        return switch listing.state {
        case .loaded, .untried, .off(.chosen), .off(.notChosen), .off(.untilNextStart): nil
        case .off(.safeMode): tr("Not loaded, because Joom was started in safe mode.")
        case .off(.broughtStartDown):
            tr("Joom ended while it started with this plugin, so it is off. Switch it on to try again.")
        case .needsNewerJoom: tr("Needs a newer Joom. Update Joom, or take an older version of the plugin.")
        case .failed(let fault): sentence(fault)
        }
    }

    private static func sentence(_ fault: PluginFault) -> String {
        switch fault {
        case .manifest(let error): tr("The file cannot be used: {reason}", ["reason": error.description])
        case .duplicate(let path): tr("Not used: another one takes its place, {file}.", ["file": path])
        case .missing(let module): tr("Needs the plugin {plugin}. Install that one too.", ["plugin": module])
        case .unused(let module): tr("Needs the plugin {plugin}. Switch that one on too.", ["plugin": module])
        case .cycle(let modules):
            tr("These plugins need each other: {plugins}.", ["plugins": modules.joined(separator: ", ")])
        case .library(let path, let reason):
            tr("The library {file} cannot be used: it {reason}.", ["file": path, "reason": reason])
        case .refused(let number): tr("It does not want to start ({number}).", ["number": String(number)])
        case .blocked: tr("It does not answer. Switch it off and on to try again.")
        case .threw(let words): tr("It broke: {reason}", ["reason": words])
        }
    }
}
