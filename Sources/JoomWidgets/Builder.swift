// SPDX-License-Identifier: GPL-3.0-or-later
import CJoomGtk
import GLibKit

/// A tree of widgets from one of the embedded UI files; texts are translated on the way.
@MainActor
public final class Builder {
    /// The embedded UI files.
    public enum File: String, CaseIterable, Sendable {
        /// The window, its header bar and menu.
        case window
        /// Where a call begins.
        case roomForm
        /// Where it takes place.
        case callView
        /// The keys that can be pressed.
        case shortcuts
        /// The window with what can be chosen once and for all.
        case preferences
        /// An effect before it is installed.
        case installEffect
        /// The link to hand over, as a picture too.
        case invitation

        var data: JoomData {
            switch self {
            case .window: joom_data_window_ui()
            case .roomForm: joom_data_room_form_ui()
            case .callView: joom_data_call_view_ui()
            case .shortcuts: joom_data_shortcuts_ui()
            case .preferences: joom_data_preferences_ui()
            case .installEffect: joom_data_install_effect_ui()
            case .invitation: joom_data_invitation_ui()
            }
        }
    }

    private let file: File
    private let ref: GObjectRef

    /// Builds all widgets of a file.
    ///
    /// - Parameter file: which one.
    /// - Throws: what GTK says of a file it cannot use.
    public init(_ file: File) throws(BuilderError) {
        guard let builder = gtk_builder_new() else { throw .unusable(file: file.rawValue, reason: "no builder") }
        self.file = file
        ref = GObjectRef(taking: builder)
        gtk_builder_set_translation_domain(ref.opaque, "joom")
        let data = file.data
        do {
            _ = try GLibError.check {
                gtk_builder_add_from_string(ref.opaque, data.bytes, gssize(data.length), $0)
            }
        } catch {
            throw .unusable(file: file.rawValue, reason: error.message)
        }
    }

    /// Finds a widget by its id in the file.
    ///
    /// - Parameters:
    ///   - id: the id.
    ///   - type: the wrapper to put around it, of the widget's own class or one above.
    /// - Returns: a wrapper of that type.
    /// - Throws: when the file has no such id.
    public func widget<Wrapper: Widget>(_ id: String, as type: Wrapper.Type = Wrapper.self) throws(BuilderError)
        -> Wrapper
    {
        Wrapper(ref: try object(id))
    }

    /// Finds any object by its id in the file.
    func object(_ id: String) throws(BuilderError) -> GObjectRef {
        guard let object = gtk_builder_get_object(ref.opaque, id) else {
            throw .missing(id: id, file: file.rawValue)
        }
        return GObjectRef(retaining: object)
    }
}

/// What is wrong with an embedded UI file; seen by whoever edits it, before anybody else.
public enum BuilderError: Error, Hashable, Sendable {
    /// GTK cannot read it.
    case unusable(file: String, reason: String)
    /// It has no object of this id.
    case missing(id: String, file: String)
}
