// SPDX-License-Identifier: GPL-3.0-or-later
import CJoomGst
import Dispatch
import GLibKit
import JoomModel

/// Looks whether a camera is there before anything opens it: pipewiresrc waits for ever for one that is not.
enum DeviceProbe {
    /// Whether a device can be expected to open; true for those that say so themselves when opened.
    static func isPresent(_ camera: MediaDevice) async -> Bool {
        switch camera.origin {
        case .pipeWire(let node):
            await withCheckedContinuation { continuation in
                DispatchQueue.global().async { continuation.resume(returning: hasCamera(node)) }
            }
        case .v4l2(let path):
            path.hasPrefix("/dev/") && g_file_test(path, G_FILE_TEST_EXISTS) != 0
        // Behind the portal it was there when the list was made, and the list follows.
        case .portal, .pulse, .testPicture, .testTone:
            true
        }
    }

    /// Runs until the process ends: PipeWire 0.3's GStreamer plugin shares one connection between devices and sources,
    /// and crashes when a monitor was stopped before a source lets go of it.
    private static let monitor: GObjectRef? = {
        guard let made = gst_device_monitor_new() else { return nil }
        let monitor = GObjectRef(sinking: made)
        gst_device_monitor_add_filter(monitor.cast(), "Video/Source", nil)
        // Nobody reads its messages.
        if let bus = gst_device_monitor_get_bus(monitor.cast()) {
            gst_bus_set_flushing(bus, 1)
            _ = GObjectRef(taking: bus)
        }
        return gst_device_monitor_start(monitor.cast()) != 0 ? monitor : nil
    }()

    /// Looks through the cameras of now; blocks as long as PipeWire takes to list them for the first time.
    private static func hasCamera(_ node: String) -> Bool {
        guard let monitor else { return false }
        let devices = gst_device_monitor_get_devices(monitor.cast())
        defer { g_list_free(devices) }
        var found = false
        var link = devices
        while let item = link {
            if let pointer = item.pointee.data {
                let device = GObjectRef(taking: pointer)
                found = found || names(device).contains(node)
            }
            link = item.pointee.next
        }
        return found
    }

    private static func names(_ device: GObjectRef) -> [String] {
        guard let properties = gst_device_get_properties(device.cast()) else { return [] }
        defer { gst_structure_free(properties) }
        return ["node.name", "object.serial", "object.path"].compactMap { (key: String) in
            gst_structure_get_string(properties, key).map { String(cString: $0) }
        }
    }
}
