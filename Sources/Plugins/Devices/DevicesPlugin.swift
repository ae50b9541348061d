// SPDX-License-Identifier: GPL-3.0-or-later
public import GLibKit
public import PluginKit

/// Brings the system's cameras, microphones and speakers.
public struct DevicesPlugin: Plugin {
    /// `devices`.
    public let name = "devices"

    private let portal: CameraPortal?

    /// Costs nothing: devices are looked for when somebody asks.
    ///
    /// - Parameter portal: behind which the cameras are, in a sandbox.
    public init(portal: CameraPortal? = nil) {
        self.portal = portal
    }

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
        registry.captureSources.append(SystemDevices(portal: portal))
    }
}
