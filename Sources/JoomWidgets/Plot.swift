// SPDX-License-Identifier: GPL-3.0-or-later
import CJoomGtk
import GLibKit

/// Lines over time, the newest value at the right; its colours are its own, so that they can be told apart on light and
/// dark.
public final class Plot: Widget {
    private final class Curves {
        var lines: [[Double]] = []
        var top = 1.0
        var span = 120
    }

    /// Colours of the first and second line, 0...1.
    private static let colours: [(red: Double, green: Double, blue: Double)] = [(0.21, 0.52, 0.89), (0.9, 0.38, 0)]

    private let curves = Curves()

    /// Makes an empty one.
    ///
    /// - Parameter height: in px.
    public convenience init(height: Int) {
        self.init(ref: GObjectRef(sinking: gtk_drawing_area_new()))
        setMinimumSize(width: 200, height: height)
        setExpand(horizontal: true, vertical: false)
        setClass("joom-plot")
        gtk_drawing_area_set_draw_func(
            ref.cast(),
            { _, context, width, height, data in
                guard let context, let data else { return }
                let curves = Unmanaged<Curves>.fromOpaque(data).takeUnretainedValue()
                Plot.draw(curves, in: context, Double(width), Double(height))
            },
            Unmanaged.passRetained(curves).toOpaque(),
            { data in
                guard let data else { return }
                Unmanaged<Curves>.fromOpaque(data).release()
            }
        )
    }

    /// Shows other lines.
    ///
    /// - Parameters:
    ///   - lines: two at the most, their values oldest first.
    ///   - top: the value at the upper edge; 0 is at the lower.
    ///   - span: how many values fit from left to right.
    public func show(_ lines: [[Double]], top: Double, span: Int) {
        curves.lines = lines
        curves.top = max(top, .leastNormalMagnitude)
        curves.span = max(span, 2)
        gtk_widget_queue_draw(widget)
    }

    private static func draw(_ curves: Curves, in context: OpaquePointer, _ width: Double, _ height: Double) {
        cairo_set_source_rgba(context, 0.5, 0.5, 0.5, 0.35)
        cairo_set_line_width(context, 1)
        for part in [0.0, 0.5, 1.0] {
            cairo_move_to(context, 0, 0.5 + part * (height - 1))
            cairo_line_to(context, width, 0.5 + part * (height - 1))
        }
        cairo_stroke(context)
        cairo_set_line_width(context, 2)
        for (line, colour) in zip(curves.lines, colours) {
            let shown = line.suffix(curves.span)
            let step = width / Double(curves.span - 1)
            var x = width - step * Double(shown.count - 1)
            for value in shown {
                cairo_line_to(context, x, height - 1 - min(max(value / curves.top, 0), 1) * (height - 2))
                x += step
            }
            cairo_set_source_rgba(context, colour.red, colour.green, colour.blue, 1)
            cairo_stroke(context)
        }
    }
}
