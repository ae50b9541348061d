// SPDX-License-Identifier: GPL-3.0-or-later
public import PluginKit

/// Brings the system's cameras, microphones and speakers.
public struct DevicesPlugin: Plugin {
    /// `devices`.
    public let name = "devices"

    /// Costs nothing: devices are looked for when somebody asks.
    public init() {}

    /// Announces the list of the system's devices.
    public func register(in registry: inout PluginRegistry) {
        registry.captureSources.append(SystemDevices())
    }
}
