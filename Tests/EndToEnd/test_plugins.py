#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Plugins: the example is built out of tree against an installed Joom, and follows real calls; a bad one harms one start."""
import csv
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parent), str(pathlib.Path(__file__).resolve().parents[1])]

import report
import prometheus
from installation import Installation
from participant import Participant
from servers import REPOSITORY, Server, program
from test_app import RED, App, INSIDE
from test_recorder import with_files_of

if INSIDE:
    from Desktop import desktop

CRASHES = """
#include <joom-plugin.h>
#include <stdlib.h>
int32_t joom_plugin_register(const JoomHost *host, uint32_t api) { abort(); }
"""


# Says more than anybody reads, and leaves somebody behind who holds on to where it said it.
LINGERS = """
#include <joom-plugin.h>
#include <stdio.h>
#include <unistd.h>
int32_t joom_plugin_register(const JoomHost *host, uint32_t api) {
    for (int line = 0; line < 100000; ++line) puts("and another thing");
    fflush(stdout);
    if (!fork()) {
        close(2);
        sleep(60);
        _exit(0);
    }
    return 0;
}
"""


class Built:
    """The example as docs/plugins.md says: meson finds an installed Joom by pkg-config, and nothing of Joom's tree."""
    joom = None

    @classmethod
    def get(cls):
        if not cls.joom:
            cls.joom = Installation("-Ddocs=false", "-Dserver=false")
            cls.joom.install()
            source, build = cls.joom.directory / "hello-plugin", cls.joom.directory / "hello-build"
            shutil.copytree(REPOSITORY / "examples/hello-plugin", source)
            Installation.meson("setup", build, source, f"-Dplugindir={cls.joom.directory / 'plugins'}", **cls.places())
            Installation.meson("install", "-C", build)
        return cls.joom

    @classmethod
    def places(cls):
        """How a compiler finds it."""
        return {"PKG_CONFIG_PATH": str(cls.joom / "share/pkgconfig")}

    @classmethod
    def install(cls, home):
        """Puts it where a person would."""
        shutil.copytree(cls.get().directory / "plugins", pathlib.Path(home) / "joom/plugins")

    @classmethod
    def install_crashing(cls, home):
        """A second one, which ends whoever loads it."""
        cls.compile(home, "crash", CRASHES)

    @classmethod
    def compile(cls, home, module, source):
        """Makes one of a few lines."""
        place = pathlib.Path(home) / "joom/plugins"
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{module}.plugin").write_text(
            f"[Plugin]\nModule={module}\nName={module.capitalize()}\nX-Joom-Api=1\nX-Joom-Kind=effect\n")
        (place / f"{module}.c").write_text(source)
        subprocess.run(["gcc", "-shared", "-fPIC", "-I", cls.get() / "include/joom", "-o", place / f"{module}.so",
                        place / f"{module}.c"], check=True)


def tearDownModule():
    if Built.joom:
        Built.joom.remove()


def commands(heading):
    """The first commands of a chapter of docs/plugins.md."""
    chapter = (REPOSITORY / "docs/plugins.md").read_text().split(f"\n## {heading}\n")[1]
    lines = re.search(r"\n\n((?:    .*\n|\n)+)", chapter)[1].splitlines()
    return "\n".join(line[4:] for line in lines)


class Documentation(unittest.TestCase):
    """What docs/plugins.md has a newcomer type, typed."""

    def setUp(self):
        self.home = tempfile.mkdtemp(prefix="joom-newcomer-")
        self.addCleanup(shutil.rmtree, self.home, True)
        Built.get()
        self.environment = {key: value for key, value in os.environ.items() if not key.startswith("XDG_")}
        self.environment |= {"HOME": self.home, "PATH": f"{pathlib.Path(program('joom-cli')).parent}:{os.environ['PATH']}",
                             **Built.places()}

    def type(self, heading):
        run = subprocess.run(["sh", "-e", "-c", commands(heading)], env=self.environment, capture_output=True, text=True,
                             check=False, timeout=60)
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)
        return run.stdout

    def test_an_effect_in_one_minute(self):
        self.assertIn("dream: Dream (video), by gaussianblur, videobalance", self.type("An effect of your own, in one minute"))

    def test_a_plugin_in_ten(self):
        self.assertIn("knock: Knock (call-add-on): works", self.type("A plugin of your own, in ten minutes"))
        with Server.joom() as server:
            place = ["env", "-u", "XDG_CONFIG_HOME", "-u", "XDG_DATA_HOME", "-u", "XDG_STATE_HOME", f"HOME={self.home}"]
            with Participant("door", server.url, "#c82828", 440, place=place) as ada:
                ada.wait("joined")
                with Participant("door", server.url, "#283cc8", 660, "--name", "Bob") as bob:
                    ada.wait("error", lambda event: event["message"] == "Knock: Bob is at the door.")
                    ada.wait("error", lambda event: event["message"] == "Knock: the microphone is muted")
                    bob.wait("state", lambda event: not event["microphone"])


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

    def participant(self, *arguments, place=()):
        """One that has this home."""
        place = [*place, "env", *(f"{key}={value}" for key, value in self.places.items())]
        return Participant(*arguments, place=place)

    def test_figures_are_kept_while_a_call_is_on(self):
        self.assertEqual(self.listed()["statistics-exporter"]["state"], "off")
        self.cli("plugins", "enable", "statistics-exporter")
        folder = pathlib.Path(self.home) / "joom/statistics"
        prom = folder / "joom.prom"
        with Server.joom() as server, self.participant("secret room", server.url, "#c82828", 440, "--name", "Ada") as ada:
            with Participant("secret room", server.url, "#283cc8", 660, "--name", "Bob") as bob:
                ada.wait("first-frame")
                decoded = 'joom_peer_decoded_frames_total{peer="1"}'
                limit, values = time.monotonic() + 30, {}
                # Whenever one looks, it is whole.
                while values.get(decoded, 0) < 60:
                    self.assertLess(time.monotonic(), limit, values)
                    values = prometheus.read(prom.read_text()) if prom.exists() else {}
                self.assertEqual(values["joom_call_peers"], 1)
                self.assertIn('joom_peer_info{peer="1",codec="VP8",path="direct"}', values)
                self.assertLess(abs(values["joom_call_start_time_seconds"] - time.time()), 60)
                text = prom.read_text()
                bob.leave()
                ada.wait("left")
            ada.leave()
        table, = folder.iterdir()
        self.assertRegex(table.name, r"^call-\d{4}-\d\d-\d\d-\d\d-\d\d-\d\d\.csv$")
        with table.open(newline="") as file:
            lines = list(csv.DictReader(file, strict=True))
        self.assertEqual({line["peer"] for line in lines}, {"1"})
        told = [line["framesDecoded"] for line in lines]
        self.assertEqual(told, sorted(told, key=int))
        self.assertGreater(int(told[-1]), 60)
        moments = [int(line["timestamp"]) for line in lines]
        self.assertTrue(all(500 < b - a < 5_000 for a, b in zip(moments, moments[1:])), moments)
        # What joom-cli's lines have but for what only it measures, and what only somebody who plays the sound can count.
        stats = [key for key in ada.last("stats") if key not in ("event", "t_ms", "peer", "audio_hz", "audio_gap_ms", "picture")]
        played = {"totalSamplesReceived", "concealedSamples", "concealmentEvents", "insertedSamplesForDeceleration",
                  "removedSamplesForAcceleration"}
        self.assertEqual(set(lines[0]), {"timestamp", "peer", *stats, *played})
        for word in ("Ada", "Bob", "secret", "127.0.0.1", ada.last("joined")["you"], bob.last("joined")["you"]):
            self.assertNotIn(word, table.read_text() + text)

    def test_where_figures_cannot_be_written_the_call_goes_on(self):
        self.cli("plugins", "enable", "statistics-exporter")
        blue = (40, 60, 200)
        with Server.joom() as server, \
                self.participant("figures", server.url, "#c82828", 440, place=with_files_of(2_500)) as ada, \
                Participant("figures", server.url, "#283cc8", 660) as bob:
            said = ada.wait("error", lambda event: event["code"] == "plugin")
            self.assertRegex(said["message"], r"^Statistics Exporter: The call's figures are not kept any more: .*joom/statistics "
                             r"cannot be written \(.+\)\. Make room there, or switch this plugin off\.$")
            self.assertFalse((pathlib.Path(self.home) / "joom/statistics/joom.prom").exists())
            ada.wait_for_picture(blue)
            bob.wait_for_picture(RED)
            self.assertEqual(len(ada.all("error")), 1)

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
        Built.compile(self.home, "lingers", LINGERS)
        began = time.monotonic()
        self.assertIn("works", self.cli("plugins", "check", "lingers").stdout)
        self.assertLess(time.monotonic() - began, 20)
        self.assertEqual(self.cli("plugins", "enable", "nobody").returncode, 64)
        self.assertEqual(self.cli("plugins", "check", "dummy").returncode, 0)
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

    def test_a_start_that_came_to_nothing_is_told_at_the_next(self):
        Built.install_crashing(self.home)
        places = {f"XDG_{kind}_HOME": self.home for kind in ("CONFIG", "DATA", "STATE")}
        subprocess.run([program("joom-cli"), "plugins", "enable", "crash"], check=True, env={**os.environ, **places})
        self.assertEqual(self.start().wait(30), -6)
        self.start()
        desktop.find(None, re.compile("did not come through its last start with Crash"), timeout=30)
        self.open()
        self.assertFalse(desktop.find_all(None, "Crash", states=["checked"]))

    def test_the_exporter_comes_and_goes_in_a_call_and_its_folder_can_be_opened(self):
        home = pathlib.Path(self.home)
        (home / "applications").mkdir()
        (home / "applications/folders.desktop").write_text(
            f"[Desktop Entry]\nType=Application\nName=Folders\nMimeType=inode/directory;\nExec=cp -r %f {home}/opened\n")
        (home / "mimeapps.list").write_text("[Default Applications]\ninode/directory=folders.desktop\n")
        self.start("--name", "Ada")
        self.enter()
        self.peer(self.link(), "#283cc8", 660, "--name", "Bob").wait("first-frame", timeout=40)
        self.open()
        desktop.find(None, "Statistics Exporter", states=["focusable", "sensitive"]).click()
        prom = home / "joom/statistics/joom.prom"
        desktop.wait(prom.exists, "figures", 30)
        self.save("exporter")
        desktop.find("push button", "Open the folder of Statistics Exporter").click()
        desktop.wait(lambda: list(home.glob("opened/call-*.csv")), "a program that shows the folder")
        desktop.find(None, "Statistics Exporter", states=["checked"]).click()
        desktop.wait(lambda: not prom.exists(), "them to go")
        desktop.find(None, "Statistics Exporter", states=["focusable"]).click()
        desktop.wait(prom.exists, "figures again", 30)
        self.end(self.app)
        self.assertFalse(prom.exists(), "the call is over")
        self.assertEqual(len(list(prom.parent.glob("*.csv"))), 2)

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
        # The effect that it brings is there, and goes with it, even from the picture.
        desktop.find("label", "Effects").point()
        desktop.find(None, "Glow", states=["focusable", "sensitive"]).click()
        bob.wait_now(lambda stats: stats["picture"] and int(stats["picture"][1:3], 16) > RED[0] + 30)
        desktop.find("label", "Plugins").point()
        desktop.find(None, "Hello", states=["checked"]).click()
        desktop.wait(lambda: not desktop.find_all(None, "Hello", states=["checked"]), "the switch")
        bob.wait_now(lambda stats: stats["picture"] and int(stats["picture"][1:3], 16) < RED[0] + 20)
        carol = self.peer(link, "#28a03c", 880, "--name", "Carol")
        carol.wait("first-frame", timeout=40)
        self.assertFalse(desktop.find_all(None, re.compile("Say hello to Carol")))
        # Not even without what finds people does the call end; but it is said what that means for the next one.
        desktop.find(None, "Rooms on Servers", states=["checked"]).click()
        desktop.find(None, re.compile("No plugin that is on finds people"))
        desktop.find(None, "Rooms on Servers", states=["focusable"]).click()
        desktop.find(None, "Rooms on Servers", states=["checked"])
        bob.wait_for_picture(RED)


if __name__ == "__main__":
    report.main()
