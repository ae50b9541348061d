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

    /// Announces the list of the system's devices.
    public func register(in registry: inout PluginRegistry) {
        registry.captureSources.append(SystemDevices(portal: portal))
    }
}
