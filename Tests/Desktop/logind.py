# SPDX-License-Identifier: GPL-3.0-or-later
"""A login manager on a system bus of its own, that knows of sleep and of nothing else."""
import os
import select
import threading

from gi.repository import Gio, GLib

from Desktop.system_bus import SystemBus

NAME, PATH, INTERFACE = "org.freedesktop.login1", "/org/freedesktop/login1", "org.freedesktop.login1.Manager"
XML = f"""<node><interface name="{INTERFACE}">
  <method name="Inhibit"><arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="s" direction="in"/>
    <arg type="s" direction="in"/><arg type="h" direction="out"/></method>
  <signal name="PrepareForSleep"><arg type="b"/></signal>
</interface></node>"""


class Logind:
    """Runs until `close()`; `address` is for DBUS_SYSTEM_BUS_ADDRESS."""

    def __init__(self):
        self.private = SystemBus()
        self.address = self.private.address
        self.locks = []
        self.context = GLib.MainContext()
        self.loop = GLib.MainLoop(self.context)
        ready = threading.Event()
        self.thread = threading.Thread(target=self.run, args=[ready], daemon=True)
        self.thread.start()
        if not ready.wait(20):
            raise AssertionError("the login manager does not come up")

    def run(self, ready):
        self.context.push_thread_default()
        flags = Gio.DBusConnectionFlags
        self.bus = Gio.DBusConnection.new_for_address_sync(
            self.address, flags.AUTHENTICATION_CLIENT | flags.MESSAGE_BUS_CONNECTION, None, None)
        self.bus.set_exit_on_close(False)
        interface = Gio.DBusNodeInfo.new_for_xml(XML).lookup_interface(INTERFACE)
        self.bus.register_object(PATH, interface, self.call, None, None)
        Gio.bus_own_name_on_connection(self.bus, NAME, Gio.BusNameOwnerFlags.NONE, lambda *_: ready.set(), None)
        self.loop.run()

    def call(self, _bus, _sender, _path, _interface, _method, arguments, invocation):
        """Inhibit: a pipe that is closed at the other end when the lock is given up."""
        ours, theirs = os.pipe()
        self.locks.append((arguments.unpack(), ours))
        descriptors = Gio.UnixFDList.new_from_array([theirs])
        invocation.return_value_with_unix_fd_list(GLib.Variant("(h)", (0,)), descriptors)

    def held(self):
        """What the locks are for that somebody holds now: (what, who, why, mode)."""
        return [words for words, ours in self.locks if not select.select([ours], [], [], 0)[0]]

    def sleep(self, is_coming):
        """Tells that the computer goes to sleep, or woke up."""
        self.bus.emit_signal(None, PATH, INTERFACE, "PrepareForSleep", GLib.Variant("(b)", (is_coming,)))

    def close(self):
        self.loop.quit()
        self.thread.join(10)
        self.private.close()
        for _, ours in self.locks:
            os.close(ours)
