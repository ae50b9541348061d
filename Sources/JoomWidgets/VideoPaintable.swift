// SPDX-License-Identifier: GPL-3.0-or-later
import CJoomGtk
import GLibKit

/// A GdkPaintable that shows the newest of many textures, mirrored if wanted: the one GObject class made in Swift.
///
/// It claims an aspect ratio but no size, so that a pane is as large as its place and not as its picture.
@MainActor
final class VideoPaintable {
    private struct Instance {
        var parent: GObject
        var texture: OpaquePointer?
        var width: Int32
        var height: Int32
        var isMirrored: Bool
        var undrawn: Int32
    }

    let ref: GObjectRef

    init() {
        ref = GObjectRef(taking: g_object_new_with_properties(Self.type, 0, nil, nil))
    }

    isolated deinit {}

    var isMirrored: Bool {
        get { instance.pointee.isMirrored }
        set {
            instance.pointee.isMirrored = newValue
            gdk_paintable_invalidate_contents(ref.opaque)
        }
    }

    /// How many textures were shown since it was last drawn.
    var undrawn: Int { Int(instance.pointee.undrawn) }

    var hasTexture: Bool { instance.pointee.texture != nil }

    /// Shows a texture (kept), or nothing.
    func show(_ texture: GObjectRef?, width: Int, height: Int) {
        let old = instance.pointee.texture
        if let texture { g_object_ref(texture.pointer) }
        instance.pointee.texture = texture?.opaque
        instance.pointee.undrawn &+= 1
        if let old { g_object_unref(UnsafeMutableRawPointer(old)) }
        let isResized = instance.pointee.width != Int32(width) || instance.pointee.height != Int32(height)
        instance.pointee.width = Int32(width)
        instance.pointee.height = Int32(height)
        if isResized { gdk_paintable_invalidate_size(ref.opaque) }
        gdk_paintable_invalidate_contents(ref.opaque)
    }

    private var instance: UnsafeMutablePointer<Instance> { ref.cast() }

    // MARK: - The class

    private nonisolated static func instance(_ pointer: OpaquePointer?) -> UnsafeMutablePointer<Instance>? {
        pointer.map { UnsafeMutableRawPointer($0).assumingMemoryBound(to: Instance.self) }
    }

    private nonisolated static let type: GType = {
        var info = GTypeInfo()
        info.class_size = guint16(MemoryLayout<GObjectClass>.size)
        info.instance_size = guint16(MemoryLayout<Instance>.stride)
        info.class_init = { klass, _ in
            klass?.assumingMemoryBound(to: GObjectClass.self).pointee.finalize = VideoPaintable.finalize
        }
        let type = g_type_register_static(g_object_get_type(), "JoomVideoPaintable", &info, GTypeFlags(rawValue: 0))
        var interface = GInterfaceInfo()
        interface.interface_init = { table, _ in
            guard let table = table?.assumingMemoryBound(to: GdkPaintableInterface.self) else { return }
            table.pointee.snapshot = VideoPaintable.snapshot
            table.pointee.get_current_image = VideoPaintable.currentImage
            table.pointee.get_intrinsic_width = { _ in 0 }
            table.pointee.get_intrinsic_height = { _ in 0 }
            table.pointee.get_intrinsic_aspect_ratio = VideoPaintable.aspectRatio
        }
        g_type_add_interface_static(type, gdk_paintable_get_type(), &interface)
        return type
    }()

    private nonisolated static let finalize: @convention(c) (UnsafeMutablePointer<GObject>?) -> Void = { object in
        guard let object else { return }
        if let texture = instance(OpaquePointer(object))?.pointee.texture {
            g_object_unref(UnsafeMutableRawPointer(texture))
        }
        let parent = g_type_class_peek(g_object_get_type())?.assumingMemoryBound(to: GObjectClass.self)
        parent?.pointee.finalize?(object)
    }

    private nonisolated static let snapshot: @convention(c) (OpaquePointer?, OpaquePointer?, Double, Double) -> Void = {
        paintable,
        snapshot,
        width,
        height in
        guard let instance = instance(paintable), let texture = instance.pointee.texture else { return }
        instance.pointee.undrawn = 0
        gtk_snapshot_save(snapshot)
        if instance.pointee.isMirrored {
            var origin = graphene_point_t(x: Float(width), y: 0)
            gtk_snapshot_translate(snapshot, &origin)
            gtk_snapshot_scale(snapshot, -1, 1)
        }
        gdk_paintable_snapshot(texture, snapshot, width, height)
        gtk_snapshot_restore(snapshot)
    }

    private nonisolated static let currentImage: @convention(c) (OpaquePointer?) -> OpaquePointer? = { paintable in
        guard let texture = instance(paintable)?.pointee.texture else { return gdk_paintable_new_empty(0, 0) }
        g_object_ref(UnsafeMutableRawPointer(texture))
        return texture
    }

    private nonisolated static let aspectRatio: @convention(c) (OpaquePointer?) -> Double = { paintable in
        guard let instance = instance(paintable), instance.pointee.height > 0 else { return 0 }
        return Double(instance.pointee.width) / Double(instance.pointee.height)
    }
}
