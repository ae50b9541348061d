// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel

/// Turns what GStreamer finds into devices to choose from.
///
/// PipeWire's sound devices are found twice, by PipeWire and by PulseAudio's protocol: the second is kept, as it is what
/// sound is opened with. Each speaker is also found as a microphone, its monitor, through which a call would hear itself.
enum DeviceCatalogue {
    /// The devices, each once: cameras, then microphones, then speakers.
    static func devices(from found: [FoundDevice]) -> [MediaDevice] {
        cameras(from: found) + sound(.microphone, "Audio/Source", from: found)
            + sound(.speaker, "Audio/Sink", from: found)
    }

    /// What is known of the cameras behind the portal.
    enum PortalCameras {
        /// That there are some; the person was not asked yet.
        case promised
        /// All that the person lets us see.
        case listed
    }

    /// The devices in a sandbox, where cameras are opened through the portal.
    static func devices(from found: [FoundDevice], behindPortal cameras: PortalCameras) -> [MediaDevice] {
        let others = devices(from: found.filter { $0.deviceClass != "Video/Source" })
        switch cameras {
        case .promised: return [promise] + others
        case .listed:
            let nodes = found.filter {
                $0.deviceClass == "Video/Source" && $0.typeName == "GstPipeWireDevice" && isCamera($0)
            }
            return pipeWireCameras(nodes) { .portal(node: $0) } + others
        }
    }

    private static let promise = MediaDevice(
        id: DeviceID("portal-camera"),
        name: "Camera",
        kind: .camera,
        origin: .portal(node: nil),
        isDefault: true
    )

    // MARK: Cameras

    private static func cameras(from found: [FoundDevice]) -> [MediaDevice] {
        let videos = found.filter { $0.deviceClass == "Video/Source" }
        let nodes = videos.filter { $0.typeName == "GstPipeWireDevice" && isCamera($0) }
        if !nodes.isEmpty { return pipeWireCameras(nodes) { .pipeWire(node: $0) } }
        // Without PipeWire the kernel's devices are ours to open.
        let kernel = videos.filter { $0.typeName == "GstV4l2Device" && $0.openName != nil }
        let names = uniqueNames(of: kernel)
        return unique(
            zip(kernel, names).enumerated().compactMap { index, device in
                device.0.openName.map { path in
                    MediaDevice(
                        id: DeviceID(path),
                        name: device.1,
                        kind: .camera,
                        origin: .v4l2(path: path),
                        isDefault: index == 0
                    )
                }
            }
        )
    }

    /// Screens that are being cast are video nodes too, but of another role.
    private static func isCamera(_ device: FoundDevice) -> Bool {
        device.properties["node.name"] != nil && (device.properties["media.role"] ?? "Camera") == "Camera"
    }

    private static func pipeWireCameras(
        _ nodes: [FoundDevice],
        _ origin: (String) -> MediaDevice.Origin
    ) -> [MediaDevice] {
        let priorities = nodes.map { Int($0.properties["priority.session"] ?? "") ?? 0 }
        // Whom the session manager would take when nobody chose: the highest priority, else the first.
        let preferred = priorities.max().flatMap { priorities.firstIndex(of: $0) }
        let names = uniqueNames(of: nodes)
        return unique(
            zip(nodes, names).enumerated().compactMap { index, device in
                device.0.properties["node.name"].map { node in
                    MediaDevice(
                        id: DeviceID(node),
                        name: device.1,
                        kind: .camera,
                        origin: origin(node),
                        isDefault: index == preferred
                    )
                }
            }
        )
    }

    // MARK: Sound

    private static func sound(
        _ kind: MediaDevice.Kind,
        _ deviceClass: String,
        from found: [FoundDevice]
    ) -> [MediaDevice] {
        let devices = found.filter {
            $0.typeName == "GstPulseDevice" && $0.deviceClass == deviceClass && isReal($0)
        }
        // Where the system's default is a monitor, the first real one is what remains to take.
        let preferred = devices.firstIndex(where: \.isDefault) ?? 0
        return unique(
            zip(devices, uniqueNames(of: devices)).enumerated().compactMap { index, pair in
                soundName(pair.0).map { pulse in
                    MediaDevice(
                        id: DeviceID(pulse),
                        name: pair.1,
                        kind: kind,
                        origin: .pulse(device: pulse),
                        isDefault: index == preferred
                    )
                }
            }
        )
    }

    private static func soundName(_ device: FoundDevice) -> String? {
        device.openName ?? device.properties["node.name"]
    }

    /// Neither a speaker's monitor, nor the sink that stands in where there is no speaker.
    private static func isReal(_ device: FoundDevice) -> Bool {
        guard let name = soundName(device) else { return false }
        return device.properties["device.class"] != "monitor" && !name.hasSuffix(".monitor") && name != "auto_null"
    }

    // MARK: Names

    private static func unique(_ devices: [MediaDevice]) -> [MediaDevice] {
        var seen: Set<DeviceID> = []
        return devices.filter { seen.insert($0.id).inserted }
    }

    /// Names to tell devices apart by: two of a model get a number.
    private static func uniqueNames(of devices: [FoundDevice]) -> [String] {
        var counts: [String: Int] = [:]
        return devices.map { device in
            let name = personalName(of: device)
            let count = (counts[name] ?? 0) + 1
            counts[name] = count
            return count == 1 ? name : "\(name) \(count)"
        }
    }

    /// The display name in one line, without what only says how it was found.
    private static func personalName(of device: FoundDevice) -> String {
        var name = device.displayName.unicodeScalars.filter { $0.properties.generalCategory != .control }.prefix(100)
            .map(Character.init)[...]
        for suffix in [" (V4L2)", " (libcamera)"] where String(name).hasSuffix(suffix) {
            name = name.dropLast(suffix.count)
        }
        return name.isEmpty ? device.properties["node.name"] ?? device.deviceClass : String(name)
    }
}
