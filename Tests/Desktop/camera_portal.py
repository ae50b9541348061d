#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A camera portal for sessions without a desktop that has one: camera_portal.py yes|no|never

Answers `AccessCamera` as told, or not at all, and hands out connections to the session's PipeWire. What it is asked, it
says on standard output, a word a line: `ready` when it can be asked, `access`, `remote`, `close`.
"""
import os
import socket
import sys

from gi.repository import Gio, GLib

NAME = "org.freedesktop.portal.Desktop"
CAMERA = """<node><interface name="org.freedesktop.portal.Camera">
<method name="AccessCamera"><arg type="a{sv}" direction="in"/><arg type="o" direction="out"/></method>
<method name="OpenPipeWireRemote"><arg type="a{sv}" direction="in"/><arg type="h" direction="out"/></method>
<property name="IsCameraPresent" type="b" access="read"/><property name="version" type="u" access="read"/>
</interface></node>"""
REQUEST = """<node><interface name="org.freedesktop.portal.Request"><method name="Close"/></interface></node>"""
RESPONSES = {"yes": 0, "no": 1}


class Portal:
    def __init__(self, answer):
        self.answer, self.loop = answer, GLib.MainLoop()
        self.bus = Gio.bus_get_sync(Gio.BusType.SESSION)
        interface = Gio.DBusNodeInfo.new_for_xml(CAMERA).interfaces[0]
        self.bus.register_object("/org/freedesktop/portal/desktop", interface, self.call, self.read, None)
        Gio.bus_own_name_on_connection(self.bus, NAME, Gio.BusNameOwnerFlags.REPLACE, lambda *_: self.say("ready"),
                                       lambda *_: self.loop.quit())

    @staticmethod
    def say(word):
        print(word, flush=True)

    @staticmethod
    def read(_bus, _sender, _path, _interface, name):
        return {"IsCameraPresent": GLib.Variant("b", True), "version": GLib.Variant("u", 1)}[name]

    def call(self, bus, sender, _path, _interface, method, values, invocation):
        if method == "AccessCamera":
            self.say("access")
            token = values.unpack()[0]["handle_token"]
            path = f"/org/freedesktop/portal/desktop/request/{sender[1:].replace('.', '_')}/{token}"
            bus.register_object(path, Gio.DBusNodeInfo.new_for_xml(REQUEST).interfaces[0], self.close, None, None)
            invocation.return_value(GLib.Variant("(o)", (path,)))
            if self.answer in RESPONSES:
                answer = GLib.Variant("(ua{sv})", (RESPONSES[self.answer], {}))
                bus.emit_signal(sender, path, "org.freedesktop.portal.Request", "Response", answer)
        else:
            self.say("remote")
            remote = socket.socket(socket.AF_UNIX)
            remote.connect(os.path.join(os.environ["XDG_RUNTIME_DIR"], "pipewire-0"))
            descriptors = Gio.UnixFDList.new_from_array([remote.detach()])
            invocation.return_value_with_unix_fd_list(GLib.Variant("(h)", (0,)), descriptors)

    def close(self, _bus, _sender, _path, _interface, _method, _values, invocation):
        self.say("close")
        invocation.return_value(None)


if __name__ == "__main__":
    Portal(sys.argv[1]).loop.run()
