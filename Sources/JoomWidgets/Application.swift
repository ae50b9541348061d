// SPDX-License-Identifier: GPL-3.0-or-later
import CJoomGtk
import GLibKit

/// The program on the desktop: one instance for a person unless told otherwise, reached by later starts, by links that
/// are opened, and by D-Bus.
@MainActor
public final class Application {
    /// A command line, from this start or a later one.
    public struct Command {
        /// The arguments without the program's name.
        public let arguments: [String]
        let ref: GObjectRef

        /// Writes a line to the standard output of where the command came from.
        public func print(_ text: String) { joom_command_line_print(ref.pointer, text + "\n") }

        /// Writes a line to the standard error of where the command came from.
        public func printError(_ text: String) { joom_command_line_print_error(ref.pointer, text + "\n") }

        /// Says how a command of a later start went, when that was not known at once; it ends when the last copy of
        /// this value goes.
        public func finish(_ status: Int32) { g_application_command_line_set_exit_status(ref.cast(), status) }
    }

    let ref: GObjectRef
    private var connections: [SignalConnection] = []
    private var actions: [Action] = []

    /// Makes the program known by its id; nothing runs yet.
    ///
    /// - Parameters:
    ///   - id: the application id in reverse-domain form, which is the program's name for window managers too.
    ///   - isUnique: false to run beside an instance that is already there.
    public init(id: String, isUnique: Bool) {
        g_set_prgname(id)
        var flags = G_APPLICATION_HANDLES_COMMAND_LINE.rawValue | G_APPLICATION_HANDLES_OPEN.rawValue
        if !isUnique { flags |= G_APPLICATION_NON_UNIQUE.rawValue }
        ref = GObjectRef(taking: gtk_application_new(id, GApplicationFlags(rawValue: flags)))
    }

    isolated deinit {}

    /// Connects to the display; false when there is none.
    ///
    /// Before anything else of GTK, and before there are threads.
    public static func connectToDisplay() -> Bool {
        GraphicsCard.doWithoutIfThereIsNone()
        return gtk_init_check() != 0
    }

    /// Runs `handler` once, in the first instance, before its first command.
    public func onStartup(_ handler: @escaping @MainActor () -> Void) {
        connections.append(.main(ref, "startup", handler))
    }

    /// Runs `handler` in the first instance when the desktop asks for the program without saying what for.
    public func onActivate(_ handler: @escaping @MainActor () -> Void) {
        connections.append(.main(ref, "activate", handler))
    }

    /// Runs `handler` in the first instance with the addresses that the desktop opens with this program.
    public func onOpen(_ handler: @escaping @MainActor @Sendable ([String]) -> Void) {
        connections.append(.open(ref, handler))
    }

    /// Runs `handler` in the first instance for every start by command line; it returns the exit status of that start.
    public func onCommand(_ handler: @escaping @MainActor @Sendable (Command) -> Int32) {
        connections.append(
            .commandLine(ref) { line in
                var count: gint = 0
                guard let arguments = g_application_command_line_get_arguments(line.cast(), &count) else { return 1 }
                defer { g_strfreev(arguments) }
                let texts = (0..<Int(count)).compactMap { arguments[$0].map { String(cString: $0) } }
                return handler(Command(arguments: Array(texts.dropFirst()), ref: line))
            }
        )
    }

    /// Runs until the last window closes or `quit()`; on the process's first thread, outside any Task.
    ///
    /// - Parameter arguments: the command line with the program's name.
    /// - Returns: the exit status.
    public func run(_ arguments: [String]) -> Int32 {
        MainLoop.attach()
        var pointers = arguments.map { strdup($0) }
        defer { for pointer in pointers { free(pointer) } }
        return g_application_run(ref.cast(), gint(pointers.count), &pointers)
    }

    /// Ends `run`.
    public func quit() { g_application_quit(ref.cast()) }

    /// Makes the program live as long as this window.
    public func add(_ window: Window) { gtk_application_add_window(ref.cast(), window.ref.cast()) }

    /// Adds an action as `app.NAME`.
    public func add(_ action: Action) {
        actions.append(action)
        g_action_map_add_action(ref.opaque, action.ref.opaque)
    }

    /// Sets the keys for an action, such as `<Control>q` for `app.quit`.
    public func setKeys(_ keys: [String], for action: String) {
        var pointers: [UnsafePointer<CChar>?] = keys.map { UnsafePointer(strdup($0)) } + [nil]
        defer { for pointer in pointers { free(UnsafeMutableRawPointer(mutating: pointer)) } }
        gtk_application_set_accels_for_action(ref.cast(), action, &pointers)
    }
}

/// The look of the whole program.
@MainActor
public enum Appearance {
    /// Takes libadwaita's stylesheet and dark style where it is installed, and puts our own style on top.
    ///
    /// Once, after the display is connected.
    ///
    /// - Parameters:
    ///   - icon: the name of the windows' icon in the theme.
    ///   - usesAdwaita: false to do without it although it may be there.
    public static func load(icon: String, usesAdwaita: Bool = true) {
        let hasAdwaita = usesAdwaita && joom_adwaita_init() != 0
        guard let display = gdk_display_get_default() else { return }
        let provider = GObjectRef(taking: gtk_css_provider_new())
        let css = joom_data_joom_css()
        gtk_css_provider_load_from_data(provider.cast(), css.bytes, gssize(css.length))
        gtk_style_context_add_provider_for_display(
            display,
            provider.opaque,
            guint(GTK_STYLE_PROVIDER_PRIORITY_APPLICATION)
        )
        if !hasAdwaita { ColorScheme.follow() }
        gtk_window_set_default_icon_name(icon)
    }

    /// How much larger than usual text is, as the person set it for the desktop; 1 without a display.
    public static var textScale: Double {
        guard let settings = gtk_settings_get_default() else { return 1 }
        // In 1/1024 dots per inch; -1 where nobody set it.
        let resolution = GObjectRef(retaining: settings).int("gtk-xft-dpi")
        return resolution > 0 ? max(Double(resolution) / 1_024 / 96, 0.5) : 1
    }
}
