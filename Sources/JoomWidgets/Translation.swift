// SPDX-License-Identifier: GPL-3.0-or-later
import CJoomGtk

/// Translates a text of the program; the text itself where there is no translation.
///
/// Any thread. xgettext finds the calls, so `text` must be a literal without interpolation.
///
/// - Parameters:
///   - text: English, with `{name}` where a value goes.
///   - values: what goes there, in any order.
/// - Returns: the text in the person's language.
public func tr(_ text: StaticString, _ values: KeyValuePairs<String, String> = [:]) -> String {
    var result = text.withUTF8Buffer { utf8 -> String in
        let terminated = utf8.map { CChar(bitPattern: $0) } + [0]
        return terminated.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: joom_gettext($0)) } ?? "" }
    }
    for (name, value) in values { result = result.replacing("{\(name)}", with: value) }
    return result
}

/// Where translations come from.
public enum Translation {
    /// The language that a person wants most, such as `ko`; any thread, after `load`.
    public static var language: String {
        guard let first = g_get_language_names()?.pointee else { return "en" }
        return String(cString: first).prefix { $0.isLetter }.lowercased()
    }

    /// Reads the locale of the environment and finds the catalogues; once, before the first text.
    ///
    /// They are in `share/locale` beside the directory the program is in, wherever that was installed to.
    public static func load() {
        guard let program = g_file_read_link("/proc/self/exe", nil) else { return }
        defer { g_free(program) }
        let parts = String(cString: program).split(separator: "/").dropLast(2)
        joom_gettext_init("/" + (parts + ["share", "locale"]).joined(separator: "/"))
    }
}
