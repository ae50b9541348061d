// SPDX-License-Identifier: GPL-3.0-or-later
import Devices
import GLibKit
import JoomModel
import MediaGStreamer
import PluginKit

/// Looks whether there are camera, microphone and speaker, and whether they work.
enum DeviceTrial {
    static func devices() async -> [Finding] {
        let devices = await found()
        return [
            finding(.camera, devices, without: "The others see none of you. Plug a camera in."),
            finding(.microphone, devices, without: "The others hear none of you. Plug a microphone in."),
            finding(.speaker, devices, without: "You hear nobody. Plug a speaker or headphones in."),
        ]
    }

    private static func found() async -> [MediaDevice] {
        var devices: [MediaDevice] = []
        let portal = CameraPortal.isNeeded ? CameraPortal() : nil
        let registry = PluginRegistry([DevicesPlugin(portal: portal)])
        for source in registry.captureSources { devices += await source.currentDevices() }
        return devices
    }

    /// Lists what there is of a kind.
    static func finding(_ kind: MediaDevice.Kind, _ devices: [MediaDevice], without remedy: String) -> Finding {
        let word =
            switch kind {
            case .camera: "camera"
            case .microphone: "microphone"
            case .speaker: "speaker"
            }
        let names = devices.filter { $0.kind == kind }.map { $0.isDefault ? "\($0.name) (default)" : $0.name }
        guard !names.isEmpty else {
            return Finding(name: word, status: .warning, message: "There is no \(word).", remedy: remedy)
        }
        return Finding(name: word, status: .ok, message: "\(word.capitalized): \(names.joined(separator: ", ")).")
    }

    /// The door to cameras for programs in a sandbox; others go without.
    static func portal() -> [Finding] {
        let answer = SessionBus.property(
            "IsCameraPresent",
            of: "org.freedesktop.portal.Camera",
            at: "/org/freedesktop/portal/desktop",
            in: "org.freedesktop.portal.Desktop"
        )
        switch answer {
        case .boolean(true): return [Finding(name: "portal", status: .ok, message: "The camera portal knows a camera.")]
        case .boolean(false):
            return [Finding(name: "portal", status: .ok, message: "The camera portal answers, and knows of no camera.")]
        default:
            return [
                Finding(
                    name: "portal",
                    status: .ok,
                    message: "There is no camera portal here; only a Joom from Flatpak needs one."
                )
            ]
        }
    }

    static func speaker() async -> [Finding] {
        let speakers = await found().filter { $0.kind == .speaker }
        // That there is none was said already.
        guard let speaker = speakers.first(where: \.isDefault) ?? speakers.first else { return [] }
        switch await MediaDiagnosis.speakerLoop(of: speaker) {
        case .heard(let decibels):
            return [
                Finding(
                    name: "speaker-loop",
                    status: .ok,
                    message: "\(speaker.name) plays a tone (\(Int(decibels)) dBFS)."
                )
            ]
        case .silent:
            return [
                Finding(
                    name: "speaker-loop",
                    status: .warning,
                    message: "A tone was played, and the speaker's monitor hears nothing.",
                    remedy: "Look whether the speaker is muted in the system's sound settings."
                )
            ]
        case .unavailable(let reason):
            return [
                Finding(
                    name: "speaker-loop",
                    status: .warning,
                    message: "No tone can be played: \(reason).",
                    remedy: "Start a sound server: sudo apt-get install pipewire-pulse wireplumber, and log in again."
                )
            ]
        }
    }
}
