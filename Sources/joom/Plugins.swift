// SPDX-License-Identifier: GPL-3.0-or-later
import Chat
import Devices
import DummyPlugin
import GLibKit
import MediaGStreamer
import PluginHost
import PluginKit
import ProgramKit
import Recorder
import ScreenShare
import SignalingSocketIO
import StatisticsExporter
import TextEffects

/// Which plugins there are; the only place that names them.
enum Plugins {
    /// One that the command line can name.
    struct Entry {
        let name: String
        /// Used unless the command line names others.
        let isStandard: Bool
        /// Finds peers through a server, so that one is needed.
        let needsServer: Bool
        let make: @Sendable () -> any Plugin
    }

    /// In a sandbox cameras are found and opened through one door.
    static let portal = CameraPortal.isNeeded ? CameraPortal(isSeen: false) : nil

    static let all = [
        Entry(name: "gstreamer", isStandard: true, needsServer: true) { GStreamerPlugin(portal: portal) },
        Entry(name: "devices", isStandard: true, needsServer: true) { DevicesPlugin(portal: portal) },
        Entry(name: "socketio", isStandard: true, needsServer: true) { SocketIOSignalingPlugin() },
        Entry(name: "text-effects", isStandard: true, needsServer: false) {
            TextEffectsPlugin(allowing: ChoicesFile.standard.read().elements)
        },
        Entry(name: "screen-share", isStandard: true, needsServer: false) {
            ScreenSharePlugin(.own)
        },
        Entry(name: "chat", isStandard: true, needsServer: false) { ChatPlugin() },
        Entry(name: "recorder", isStandard: true, needsServer: false) { RecorderPlugin(.videos(.own)) },
        Entry(name: "statistics-exporter", isStandard: false, needsServer: false) { StatisticsExporterPlugin(.own) },
        Entry(name: "dummy", isStandard: false, needsServer: false) { DummyPlugin() },
    ]

    /// Those that were named, or the standard ones where none was.
    static func chosen(_ names: [String]) -> [Entry] {
        all.filter { names.isEmpty ? $0.isStandard : names.contains($0.name) }
    }

    /// Finds all there are, and loads those that are wanted.
    ///
    /// - Parameters:
    ///   - names: those of the command line; exactly these, or none for what a person chose.
    ///   - isSafe: loads no libraries.
    /// - Returns: what was found and loaded.
    @MainActor
    static func keeper(_ names: [String], isSafe: Bool) -> PluginKeeper {
        PluginKeeper(builtIns, mode: names.isEmpty ? isSafe ? .safe : .chosen : .only(names)) {
            StandardError.say("joom: \($0)")
        }
    }

    /// Whether rooms of this computer need a server: something that finds peers through one is wanted.
    static func needsServer(_ names: [String]) -> Bool {
        guard names.isEmpty else { return chosen(names).contains(where: \.needsServer) }
        let wanted = PluginKeeper.survey(builtIns).listings.filter(\.isOn).map(\.id)
        return all.contains { $0.needsServer && wanted.contains($0.name) }
    }

    private static var builtIns: [PluginKeeper.BuiltIn] {
        all.map { PluginKeeper.BuiltIn($0.make(), isStandard: $0.isStandard) }
    }

    /// Makes and registers them, without any libraries.
    static func registry(_ names: [String]) -> PluginRegistry {
        PluginRegistry(chosen(names).map { $0.make() })
    }
}
