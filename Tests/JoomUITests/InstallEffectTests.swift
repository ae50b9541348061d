// SPDX-License-Identifier: GPL-3.0-or-later
import CJoomGtk
import GLibKit
import JoomWidgets
import PluginKit
import XCTest

@testable import JoomUI

final class InstallEffectTests: XCTestCase {
    private static let good = """
        [Effect]
        Name=Dream
        Kind=video
        ApiVersion=1
        Pipeline=gaussianblur sigma=1.5 ! videobalance saturation=1.4
        [Parameter blur]
        Label=Blur
        Element=gaussianblur
        Property=sigma
        Type=double
        Range=0.5..4
        Default=1.5
        """

    private static func offer(_ text: String, replaces: Bool = false) -> EffectOffer {
        let bytes = Array(text.utf8)
        let content = Result { () throws(KeyFileError) in try Effect(parsing: bytes) }
        return EffectOffer(
            listing: EffectListing(id: "dream", path: "/tmp/dream.joom-effect", content: content),
            bytes: bytes,
            replaces: replaces
        )
    }

    /// All texts of a window, in order.
    @MainActor private static func texts(_ window: Window) -> [String] {
        var texts: [String] = []
        func walk(_ widget: UnsafeMutablePointer<GtkWidget>?) {
            guard let widget else { return }
            if gtk_widget_get_visible(widget) == 0 { return }
            if isLabel(widget) {
                texts.append(gtk_label_get_text(OpaquePointer(widget)).map { String(cString: $0) } ?? "")
            }
            var child = gtk_widget_get_first_child(widget)
            while let some = child {
                walk(some)
                child = gtk_widget_get_next_sibling(some)
            }
        }
        walk(window.ref.cast())
        return texts
    }

    private static func isLabel(_ widget: UnsafeMutablePointer<GtkWidget>) -> Bool {
        let instance = UnsafeMutableRawPointer(widget).assumingMemoryBound(to: GTypeInstance.self)
        return g_type_name_from_instance(instance).map { String(cString: $0) } == "GtkLabel"
    }

    func testAnEffectIsShownBeforeItIsInstalled() throws {
        try MainActor.assumeIsolated {
            let stage = try Stage()
            var installed: [Bool] = []
            var closed = 0
            let dialog = try InstallEffectDialog(
                Self.offer(Self.good, replaces: true),
                install: { installed.append($0) },
                close: { closed += 1 }
            )
            dialog.present(over: stage.main.window)
            stage.present(dialog.window)
            let texts = Self.texts(dialog.window)
            for text in ["Dream", "gaussianblur sigma=1.5", "videobalance saturation=1.4", "Blur"] {
                XCTAssertTrue(texts.contains(text), "\(text) in \(texts)")
            }
            XCTAssertTrue(texts.contains { $0.contains("takes the place") })
            XCTAssertEqual(installed, [])
            if let directory = ProcessInfo.processInfo.environment["JOOM_SHOTS"] {
                try stage.save("\(directory)/install-effect.png", dialog.window)
            }
            gtk_widget_activate(dialog.install.ref.cast())
            stage.present(for: .milliseconds(300))
            XCTAssertEqual(installed, [true])
            XCTAssertEqual(closed, 1)
            stage.main.window.destroy()
        }
    }

    func testAFaultyFileCannotBeInstalled() throws {
        try MainActor.assumeIsolated {
            let stage = try Stage()
            let dialog = try InstallEffectDialog(
                Self.offer(Self.good.replacingOccurrences(of: "gaussianblur sigma", with: "filesrc sigma")),
                install: { _ in XCTFail("it cannot be used") },
                close: {}
            )
            dialog.present(over: stage.main.window)
            stage.present(dialog.window)
            XCTAssertFalse(dialog.install.isVisible)
            XCTAssertTrue(Self.texts(dialog.window).contains { $0.contains("line 5, Pipeline: the element filesrc") })
            dialog.close()
            stage.main.window.destroy()
        }
    }

    func testAFileDroppedOnTheWindowIsOffered() throws {
        try MainActor.assumeIsolated {
            let stage = try Stage()
            let list = GObjectRef(taking: gtk_widget_observe_controllers(stage.main.window.ref.cast()))
            var targets: [OpaquePointer] = []
            for index in 0..<g_list_model_get_n_items(list.opaque) {
                guard let item = g_list_model_get_item(list.opaque, index) else { continue }
                defer { g_object_unref(item) }
                let name = g_type_name_from_instance(item.assumingMemoryBound(to: GTypeInstance.self))
                if name.map({ String(cString: $0) }) == "GtkDropTarget" { targets.append(OpaquePointer(item)) }
            }
            let target = try XCTUnwrap(targets.first)
            var value = [GValue(), GValue(), GValue(), GValue()]
            g_value_init(&value[0], gtk_drop_target_get_type())
            g_value_set_object(&value[0], UnsafeMutableRawPointer(target))
            // The signal's own argument is a value in a value.
            var file = GValue()
            g_value_init(&file, g_file_get_type())
            g_value_take_object(&file, UnsafeMutableRawPointer(g_file_new_for_path("/tmp/dream.joom-effect")))
            g_value_init(&value[1], g_value_get_type())
            g_value_set_boxed(&value[1], &file)
            for index in 2...3 { g_value_init(&value[index], GType(15 << 2)) }
            var answer = GValue()
            g_value_init(&answer, GType(5 << 2))
            g_signal_emitv(&value, g_signal_lookup("drop", gtk_drop_target_get_type()), 0, &answer)
            XCTAssertEqual(g_value_get_boolean(&answer), 1)
            XCTAssertEqual(stage.log.intents, [.offerEffect(path: "/tmp/dream.joom-effect")])
            for index in value.indices { g_value_unset(&value[index]) }
            g_value_unset(&file)
            stage.main.window.destroy()
        }
    }
}
