#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A screen-cast portal for sessions without a desktop that has one: screen_cast_portal.py yes|no|never|nothing

Answers as told: with a node of the session's PipeWire in place of a screen, with a no, not at all, or by offering no screens
at all. What it is asked, it says on standard output, a line each: `ready` when it can be asked, `create`, `select TOKEN` with
the choice to be restored (or `-`), `start`, `remote`, `close` when a session is given back. A signal USR1 ends the last session.
"""
import json
import os
import signal
import socket
import subprocess
import sys

from gi.repository import Gio, GLib

NAME, PATH = "org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop"
SCREEN_CAST = """<node><interface name="org.freedesktop.portal.ScreenCast">
<method name="CreateSession"><arg type="a{sv}" direction="in"/><arg type="o" direction="out"/></method>
<method name="SelectSources"><arg type="o" direction="in"/><arg type="a{sv}" direction="in"/><arg type="o" direction="out"/></method>
<method name="Start"><arg type="o" direction="in"/><arg type="s" direction="in"/><arg type="a{sv}" direction="in"/>
<arg type="o" direction="out"/></method>
<method name="OpenPipeWireRemote"><arg type="o" direction="in"/><arg type="a{sv}" direction="in"/><arg type="h" direction="out"/></method>
<property name="AvailableSourceTypes" type="u" access="read"/><property name="AvailableCursorModes" type="u" access="read"/>
<property name="version" type="u" access="read"/></interface></node>"""
REQUEST = """<node><interface name="org.freedesktop.portal.Request"><method name="Close"/></interface></node>"""
SESSION = """<node><interface name="org.freedesktop.portal.Session"><method name="Close"/></interface></node>"""


def interface(xml):
    return Gio.DBusNodeInfo.new_for_xml(xml).interfaces[0]


def node():
    """The last camera's node, which moves like a screen on which something happens; an adapter's follows its own inner one."""
    dump = json.loads(subprocess.run(["pw-dump"], capture_output=True, check=True).stdout)
    found = [each["id"] for each in dump if (each.get("info", {}).get("props") or {}).get("media.class") == "Video/Source"]
    return found[-1]


class Portal:
    def __init__(self, answer):
        self.answer, self.loop, self.last, self.tokens = answer, GLib.MainLoop(), None, 0
        self.bus = Gio.bus_get_sync(Gio.BusType.SESSION)
        self.bus.register_object(PATH, interface(SCREEN_CAST), self.call, self.read, None)
        Gio.bus_own_name_on_connection(self.bus, NAME, Gio.BusNameOwnerFlags.REPLACE, lambda *_: self.say("ready"),
                                       lambda *_: self.loop.quit())
        GLib.unix_signal_add(GLib.PRIORITY_DEFAULT, signal.SIGUSR1, self.end)

    @staticmethod
    def say(*words):
        print(*words, flush=True)

    def read(self, _bus, _sender, _path, _interface, name):
        types = 0 if self.answer == "nothing" else 3
        return GLib.Variant("u", {"AvailableSourceTypes": types, "AvailableCursorModes": 7, "version": 4}[name])

    def call(self, bus, sender, _path, _interface, method, values, invocation):
        values = values.unpack()
        if method == "OpenPipeWireRemote":
            self.say("remote")
            remote = socket.socket(socket.AF_UNIX)
            remote.connect(os.path.join(os.environ["XDG_RUNTIME_DIR"], "pipewire-0"))
            descriptors = Gio.UnixFDList.new_from_array([remote.detach()])
            return invocation.return_value_with_unix_fd_list(GLib.Variant("(h)", (0,)), descriptors)
        options = values[-1]
        place = sender[1:].replace(".", "_")
        path = f"{PATH}/request/{place}/{options['handle_token']}"
        request = bus.register_object(path, interface(REQUEST), self.close, None, None)
        invocation.return_value(GLib.Variant("(o)", (path,)))
        results = {}
        if method == "CreateSession":
            self.say("create")
            self.last = (sender, f"{PATH}/session/{place}/{options['session_handle_token']}")
            bus.register_object(self.last[1], interface(SESSION), self.close, None, None)
            results = {"session_handle": GLib.Variant("s", self.last[1])}
        elif method == "SelectSources":
            self.say("select", options.get("restore_token", "-"))
        elif self.answer == "never":
            return self.say("start")
        else:
            self.say("start")
            self.tokens += 1
            results = {"streams": GLib.Variant("a(ua{sv})", [(node(), {})]),
                       "restore_token": GLib.Variant("s", f"token-{self.tokens}")} if self.answer == "yes" else {}
        response = 1 if method == "Start" and self.answer == "no" else 0
        bus.unregister_object(request)
        answer = GLib.Variant("(ua{sv})", (response, results))
        bus.emit_signal(sender, path, "org.freedesktop.portal.Request", "Response", answer)
        return None

    def end(self):
        sender, path = self.last
        self.bus.emit_signal(sender, path, "org.freedesktop.portal.Session", "Closed", None)
        return True

    def close(self, _bus, _sender, _path, _interface, _method, _values, invocation):
        self.say("close")
        invocation.return_value(None)


if __name__ == "__main__":
    Portal(sys.argv[1]).loop.run()
