// SPDX-License-Identifier: GPL-3.0-or-later
import CJoomGst
import GLibKit
import PluginKit

/// GStreamer as a whole.
enum GStreamerLibrary {
    /// Loads GStreamer once for the process.
    static func load() throws(MediaError) {
        // It locks, and returns at once when all is loaded. gst_is_initialized says yes before the registry is there:
        // a second thread that trusts it finds no element at all.
        guard gst_init_check(nil, nil, nil) != 0 else {
            throw .engine("GStreamer cannot be initialised")
        }
    }

    /// Whether an element is installed; call after `load()`.
    static func hasElement(_ name: String) -> Bool {
        guard let factory = gst_element_factory_find(name) else { return false }
        _ = GObjectRef(taking: factory)
        return true
    }

    /// Loads the code of elements from the disk, of those that are installed, so that making one does not take long; any thread.
    static func preload(_ names: some Sequence<String>) {
        for name in names {
            guard let factory = gst_element_factory_find(name) else { continue }
            _ = gst_plugin_feature_load(factory).map(GObjectRef.init(taking:))
            _ = GObjectRef(taking: factory)
        }
    }

    /// Major, minor and micro version of what is loaded at run time.
    static var version: [Int] {
        var (major, minor, micro, nano) = (guint(0), guint(0), guint(0), guint(0))
        gst_version(&major, &minor, &micro, &nano)
        return [Int(major), Int(minor), Int(micro)]
    }

    /// Nanoseconds of the monotonic clock.
    static var now: UInt64 { UInt64(g_get_monotonic_time()) * 1_000 }
}
