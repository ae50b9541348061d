// SPDX-License-Identifier: GPL-3.0-or-later
import CJoomGtk
import GLibKit

extension Widget {
    /// True where reading starts at the right.
    public var isRightToLeft: Bool { gtk_widget_get_direction(widget) == GTK_TEXT_DIR_RTL }

    /// Follows the pointer while it drags something that lies on this widget.
    ///
    /// - Parameters:
    ///   - child: what may be dragged; it stays where its owner puts it.
    ///   - move: hears where the pointer is, as parts of this widget's size from the left and from above, 0...1.
    public func onDrag(of child: Widget, move: @escaping @MainActor @Sendable (Double, Double) -> Void) {
        guard let gesture = gtk_gesture_drag_new() else { return }
        let ref = GObjectRef(retaining: gesture)
        keep(
            .drag(ref, "drag-begin") { [weak self, weak child] x, y in
                guard let self, let child, !self.contains(child, x, y) else { return }
                gtk_gesture_set_state(ref.opaque, GTK_EVENT_SEQUENCE_DENIED)
            }
        )
        keep(
            .drag(ref, "drag-update") { [weak self] x, y in
                guard let self, abs(x) + abs(y) > 12, self.width > 0, self.height > 0 else { return }
                var (startX, startY) = (0.0, 0.0)
                guard gtk_gesture_drag_get_start_point(ref.opaque, &startX, &startY) != 0 else { return }
                move((startX + x) / Double(self.width), (startY + y) / Double(self.height))
            }
        )
        gtk_widget_add_controller(widget, gesture)
    }

    /// Whether a point of this widget lies on a child that can be seen.
    private func contains(_ child: Widget, _ x: Double, _ y: Double) -> Bool {
        var (innerX, innerY) = (0.0, 0.0)
        guard child.isVisible, gtk_widget_translate_coordinates(widget, child.widget, x, y, &innerX, &innerY) != 0
        else {
            return false
        }
        return gtk_widget_contains(child.widget, innerX, innerY) != 0
    }
}

extension SignalConnection {
    typealias Point = @MainActor @Sendable (Double, Double) -> Void

    private final class PointHandler: Sendable {
        let run: Point
        init(_ run: @escaping Point) { self.run = run }
    }

    /// `void (*)(GtkGestureDrag *, double x, double y, gpointer)`.
    static func drag(_ gesture: GObjectRef, _ signal: String, _ handler: @escaping Point) -> SignalConnection {
        let callback: @convention(c) (gpointer?, Double, Double, gpointer?) -> Void = { _, x, y, data in
            guard let data else { return }
            let run = Unmanaged<PointHandler>.fromOpaque(data).takeUnretainedValue().run
            MainActor.assumeIsolated { run(x, y) }
        }
        return SignalConnection(
            gesture,
            signal,
            callback: unsafeBitCast(callback, to: GCallback.self),
            box: PointHandler(handler)
        )
    }
}
