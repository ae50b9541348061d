// SPDX-License-Identifier: GPL-3.0-or-later
import CJoomGtk
import GLibKit

/// A top-level window.
public final class Window: Widget {
    private var actions: [Action] = []
    private var whenDrawn: (@MainActor () -> Void)?
    private var drawing: SignalConnection?

    /// Makes an empty one.
    public convenience init(title: String) {
        self.init(ref: GObjectRef(retaining: UnsafeMutableRawPointer(gtk_window_new())))
        gtk_window_set_titlebar(ref.cast(), gtk_header_bar_new())
        self.title = title
    }

    /// Fills it.
    public func setChild(_ child: Widget) { gtk_window_set_child(ref.cast(), child.widget) }

    /// What the task list and the title bar call it.
    public var title: String {
        get { gtk_window_get_title(ref.cast()).map { String(cString: $0) } ?? "" }
        set { gtk_window_set_title(ref.cast(), newValue) }
    }

    /// Whether it covers the screen.
    public var isFullscreen: Bool {
        get { gtk_window_is_fullscreen(ref.cast()) != 0 }
        set {
            if newValue {
                gtk_window_fullscreen(ref.cast())
            } else {
                gtk_window_unfullscreen(ref.cast())
            }
        }
    }

    /// Shows it in front.
    public func present() { gtk_window_present(ref.cast()) }

    /// Closes it as its close button does.
    public func close() { gtk_window_close(ref.cast()) }

    /// Takes it away for good; its `onClose` is not asked.
    public func destroy() { gtk_window_destroy(ref.cast()) }

    /// Sets the size to open with, in px.
    public func setDefaultSize(width: Int, height: Int) {
        gtk_window_set_default_size(ref.cast(), gint(clamping: width), gint(clamping: height))
    }

    /// Keeps another window in front of this one, and closes it with it.
    public func own(_ other: Window) {
        gtk_window_set_transient_for(other.ref.cast(), ref.cast())
        gtk_window_set_destroy_with_parent(other.ref.cast(), 1)
    }

    /// Runs `handler` each time that it becomes the window in use.
    public func onActive(_ handler: @escaping @MainActor @Sendable () -> Void) {
        keep(
            .mainNotify(ref, "is-active") { [weak self] in
                guard let self, isActive else { return }
                handler()
            }
        )
    }

    /// Runs `handler` each time that it becomes the window in use, or no longer is.
    public func onActivity(_ handler: @escaping @MainActor @Sendable (Bool) -> Void) {
        keep(.mainNotify(ref, "is-active") { [weak self] in if let self { handler(self.isActive) } })
    }

    /// Whether it is the window in use.
    public var isActive: Bool { gtk_window_is_active(ref.cast()) != 0 }

    /// Whether it fills the screen beside the desktop's bars.
    public var isMaximized: Bool {
        get { gtk_window_is_maximized(ref.cast()) != 0 }
        set {
            if newValue {
                gtk_window_maximize(ref.cast())
            } else {
                gtk_window_unmaximize(ref.cast())
            }
        }
    }

    /// Asks before it closes; the handler returns true to keep it open.
    public func onClose(_ handler: @escaping @MainActor @Sendable () -> Bool) {
        keep(.decide(ref, "close-request", handler))
    }

    /// Runs `handler` after each change of size, with the content's width and height in px.
    public func onResize(_ handler: @escaping @MainActor @Sendable (Int, Int) -> Void) {
        keep(.main(ref, "realize") { [weak self] in self?.followSurface(handler) })
    }

    /// Runs `handler` once, when it has been drawn for the first time.
    public func onFirstPicture(_ handler: @escaping @MainActor () -> Void) {
        whenDrawn = handler
        keep(.main(ref, "map") { [weak self] in self?.waitForPicture() })
    }

    private func waitForPicture() {
        guard whenDrawn != nil, drawing == nil, let clock = gtk_widget_get_frame_clock(widget) else { return }
        drawing = .main(GObjectRef(retaining: UnsafeMutableRawPointer(clock)), "after-paint") { [weak self] in
            // No signal's handler takes its own connection down.
            MainQueue.whenIdle { self?.drawn() }
        }
    }

    private func drawn() {
        drawing = nil
        let handler = whenDrawn
        whenDrawn = nil
        handler?()
    }

    private func followSurface(_ handler: @escaping @MainActor @Sendable (Int, Int) -> Void) {
        guard let surface = gtk_native_get_surface(ref.opaque) else { return }
        // The surface's size has the shadow in it, and the widget's own comes later: ask once it was laid out.
        keep(
            .layout(GObjectRef(retaining: surface)) { [weak self] _, _ in
                MainQueue.whenIdle {
                    guard let self else { return }
                    handler(self.width, self.height)
                }
            }
        )
    }

    /// Adds an action as `win.NAME`.
    public func add(_ action: Action) {
        actions.append(action)
        g_action_map_add_action(ref.opaque, action.ref.opaque)
    }

    /// Gives an action a key that is taken only where no popup and no widget with the focus wants it.
    ///
    /// Unlike `Application.setKeys`, whose keys come before everything else.
    ///
    /// - Parameters:
    ///   - key: as `gtk_shortcut_trigger_parse_string` reads it, such as `Escape`.
    ///   - action: its name with its group, such as `win.dismiss`.
    public func setKey(_ key: String, for action: String) {
        guard let trigger = gtk_shortcut_trigger_parse_string(key), let controller = gtk_shortcut_controller_new()
        else { return }
        gtk_shortcut_controller_add_shortcut(controller, gtk_shortcut_new(trigger, gtk_named_action_new(action)))
        gtk_widget_add_controller(widget, controller)
    }

    /// Puts text on the clipboard.
    public func copy(_ text: String) {
        gdk_clipboard_set_text(gtk_widget_get_clipboard(widget), text)
    }
}

/// Something that a menu, a key or an assistive program can start.
@MainActor
public final class Action {
    let ref: GObjectRef
    let name: String
    private let connection: SignalConnection

    /// Names an action and what it does.
    public init(_ name: String, _ handler: @escaping @MainActor @Sendable () -> Void) {
        self.name = name
        ref = GObjectRef(taking: g_simple_action_new(name, nil))
        connection = .activate(ref, handler)
    }

    /// Names a choice that is on or off, as a menu shows it with a mark; the handler hears what was chosen.
    public init(_ name: String, isOn: Bool, _ handler: @escaping @MainActor @Sendable (Bool) -> Void) {
        self.name = name
        let ref = GObjectRef(taking: g_simple_action_new_stateful(name, nil, g_variant_new_boolean(isOn ? 1 : 0)))
        self.ref = ref
        connection = .activate(ref) {
            let isOn = !Self.state(of: ref)
            g_simple_action_set_state(ref.opaque, g_variant_new_boolean(isOn ? 1 : 0))
            handler(isOn)
        }
    }

    /// Names an action that is started with a text, and what it does.
    public init(_ name: String, _ handler: @escaping @MainActor @Sendable (String) -> Void) {
        self.name = name
        let type = g_variant_type_new("s")
        defer { g_variant_type_free(type) }
        ref = GObjectRef(taking: g_simple_action_new(name, type))
        connection = .activateText(ref, handler)
    }

    isolated deinit {}

    /// Whether the choice is on; for an action without one, false.
    public var isOn: Bool {
        get { Self.state(of: ref) }
        set { g_simple_action_set_state(ref.opaque, g_variant_new_boolean(newValue ? 1 : 0)) }
    }

    private static func state(of ref: GObjectRef) -> Bool {
        guard let state = g_action_get_state(ref.opaque) else { return false }
        defer { g_variant_unref(state) }
        return g_variant_get_boolean(state) != 0
    }

    /// Whether it can be started now.
    public var isEnabled: Bool {
        get { g_action_get_enabled(ref.opaque) != 0 }
        set { g_simple_action_set_enabled(ref.opaque, newValue ? 1 : 0) }
    }
}
