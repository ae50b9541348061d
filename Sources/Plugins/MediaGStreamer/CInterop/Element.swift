// SPDX-License-Identifier: GPL-3.0-or-later
import CJoomGst
import GLibKit
import PluginKit

/// A GstElement, or a GstBin of several; copies are references to the same one.
struct Element: Sendable {
    /// The reference, for properties and signals.
    let object: GObjectRef

    /// Makes an element of a factory.
    init(_ factory: String, name: String? = nil) throws(MediaError) {
        guard let made = gst_element_factory_make(factory, name) else {
            throw MediaRequirements.missing(element: factory)
        }
        object = GObjectRef(sinking: made)
    }

    /// Makes a bin from gst-launch's language; loose ends become the bin's pads.
    ///
    /// - Parameters:
    ///   - description: written by us, never by a peer or a person: names and paths are set as properties.
    ///   - name: how messages call it.
    /// - Throws: what the description's parser says.
    init(bin description: String, name: String) throws(MediaError) {
        var error: UnsafeMutablePointer<GError>?
        let made = gst_parse_bin_from_description(description, 1, &error)
        if let error {
            if let made { _ = GObjectRef(sinking: made) }
            throw .engine(GLibError(taking: error).message)
        }
        guard let made else { throw .engine("\(name) cannot be built") }
        object = GObjectRef(sinking: made)
        gst_object_set_name(object.cast(GstObject.self), name)
    }

    init(_ object: GObjectRef) { self.object = object }

    /// Its name, unique in its bin.
    var name: String { object.string("name") ?? "" }

    /// The factory it came from, such as `rtpjitterbuffer`.
    var factoryName: String? {
        guard let factory = gst_element_get_factory(pointer) else { return nil }
        return joom_factory_name(factory).map { String(cString: $0) }
    }

    /// A part of a bin, at any depth.
    func child(_ name: String) throws(MediaError) -> Element {
        guard let found = gst_bin_get_by_name(bin, name) else { throw .engine("\(name) is missing in the graph") }
        return Element(GObjectRef(taking: found))
    }

    /// Sets any property from text, as gst-launch does: caps, fractions, enums.
    func set(_ property: String, text: String) {
        gst_util_set_object_arg(object.cast(GObject.self), property, text)
    }

    /// What a sink of sound or pictures adds to a buffer's time: the pipeline's latency, as it was told last.
    var latencyOfSink: Duration { .nanoseconds(Int64(clamping: gst_base_sink_get_latency(object.cast()))) }

    /// Puts an element into this bin.
    func add(_ element: Element) throws(MediaError) {
        guard gst_bin_add(bin, element.pointer) != 0 else { throw .engine("\(element.name) cannot be added") }
    }

    /// Whether a bin holds this element.
    func isPart(of bin: Element) -> Bool {
        gst_object_has_as_parent(object.cast(), bin.object.cast()) != 0
    }

    /// Takes an element out of this bin.
    func remove(_ element: Element) {
        gst_bin_remove(bin, element.pointer)
    }

    /// Starts an element that joined a running bin.
    func followParent() throws(MediaError) {
        guard gst_element_sync_state_with_parent(pointer) != 0 else { throw .engine("\(name) does not start") }
    }

    /// Changes the state; may block for as long as a device likes.
    ///
    /// - Returns: false when the element refuses.
    @discardableResult
    func setState(_ state: State) -> Bool {
        gst_element_set_state(pointer, state.raw) != GST_STATE_CHANGE_FAILURE
    }

    /// Keeps the parent's state changes away, or lets them through again.
    func lockState(_ locked: Bool) { gst_element_set_locked_state(pointer, locked ? 1 : 0) }

    /// A pad that is always there.
    func pad(_ name: String) throws(MediaError) -> Pad {
        guard let pad = gst_element_get_static_pad(pointer, name) else { throw .engine("\(self.name) has no \(name)") }
        return Pad(GObjectRef(taking: pad))
    }

    /// A pad made on demand, by template or by its final name.
    func requestPad(_ name: String) throws(MediaError) -> Pad {
        guard let pad = gst_element_request_pad_simple(pointer, name) else {
            throw .engine("\(self.name) gives no \(name)")
        }
        return Pad(GObjectRef(taking: pad))
    }

    /// Gives back a pad that was requested.
    func release(_ pad: Pad) { gst_element_release_request_pad(pointer, pad.pointer) }

    /// States of an element.
    enum State: Sendable {
        /// Nothing is held.
        case null
        /// Devices are open.
        case ready
        /// Data flows.
        case playing

        fileprivate var raw: GstState {
            switch self {
            case .null: GST_STATE_NULL
            case .ready: GST_STATE_READY
            case .playing: GST_STATE_PLAYING
            }
        }
    }

    var pointer: UnsafeMutablePointer<GstElement> { object.cast() }
    var bin: UnsafeMutablePointer<GstBin> { object.cast() }
}
