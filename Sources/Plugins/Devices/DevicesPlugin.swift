// SPDX-License-Identifier: GPL-3.0-or-later
public import PluginKit

/// Brings the system's cameras, microphones and speakers.
public struct DevicesPlugin: Plugin {
    /// `devices`.
    public let name = "devices"

    /// Costs nothing: devices are looked for when somebody asks.
    public init() {}

    /// What lists say of it.
    public var manifest: PluginManifest {
        PluginManifest(
            module: name,
            name: LocalText("Devices", translations: ["ko": "장치"]),
            description: LocalText(
                "Finds cameras, microphones and speakers.",
                translations: ["ko": "카메라, 마이크, 스피커를 찾습니다."]
            ),
            kinds: [.captureSource]
        )
    }

    /// Announces the list of the system's devices.
    public func register(in registry: inout PluginRegistry) {
        registry.captureSources.append(SystemDevices())
    }
}
