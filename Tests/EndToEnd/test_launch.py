#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Joom installed, and started as a desktop does it: by its menu entry, by links, by D-Bus; and asked for things.

Runs in a session of Tests/Desktop/session.py, on a session bus that knows of the installation.
"""
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parent), str(pathlib.Path(__file__).resolve().parents[1])]

import report
from installation import ID, Installation, PATH
from servers import Server
from test_app import App, BLUE, INSIDE, RED

if INSIDE:
    from gi.repository import Gio, GLib

    from Desktop import desktop


class Bus:
    """A session bus of its own, started where the installation is on the paths, as a login would."""

    def __init__(self, installation, home):
        os.environ.update(
            XDG_DATA_DIRS=f"{installation / 'share'}:/usr/local/share:/usr/share", XDG_CONFIG_HOME=home, XDG_DATA_HOME=home,
            PATH=f"{installation / 'bin'}:{os.environ['PATH']}", ADW_DISABLE_PORTAL="1", GSETTINGS_BACKEND="keyfile",
            XDG_CURRENT_DESKTOP="GNOME")
        self.log = open(pathlib.Path(home) / "bus.log", "w+b")
        self.process = subprocess.Popen(["dbus-daemon", "--session", "--nofork", "--print-address"],
                                        stdout=subprocess.PIPE, stderr=self.log, text=True)
        os.environ["DBUS_SESSION_BUS_ADDRESS"] = self.process.stdout.readline().strip()
        self.connection = Gio.bus_get_sync(Gio.BusType.SESSION)
        self.connection.set_exit_on_close(False)
        self.call("org.a11y.Bus", "/org/a11y/bus", "org.freedesktop.DBus.Properties", "Set",
                  GLib.Variant("(ssv)", ("org.a11y.Status", "IsEnabled", GLib.Variant("b", True))))

    def call(self, name, path, interface, method, arguments=None):
        answer = self.connection.call_sync(name, path, interface, method, arguments, None, Gio.DBusCallFlags.NONE, 30_000)
        return answer.unpack()

    def owner(self, name=ID):
        """The process that has a name; None without one."""
        bus = "org.freedesktop.DBus"
        try:
            return self.call(bus, "/", bus, "GetConnectionUnixProcessID", GLib.Variant("(s)", (name,)))[0]
        except GLib.Error as error:
            if "NameHasNoOwner" in error.message:
                return None
            raise

    def stop(self):
        self.process.terminate()
        self.process.wait()
        self.process.stdout.close()
        self.log.close()


def setUpModule():
    """One installation and one bus for all: GLib knows one session bus in its life."""
    if not INSIDE:
        return
    Launched.installation = Installation()
    unittest.addModuleCleanup(Launched.installation.remove)
    Launched.installation.install()
    Launched.config = tempfile.mkdtemp(prefix="joom-launch-")
    unittest.addModuleCleanup(shutil.rmtree, Launched.config, True)
    Launched.bus = Bus(Launched.installation, Launched.config)
    unittest.addModuleCleanup(Launched.bus.stop)


def is_alive(process):
    """Whether a process runs; one whose parent did not ask for its end yet does not."""
    try:
        return pathlib.Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@unittest.skipUnless(INSIDE, "runs in a session")
class Launched(App):
    """Nothing runs when a test begins, nor is anything remembered."""

    installation = config = bus = None

    def setUp(self):
        super().setUp()
        shutil.rmtree(pathlib.Path(self.config) / "glib-2.0", ignore_errors=True)
        self.addCleanup(self.end_joom)

    def end_joom(self):
        process = self.bus.owner()
        if process:
            os.kill(process, signal.SIGTERM)
            desktop.wait(lambda: not self.bus.owner(), "the end of joom", 15)
            desktop.wait(lambda: not is_alive(process), "the end of its process", 15)

    @staticmethod
    def run_program(*command, **more):
        return subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=40, **more)

    def launch(self, *command):
        """Runs what asks the desktop for Joom; the frame is there afterwards."""
        # Not into pipes: what is launched may keep them open.
        log = tempfile.TemporaryFile()
        self.addCleanup(log.close)
        status = subprocess.run([str(part) for part in command], stdout=log, stderr=log, timeout=40).returncode
        log.seek(0)
        self.assertEqual(status, 0, log.read())
        return desktop.find("frame", timeout=30)

    def start(self, *arguments):
        """The program itself, as a shell starts it."""
        process = subprocess.Popen(["joom", *arguments], stdout=subprocess.DEVNULL)
        self.addCleanup(process.wait, 20)
        self.addCleanup(self.end_joom)
        return process

    def ask(self, method, arguments=None):
        return self.bus.call(ID, PATH, ID, method, arguments)

    def property(self, name):
        arguments = GLib.Variant("(ss)", (ID, name))
        return self.bus.call(ID, PATH, "org.freedesktop.DBus.Properties", "Get", arguments)[0]

    def meet(self, server):
        """Somebody in the room sees our camera, and we see theirs."""
        bob = self.peer(self.room, server)
        bob.wait_for_picture(RED)
        self.wait_for_colour(BLUE)
        return bob

    def peer(self, room, server, *arguments):
        from participant import Participant
        participant = Participant(room, server, "#283cc8", 660, "--name", "Bob", *arguments)
        self.addCleanup(participant.__exit__)
        return participant

    def app_link(self, server):
        host = server.url.removeprefix("http://")
        return f"joom://{host}/{self.room.replace(' ', '%20')}?tls=0"


class Menu(Launched):
    """By the desktop's means."""

    def test_the_menu_entry_starts_it_and_a_peer_is_seen(self):
        self.launch("gtk4-launch", ID)
        self.enter()
        link = self.link()
        bob = self.peer(link, None)
        bob.wait_for_picture(RED)
        self.wait_for_colour(BLUE)
        command = pathlib.Path(f"/proc/{self.bus.owner()}/cmdline").read_text().split("\0")
        self.assertEqual(command[:2], [str(self.installation / "bin/joom"), "--gapplication-service"])

    def test_the_window_belongs_to_the_menu_entry(self):
        self.launch("gio", "launch", self.installation / f"share/applications/{ID}.desktop")
        windows = self.run_program("xdotool", "search", "--onlyvisible", "--pid", self.bus.owner(), "--name", "Joom").stdout.split()
        said = self.run_program("xprop", "-id", windows[-1], "WM_CLASS", "_GTK_APPLICATION_ID").stdout
        self.assertEqual(re.findall(r'"([^"]*)"', said.splitlines()[0]), [ID, ID])
        self.assertEqual(re.findall(r'"([^"]*)"', said.splitlines()[1]), [ID])
        entry = (self.installation / f"share/applications/{ID}.desktop").read_text()
        self.assertIn(f"StartupWMClass={ID}\n", entry)

    def test_without_dbus_activation_the_command_of_the_entry_works(self):
        process = self.start()
        desktop.find("frame", timeout=30)
        self.assertEqual(self.bus.owner(), process.pid)

    def test_a_second_launch_reaches_the_first(self):
        self.launch("gtk4-launch", ID)
        process = self.bus.owner()
        run = self.run_program("joom", "--test-call")
        self.assertEqual((run.returncode, self.bus.owner()), (0, process), run.stderr)
        self.launch("gtk4-launch", ID)
        self.assertEqual(self.bus.owner(), process)
        self.assertEqual(len(desktop.find_all("frame")), 1)

    def test_an_action_of_the_entry_makes_a_room(self):
        self.launch("gapplication", "action", ID, "new-room")
        self.assertRegex(self.link(), r"/r/[a-z]+-[a-z]+-[a-z]+#k=[\w-]{22}$")

    def test_choices_are_kept_where_the_desktop_keeps_them(self):
        self.launch("gtk4-launch", ID)
        desktop.find("text", re.compile("Your N")).set_text("Ada")
        self.enter()
        self.link()
        self.end_joom()
        kept = (pathlib.Path(self.config) / "glib-2.0/settings/keyfile").read_text()
        self.assertIn("name='Ada'", kept)
        self.assertFalse((pathlib.Path(self.config) / "joom").exists())


class Links(Launched):
    """A link leads into its room at once, also when nothing runs yet."""

    def test_a_link_opened_cold_joins(self):
        with Server.joom() as server:
            self.launch("gio", "open", self.app_link(server))
            self.meet(server.url)

    def test_a_link_opened_in_a_running_joom_joins(self):
        with Server.joom() as server:
            self.launch("gtk4-launch", ID)
            self.launch("gtk4-launch", ID, self.app_link(server))
            self.meet(server.url)

    def test_a_link_on_the_command_line_joins(self):
        with Server.joom() as server:
            self.start(self.app_link(server))
            self.meet(server.url)

    def test_a_broken_link_is_said(self):
        self.launch("gio", "open", "joom://127.0.0.1:99999/kitchen")
        desktop.find("label", re.compile("99999"))


class Asked(Launched):
    """By other programs."""

    def join(self, server):
        options = {"server": GLib.Variant("s", server.url), "name": GLib.Variant("s", "Ada")}
        self.ask("Join", GLib.Variant("(sa{sv})", (self.room, options)))

    @staticmethod
    def wait_for_state(peer, microphone, camera):
        """Until the peer is told that these are on or off, and nothing else after it."""
        def told():
            state = peer.last("state")
            return state and (state["microphone"], state["camera"]) == (microphone, camera)
        desktop.wait(told, f"microphone {microphone}, camera {camera}", 20)

    def test_dbus_starts_it_and_rules_the_call(self):
        with Server.joom() as server:
            self.join(server)
            bob = self.meet(server.url)
            self.assertEqual(bob.wait("peer")["name"], "Ada")
            self.assertEqual((self.property("Phase"), self.property("Room")), ("joined", self.room))
            self.assertTrue(self.property("Link").startswith(server.url + "/r/"))
            people = self.ask("Participants")[0]
            self.assertEqual([(each["name"], each["connection"]) for each in people], [("Bob", "connected")])
            figures = self.ask("Statistics")[0]
            self.assertGreater(figures[0]["framesDecoded"], 0)
            self.assertEqual(figures[0]["id"], people[0]["id"])
            self.ask("SetMicrophone", GLib.Variant("(b)", (False,)))
            self.ask("SetCamera", GLib.Variant("(b)", (False,)))
            self.wait_for_state(bob, microphone=False, camera=False)
            self.assertEqual((self.property("Microphone"), self.property("Camera")), (False, False))
            self.ask("SetMicrophone", GLib.Variant("(b)", (True,)))
            self.ask("SetCamera", GLib.Variant("(b)", (True,)))
            self.wait_for_state(bob, microphone=True, camera=True)
            self.ask("Leave")
            self.assertEqual(bob.wait("left", timeout=10)["reason"], "left")
            with self.assertRaisesRegex(GLib.Error, f"{ID}.Error.NoCall"):
                self.ask("Leave")

    def test_dbus_says_what_happens(self):
        heard = []
        for member in ("ParticipantJoined", "ParticipantLeft", "CallEnded"):
            number = self.bus.connection.signal_subscribe(
                ID, ID, member, PATH, None, Gio.DBusSignalFlags.NONE,
                lambda _bus, _sender, _path, _interface, name, values: heard.append((name, values.unpack())))
            self.addCleanup(self.bus.connection.signal_unsubscribe, number)

        def of(name):
            while GLib.MainContext.default().iteration(False):
                pass
            return [values for each, values in heard if each == name]

        with Server.joom() as server:
            self.join(server)
            bob = self.meet(server.url)
            joined = desktop.wait(lambda: of("ParticipantJoined"), "ParticipantJoined")[0][0]
            self.assertEqual(joined["name"], "Bob")
            bob.leave()
            left = desktop.wait(lambda: of("ParticipantLeft"), "ParticipantLeft")[0]
            self.assertEqual(left, (joined["id"], "left"))
            self.ask("Leave")
            self.assertEqual(desktop.wait(lambda: of("CallEnded"), "CallEnded"), [("left",)])

    def test_nonsense_by_dbus_is_a_sentence(self):
        with self.assertRaisesRegex(GLib.Error, f"{ID}.Error.BadDestination.*link"):
            self.ask("Join", GLib.Variant("(sa{sv})", ("http://example.org/", {})))
        self.assertFalse(desktop.find_all("frame"))

    def test_the_command_line_rules_the_call(self):
        with Server.joom() as server:
            self.join(server)
            bob = self.meet(server.url)
            people = json.loads(self.joom("--list", "--json"))
            self.assertEqual((people[0]["name"], people[0]["camera"]), ("Bob", True))
            self.assertIn("name=Bob", self.joom("--list").rstrip("\n").split("\t"))
            self.assertGreater(json.loads(self.joom("--statistics", "--json"))[0]["bytesReceived"], 0)
            self.joom("--mute", "on")
            self.wait_for_state(bob, microphone=False, camera=True)
            self.joom("--mute", "toggle", "--camera", "off")
            self.wait_for_state(bob, microphone=True, camera=False)
            self.joom("--camera", "toggle", "--leave")
            self.assertEqual(bob.wait("left", timeout=10)["reason"], "left")
            run = self.run_program("joom", "--leave")
            self.assertEqual(run.returncode, 1)
            self.assertIn("no call", run.stderr)

    def joom(self, *arguments):
        run = self.run_program("joom", *arguments)
        self.assertEqual((run.returncode, run.stderr), (0, ""))
        return run.stdout

    def test_without_a_running_joom_nothing_starts(self):
        environment = {key: value for key, value in os.environ.items() if key != "DISPLAY"}
        run = self.run_program("joom", "--list", env=environment)
        self.assertEqual((run.returncode, run.stdout), (1, ""))
        self.assertIn("not running", run.stderr)
        self.assertIsNone(self.bus.owner())


class Sleep(Launched):
    """The computer stays awake in a call, and only then."""

    MANAGER = """<node><interface name="org.gnome.SessionManager">
      <method name="Inhibit"><arg type="s" direction="in"/><arg type="u" direction="in"/><arg type="s" direction="in"/>
        <arg type="u" direction="in"/><arg type="u" direction="out"/></method>
      <method name="Uninhibit"><arg type="u" direction="in"/></method>
      <property name="SessionIsActive" type="b" access="read"/>
    </interface></node>"""

    def test_a_call_keeps_the_computer_awake(self):
        held = {}

        def called(_bus, _sender, _path, _interface, method, values, invocation):
            if method == "Inhibit":
                held[len(held) + 7] = values.unpack()
                invocation.return_value(GLib.Variant("(u)", (len(held) + 6,)))
            else:
                held.pop(values.unpack()[0])
                invocation.return_value(None)

        interface = Gio.DBusNodeInfo.new_for_xml(self.MANAGER).interfaces[0]
        self.bus.connection.register_object("/org/gnome/SessionManager", interface, called,
                                            lambda *_: GLib.Variant("b", True), None)
        owned = Gio.bus_own_name_on_connection(self.bus.connection, "org.gnome.SessionManager", Gio.BusNameOwnerFlags.NONE,
                                               None, None)
        self.addCleanup(Gio.bus_unown_name, owned)

        def turn(seconds=0.0):
            end = time.monotonic() + seconds
            while GLib.MainContext.default().iteration(False) or time.monotonic() < end:
                pass
            return list(held.values())

        turn(0.2)
        self.start()
        desktop.wait(lambda: turn() or desktop.find_all("push button", "Join"), "the window", 30)
        self.assertEqual(turn(), [])
        self.enter()
        name, _window, reason, flags = desktop.wait(turn, "an inhibition", 30)[0]
        # 4: suspend, 8: idle.
        self.assertEqual((name, flags), (ID, 4 | 8))
        self.assertTrue(reason)
        desktop.find("push button", "Leave").click()
        desktop.wait(lambda: not turn(), "its end", 15)


if __name__ == "__main__":
    report.main()
