// SPDX-License-Identifier: GPL-3.0-or-later
import CJoomGLib

/// A strong reference to a GObject, given back when the last copy of this Swift object goes.
///
/// Any thread: GObject counts references atomically. Which thread may *use* the object is the library's rule, and the
/// wrapper's duty; a widget's owner releases it in an `isolated deinit`.
public final class GObjectRef: @unchecked Sendable {
    // @unchecked: the pointer never changes and its count is atomic.
    package let pointer: UnsafeMutableRawPointer

    /// Takes over a reference the caller owns (transfer full).
    package init(taking pointer: UnsafeMutableRawPointer) {
        self.pointer = pointer
    }

    /// Adds a reference to one the caller borrows (transfer none).
    package init(retaining pointer: UnsafeMutableRawPointer) {
        self.pointer = joom_object_ref(pointer)
    }

    /// Makes a floating reference ours, as for new widgets and elements.
    package init(sinking pointer: UnsafeMutableRawPointer) {
        self.pointer = joom_object_ref_sink(pointer)
    }

    /// As `init(taking:)`, for types that Swift imports as opaque.
    package convenience init(taking pointer: OpaquePointer) {
        self.init(taking: UnsafeMutableRawPointer(pointer))
    }

    /// As `init(retaining:)`, for types that Swift imports as opaque.
    package convenience init(retaining pointer: OpaquePointer) {
        self.init(retaining: UnsafeMutableRawPointer(pointer))
    }

    /// As `init(sinking:)`, for types that Swift imports as opaque.
    package convenience init(sinking pointer: OpaquePointer) {
        self.init(sinking: UnsafeMutableRawPointer(pointer))
    }

    deinit {
        joom_object_unref(pointer)
    }

    /// The pointer for C functions whose struct Swift can see.
    package func cast<Struct>(_ type: Struct.Type = Struct.self) -> UnsafeMutablePointer<Struct> {
        pointer.assumingMemoryBound(to: type)
    }

    /// The pointer for C functions whose struct Swift cannot see.
    package var opaque: OpaquePointer { OpaquePointer(pointer) }
}
