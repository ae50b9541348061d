// SPDX-License-Identifier: GPL-3.0-or-later
import Devices
import DummyPlugin
import GLibKit
import MediaGStreamer
import PluginKit
import SignalingSocketIO
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
        Entry(name: "text-effects", isStandard: true, needsServer: false) { TextEffectsPlugin() },
        Entry(name: "dummy", isStandard: false, needsServer: false) { DummyPlugin() },
    ]

    /// Those that were named, or the standard ones where none was.
    static func chosen(_ names: [String]) -> [Entry] {
        all.filter { names.isEmpty ? $0.isStandard : names.contains($0.name) }
    }

    /// Makes and registers them.
    static func registry(_ names: [String]) -> PluginRegistry {
        PluginRegistry(chosen(names).map { $0.make() })
    }
}
