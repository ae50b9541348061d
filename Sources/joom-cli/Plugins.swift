// SPDX-License-Identifier: GPL-3.0-or-later
import Chat
import Devices
import DummyPlugin
import GLibKit
import MediaGStreamer
import PluginHost
import PluginKit
import Recorder
import ScreenShare
import SignalingSocketIO
import StatisticsExporter
import TextEffects

/// The parts of Joom, as Sources/joom/Plugins.swift has them; this program shows no window, so those with views lack.
enum Plugins {
    /// Effects from files, by the elements that the person allows.
    static var effects: TextEffectsPlugin { TextEffectsPlugin(allowing: ChoicesFile.standard.read().elements) }

    /// In a sandbox cameras are found and opened through one door.
    private static let portal = CameraPortal.isNeeded ? CameraPortal() : nil

    /// In the order in which they are loaded.
    static var builtIns: [PluginKeeper.BuiltIn] { builtIns(recordings: .videos(.own)) }

    /// The same, with recordings in this place.
    static func builtIns(recordings place: RecordingPlace) -> [PluginKeeper.BuiltIn] {
        [
            PluginKeeper.BuiltIn(GStreamerPlugin(portal: portal), isStandard: true),
            PluginKeeper.BuiltIn(DevicesPlugin(portal: portal), isStandard: true),
            PluginKeeper.BuiltIn(SocketIOSignalingPlugin(), isStandard: true),
            PluginKeeper.BuiltIn(effects, isStandard: true),
            PluginKeeper.BuiltIn(ScreenSharePlugin(.own), isStandard: true),
            PluginKeeper.BuiltIn(ChatPlugin(), isStandard: true),
            PluginKeeper.BuiltIn(RecorderPlugin(place), isStandard: true),
            PluginKeeper.BuiltIn(StatisticsExporterPlugin(.own), isStandard: false),
            PluginKeeper.BuiltIn(DummyPlugin(), isStandard: false),
        ]
    }
}
