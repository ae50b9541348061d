// SPDX-License-Identifier: GPL-3.0-or-later

/// A device as GStreamer describes it.
struct FoundDevice: Hashable, Sendable {
    /// The GType of the device, which tells who found it, such as `GstPulseDevice`.
    var typeName: String
    /// GStreamer's class, such as `Audio/Source`.
    var deviceClass: String
    /// The name for people.
    var displayName: String
    /// The name that PulseAudio's protocol or the kernel opens it by, where GStreamer tells.
    var openName: String?
    /// `is-default`, where the finder says so.
    var isDefault = false
    /// Those of the finder's properties that we look at.
    var properties: [String: String] = [:]

    /// The properties that matter.
    static let propertyNames = ["node.name", "device.class", "media.role", "priority.session"]
}
