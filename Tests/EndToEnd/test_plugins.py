#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Plugins: the example is built out of tree against an installed Joom, and follows real calls; a bad one harms one start."""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parent), str(pathlib.Path(__file__).resolve().parents[1])]

import report
from installation import Installation
from participant import Participant
from servers import REPOSITORY, Server, program
from test_app import RED, App, INSIDE

if INSIDE:
    from Desktop import desktop

CRASHES = """
#include <joom-plugin.h>
#include <stdlib.h>
int32_t joom_plugin_register(const JoomHost *host, uint32_t api) { abort(); }
"""


class Built:
    """A folder with the example as docs/plugins.md says: meson finds Joom by pkg-config, and nothing of Joom's tree."""
    folder = None

    @classmethod
    def get(cls):
        if not cls.folder:
            installation = Installation("-Ddocs=false", "-Dserver=false")
            try:
                installation.install()
                cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="joom-example-"))
                source, build = cls.folder / "hello-plugin", cls.folder / "build"
                shutil.copytree(REPOSITORY / "examples/hello-plugin", source)
                environment = {"PKG_CONFIG_PATH": str(installation / "share/pkgconfig")}
                Installation.meson("setup", build, source, f"-Dplugindir={cls.folder / 'plugins'}", **environment)
                Installation.meson("install", "-C", build)
                shutil.copy(installation / "include/joom/joom-plugin.h", cls.folder)
            finally:
                installation.remove()
        return cls.folder

    @classmethod
    def install(cls, home):
        """Puts it where a person would."""
        shutil.copytree(cls.get() / "plugins", pathlib.Path(home) / "joom/plugins")

    @classmethod
    def install_crashing(cls, home):
        """A second one, which ends whoever loads it."""
        place = pathlib.Path(home) / "joom/plugins"
        place.mkdir(parents=True, exist_ok=True)
        (place / "crash.plugin").write_text("[Plugin]\nModule=crash\nName=Crash\nX-Joom-Api=1\nX-Joom-Kind=effect\n")
        (place / "crash.c").write_text(CRASHES)
        subprocess.run(["gcc", "-shared", "-fPIC", "-I", cls.get(), "-o", place / "crash.so", place / "crash.c"], check=True)


def tearDownModule():
    if Built.folder:
        shutil.rmtree(Built.folder, ignore_errors=True)


class CommandLine(unittest.TestCase):
    """joom-cli plugins, and calls with plugins."""

    def setUp(self):
        self.home = tempfile.mkdtemp(prefix="joom-plugins-")
        self.addCleanup(shutil.rmtree, self.home, True)
        self.places = {f"XDG_{kind}_HOME": self.home for kind in ("CONFIG", "DATA", "STATE")}

    def cli(self, *arguments):
        return subprocess.run([program("joom-cli"), *arguments], capture_output=True, text=True, check=False, timeout=60,
                              env={**os.environ, **self.places})

    def listed(self):
        lines = self.cli("plugins", "list", "--json").stdout.splitlines()
        return {each["module"]: each for each in map(json.loads, lines)}

    def participant(self, *arguments):
        """One that has this home."""
        place = ["env", *(f"{key}={value}" for key, value in self.places.items())]
        return Participant(*arguments, place=place)

    def test_what_there_is_and_what_became_of_it(self):
        Built.install(self.home)
        Built.install_crashing(self.home)
        (pathlib.Path(self.home) / "joom/plugins/broken.plugin").write_text("[Plugin]\nModule=broken\nNamme=x\n")
        listed = self.listed()
        self.assertEqual({name: listed[name]["state"] for name in ("gstreamer", "dummy", "hello", "crash")},
                         {"gstreamer": "on", "dummy": "off", "hello": "off", "crash": "off"})
        broken = [each for name, each in listed.items() if name.endswith("broken.plugin")][0]
        self.assertEqual((broken["state"], broken["line"], broken["key"]), ("failed", 1, "X-Joom-Api"))
        self.assertIn("works", self.cli("plugins", "check", "hello").stdout)
        crash = self.cli("plugins", "check", "crash", "--json")
        self.assertEqual(crash.returncode, 1)
        self.assertIn("signal 6", json.loads(crash.stdout)["reason"])
        self.assertEqual(self.cli("plugins", "enable", "nobody").returncode, 64)
        self.cli("plugins", "enable", "hello")
        self.assertEqual(self.listed()["hello"]["state"], "on")
        self.cli("plugins", "disable", "hello")
        self.assertEqual(self.listed()["hello"]["state"], "off")

    def test_the_example_follows_a_call(self):
        Built.install(self.home)
        self.cli("plugins", "enable", "hello")
        with Server.joom() as server, self.participant("plugins", server.url, "#c82828", 440) as ada:
            ada.wait("joined")
            with Participant("plugins", server.url, "#283cc8", 660, "--name", "Bob") as bob:
                said = ada.wait("error", lambda event: event["code"] == "plugin")
                self.assertEqual(said["message"], "Hello: Say hello to Bob!")
                # What it is made of goes while it is in use.
                shutil.rmtree(pathlib.Path(self.home) / "joom/plugins")
                bob.wait_for_picture(RED)
            ada.leave()
            self.assertTrue([line for line in ada.words if "in the room plugins" in line], ada.words)

    def test_one_that_brings_a_start_down_is_off_at_the_next(self):
        Built.install_crashing(self.home)
        self.cli("plugins", "enable", "crash")
        with Server.joom() as server:
            arguments = ("join", "x", "--server", server.url, "--duration", "1")
            self.assertNotIn(self.cli(*arguments, "--safe-mode").returncode, (-6, 134))
            self.assertIn(self.cli(*arguments).returncode, (-6, 134))
            self.assertNotIn(self.cli(*arguments).returncode, (-6, 134))
        self.assertEqual(self.listed()["crash"]["state"], "off")
        self.assertIn("ended while it started", self.listed()["crash"]["reason"])


@unittest.skipUnless(INSIDE, "runs in a session")
class Window(App):
    """Switched on and off in the preferences while a call is on."""

    def open(self):
        desktop.press_key("ctrl+comma")
        desktop.find("frame", "Preferences")
        desktop.find("label", "Plugins").point()

    def test_a_plugin_comes_and_goes_in_a_call(self):
        Built.install(self.home)
        self.start("--name", "Ada")
        self.enter()
        link = self.link()
        self.open()
        switch = desktop.find(None, "Hello", states=["focusable", "sensitive"])
        self.save("plugins")
        switch.click()
        desktop.find(None, "Hello", states=["checked"])
        bob = self.peer(link, "#283cc8", 660, "--name", "Bob")
        desktop.find(None, "Hello: Say hello to Bob!", timeout=30)
        bob.wait_for_picture(RED)
        desktop.find(None, "Hello", states=["checked"]).click()
        desktop.wait(lambda: not desktop.find_all(None, "Hello", states=["checked"]), "the switch")
        carol = self.peer(link, "#28a03c", 880, "--name", "Carol")
        carol.wait("first-frame", timeout=40)
        self.assertFalse(desktop.find_all(None, re.compile("Say hello to Carol")))
        bob.wait_for_picture(RED)


if __name__ == "__main__":
    report.main()
