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
        case .pulse, .testPicture, .testTone:
            true
        }
    }

    /// Lists the cameras of now; blocks as long as PipeWire takes.
    private static func hasCamera(_ node: String) -> Bool {
        guard let monitor = gst_device_monitor_new() else { return false }
        let owner = GObjectRef(sinking: monitor)
        gst_device_monitor_add_filter(monitor, "Video/Source", nil)
        guard gst_device_monitor_start(monitor) != 0 else { return false }
        defer {
            gst_device_monitor_stop(monitor)
            _ = owner
        }
        let devices = gst_device_monitor_get_devices(monitor)
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
