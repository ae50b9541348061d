# SPDX-License-Identifier: GPL-3.0-or-later
"""What shows notifications on a desktop (org.freedesktop.Notifications), on the session bus; it keeps them for tests."""
from gi.repository import Gio, GLib

NAME, PATH = "org.freedesktop.Notifications", "/org/freedesktop/Notifications"
XML = f"""<node><interface name="{NAME}">
  <method name="GetCapabilities"><arg type="as" direction="out"/></method>
  <method name="GetServerInformation"><arg type="s" direction="out"/><arg type="s" direction="out"/>
    <arg type="s" direction="out"/><arg type="s" direction="out"/></method>
  <method name="Notify"><arg type="s" direction="in"/><arg type="u" direction="in"/><arg type="s" direction="in"/>
    <arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="as" direction="in"/><arg type="a{{sv}}" direction="in"/>
    <arg type="i" direction="in"/><arg type="u" direction="out"/></method>
  <method name="CloseNotification"><arg type="u" direction="in"/></method>
  <signal name="NotificationClosed"><arg type="u"/><arg type="u"/></signal>
  <signal name="ActionInvoked"><arg type="u"/><arg type="s"/></signal>
</interface></node>"""


class Notifications:
    """Runs in the caller's main context: `shown()` gives it a turn. Ends with `close()`."""

    def __init__(self):
        self.now = {}
        self.last = 0
        self.bus = Gio.bus_get_sync(Gio.BusType.SESSION)
        self.bus.set_exit_on_close(False)
        interface = Gio.DBusNodeInfo.new_for_xml(XML).lookup_interface(NAME)
        self.object = self.bus.register_object(PATH, interface, self.call, None, None)
        self.name = Gio.bus_own_name_on_connection(self.bus, NAME, Gio.BusNameOwnerFlags.REPLACE, None, None)

    def call(self, _bus, _sender, _path, _interface, method, arguments, invocation):
        if method == "Notify":
            _app, replaced, _icon, title, body, actions, hints, _time = arguments.unpack()
            self.last += 1
            number = replaced or self.last
            buttons = dict(zip(actions[1::2], actions[::2]))
            self.now[number] = {"number": number, "title": title, "body": body, "buttons": buttons, "hints": hints}
            invocation.return_value(GLib.Variant("(u)", (number,)))
        elif method == "CloseNotification":
            self.now.pop(arguments.unpack()[0], None)
            invocation.return_value(None)
        elif method == "GetCapabilities":
            invocation.return_value(GLib.Variant("(as)", (["actions", "body"],)))
        else:
            invocation.return_value(GLib.Variant("(ssss)", ("test", "joom", "1", "1.2")))

    def shown(self):
        """What is shown now."""
        while GLib.MainContext.default().iteration(False):
            pass
        return list(self.now.values())

    def press(self, notification, button):
        """Presses a button of one that is shown; it goes, as on a real desktop."""
        number = notification["number"]
        words = GLib.Variant("(us)", (number, notification["buttons"][button]))
        self.bus.emit_signal(None, PATH, NAME, "ActionInvoked", words)
        self.now.pop(number, None)
        self.bus.emit_signal(None, PATH, NAME, "NotificationClosed", GLib.Variant("(uu)", (number, 2)))

    def close(self):
        Gio.bus_unown_name(self.name)
        self.bus.unregister_object(self.object)
