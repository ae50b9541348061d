// SPDX-License-Identifier: GPL-3.0-or-later
import CJoomGtk
package import GLibKit

/// A text as a square of dark and light modules, which cameras read (ISO/IEC 18004).
public struct QRCode: Equatable, Sendable {
    /// Modules of one side.
    public let width: Int
    /// Row by row from the top left; true is dark.
    public let modules: [Bool]

    /// Encodes a text, by libqrencode; nil where that is not installed, or for more text than a code holds.
    public init?(_ text: String) {
        var modules: UnsafeMutablePointer<UInt8>?
        let width = Int(joom_qrcode_encode(text, &modules))
        defer { g_free(modules) }
        guard width > 0, let modules else { return nil }
        self.width = width
        self.modules = UnsafeBufferPointer(start: modules, count: width * width).map { $0 != 0 }
    }
}

/// Shows a code as large as its place allows, dark on light in every style: not all cameras read the reverse.
public final class QRCodeView: Widget {
    private final class Content {
        var code: QRCode?
    }

    /// Modules of light around the code (ISO/IEC 18004 section 5.3.8).
    private static let quietZone = 4

    private let content = Content()

    package required init(ref: GObjectRef) {
        super.init(ref: ref)
        gtk_drawing_area_set_draw_func(
            ref.cast(),
            { area, context, width, height, data in
                guard let area, let context, let data else { return }
                let content = Unmanaged<Content>.fromOpaque(data).takeUnretainedValue()
                guard let code = content.code else { return }
                let widget = UnsafeMutableRawPointer(area).assumingMemoryBound(to: GtkWidget.self)
                let scale = Int(gtk_widget_get_scale_factor(widget))
                QRCodeView.draw(code, in: context, Int(width), Int(height), scale: max(scale, 1))
            },
            Unmanaged.passRetained(content).toOpaque(),
            { data in
                guard let data else { return }
                Unmanaged<Content>.fromOpaque(data).release()
            }
        )
    }

    /// What it shows.
    public var code: QRCode? {
        get { content.code }
        set {
            content.code = newValue
            gtk_widget_queue_draw(widget)
        }
    }

    /// Modules are whole pixels of the screen, so that their edges are sharp.
    private static func draw(_ code: QRCode, in context: OpaquePointer, _ width: Int, _ height: Int, scale: Int) {
        let count = code.width + 2 * quietZone
        let pixels = max(min(width, height) * scale / count, 1)
        cairo_scale(context, 1 / Double(scale), 1 / Double(scale))
        let left = (width * scale - pixels * count) / 2
        let top = (height * scale - pixels * count) / 2
        add(context, left, top, pixels * count, pixels * count)
        cairo_set_source_rgb(context, 1, 1, 1)
        cairo_fill(context)
        for (index, _) in code.modules.enumerated().filter(\.element) {
            let (row, column) = (index / code.width + quietZone, index % code.width + quietZone)
            add(context, left + column * pixels, top + row * pixels, pixels, pixels)
        }
        cairo_set_source_rgb(context, 0, 0, 0)
        cairo_fill(context)
    }

    private static func add(_ context: OpaquePointer, _ x: Int, _ y: Int, _ width: Int, _ height: Int) {
        cairo_rectangle(context, Double(x), Double(y), Double(width), Double(height))
    }
}
