// SPDX-License-Identifier: GPL-3.0-or-later
import CJoomGtk
import GLibKit

/// Asks a person for a file of this computer, by the desktop's own dialog.
@MainActor
public final class FileDialog {
    private let ref: GObjectRef
    private var connection: SignalConnection?

    /// Prepares the question.
    ///
    /// - Parameters:
    ///   - window: in front of which it is asked.
    ///   - title: what it is about.
    ///   - accept: what the button is called that takes the file.
    ///   - cancel: what the other one is called.
    public init(over window: Window, title: String, accept: String, cancel: String) {
        ref = GObjectRef(taking: joom_file_chooser_new(window.ref.pointer, title, accept, cancel))
        gtk_native_dialog_set_modal(ref.cast(), 1)
    }

    isolated deinit { gtk_native_dialog_destroy(ref.cast()) }

    /// Offers files whose names match one of two patterns, such as `*.png`.
    public func offer(_ name: String, _ pattern: String, _ other: String) {
        joom_file_chooser_add_filter(ref.pointer, name, pattern, other)
    }

    /// Asks; keep the dialog until `answer` was told the file's path, or nil for none.
    public func ask(_ answer: @escaping @MainActor @Sendable (String?) -> Void) {
        connection = .response(ref) { [weak self] response in
            guard let self else { return }
            guard response == GTK_RESPONSE_ACCEPT.rawValue, let path = joom_file_chooser_get_path(self.ref.pointer)
            else { return answer(nil) }
            defer { g_free(path) }
            answer(String(cString: path))
        }
        gtk_native_dialog_show(ref.cast())
    }
}
