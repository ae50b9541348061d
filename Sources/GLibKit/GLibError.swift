// SPDX-License-Identifier: GPL-3.0-or-later
package import CJoomGLib

/// A GError as a value.
public struct GLibError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The library part that failed, such as `gst-resource-error-quark`.
    public let domain: String
    /// The domain's own number.
    public let code: Int
    /// A sentence, in the system's language.
    public let message: String

    /// Takes over a GError (transfer full) and frees it.
    package init(taking error: UnsafeMutablePointer<GError>) {
        domain = g_quark_to_string(error.pointee.domain).map { String(cString: $0) } ?? ""
        code = Int(error.pointee.code)
        message = error.pointee.message.map { String(cString: $0) } ?? ""
        g_error_free(error)
    }

    /// The sentence.
    public var description: String { message }

    /// Calls a C function that reports by GError.
    package static func check<Value>(
        _ body: (UnsafeMutablePointer<UnsafeMutablePointer<GError>?>) -> Value
    ) throws(GLibError) -> Value {
        var error: UnsafeMutablePointer<GError>?
        let value = body(&error)
        if let error { throw GLibError(taking: error) }
        return value
    }
}
