#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Effects in a real call: what the peer sees of one that is on, by joom-cli and by the window's preferences."""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parent), str(pathlib.Path(__file__).resolve().parents[1])]

import report
from participant import Participant
from servers import REPOSITORY, Server, program
from test_app import RED, App, INSIDE

if INSIDE:
    from Desktop import desktop


def components(stats):
    return [int(stats["picture"][index:index + 2], 16) for index in (1, 3, 5)] if stats["picture"] else None


def is_grey(stats):
    """Red, green and blue about the same, and not black."""
    seen = components(stats)
    return bool(seen) and max(seen) - min(seen) < 25 and max(seen) > 40


def is_red(stats):
    seen = components(stats)
    return bool(seen) and seen[0] > 120 and seen[0] - max(seen[1:]) > 60


class CommandLine(unittest.TestCase):
    """joom-cli effects, and join --effect."""

    def run_cli(self, *arguments):
        return subprocess.run([program("joom-cli"), *arguments], capture_output=True, text=True, check=False, timeout=30)

    def test_ours_are_listed_and_in_order(self):
        listed = [json.loads(line) for line in self.run_cli("effects", "list", "--json").stdout.splitlines()]
        self.assertGreaterEqual(len(listed), 12)
        self.assertFalse([each for each in listed if "error" in each])
        self.assertEqual({each["kind"] for each in listed}, {"video", "audio"})

    def test_a_fault_is_named_exactly(self):
        with tempfile.NamedTemporaryFile("w", suffix=".joom-effect") as file:
            file.write("[Effect]\nName=x\nKind=video\nApiVersion=1\nPipeline=filesrc location=/etc/passwd\n")
            file.flush()
            result = self.run_cli("effects", "check", file.name, "--json")
            self.assertEqual(result.returncode, 1)
            said = json.loads(result.stdout)
            self.assertEqual((said["line"], said["key"]), (5, "Pipeline"))
            self.assertIn("filesrc", said["error"])
            refused = self.run_cli("join", "x", "--server", "http://127.0.0.1:1", "--effect", file.name)
            self.assertEqual(refused.returncode, 64)
        result = self.run_cli("effects", "check", str(REPOSITORY / "data/effects/warm.joom-effect"))
        self.assertEqual(result.returncode, 0)
        self.assertIn("Warm (video)", result.stdout)

    def test_those_of_gnome_video_effects_can_all_be_used(self):
        files = sorted(pathlib.Path("/usr/share/gnome-video-effects").glob("*.effect"))
        self.assertGreaterEqual(len(files), 27)
        with tempfile.TemporaryDirectory() as home:
            environment = {**os.environ, "XDG_DATA_HOME": home, "XDG_CONFIG_HOME": home}
            subprocess.run([program("joom-cli"), "effects", "install", *files], check=True, timeout=30, env=environment,
                           stdout=subprocess.DEVNULL)
            installed = sorted(pathlib.Path(home, "joom/effects").iterdir())
        self.assertEqual([file.stem for file in installed], [file.stem for file in files])
        self.assertEqual(self.run_cli("effects", "check", str(files[0])).returncode, 0)

    def test_the_peer_sees_the_effect(self):
        with Server.joom() as server:
            with Participant("effects", server.url, "#c82828", 440, "--effect", "monochrome") as ada:
                ada.wait("joined")
                with Participant("effects", server.url, "#283cc8", 660) as bob:
                    bob.wait_now(is_grey)
                    ada.wait_now(lambda stats: (seen := components(stats)) and seen[2] > seen[0] + 60)


@unittest.skipUnless(INSIDE, "runs in a session")
class Window(App):
    """Switched on and off in the preferences while a call is on."""

    def test_the_peer_sees_what_the_preferences_say(self):
        self.start("--name", "Ada")
        self.enter()
        bob = self.peer(self.link(), "#283cc8", 660, "--name", "Bob")
        bob.wait_for_picture(RED)
        desktop.press_key("ctrl+comma")
        desktop.find("frame", "Preferences")
        desktop.find("label", "Effects").point()
        connections = len(bob.all("connected"))
        desktop.find(None, "Monochrome", states=["sensitive", "focusable"]).click()
        bob.wait_now(is_grey)
        desktop.find(None, "Monochrome", states=["checked"]).click()
        bob.wait_now(is_red)
        self.assertEqual(len(bob.all("connected")), connections)
        self.save("effects")

    def test_one_from_a_file_is_shown_installed_and_remembered(self):
        file = pathlib.Path(self.home) / "ash.joom-effect"
        file.write_text("[Effect]\nName=Ash\nKind=video\nApiVersion=1\nPipeline=videobalance saturation=0\n")
        app = self.start("--name", "Ada")
        desktop.find("text", re.compile("^Room"))
        desktop.press_key("ctrl+comma")
        desktop.find("frame", "Preferences")
        desktop.find("label", "Effects").point()
        desktop.find("push button", "Install from a File").click()
        desktop.find(None, "Choose an Effect")
        desktop.press_key("ctrl+l")
        desktop.type_text(str(file))
        desktop.press_key("Return")
        desktop.find("label", "videobalance saturation=0")
        self.save("install-effect")
        desktop.find("push button", "Install").click()
        desktop.find(None, "Ash was installed, and is on.")
        desktop.find(None, "Ash", states=["checked"])
        self.end(app)
        app = self.start("--name", "Ada")
        self.enter()
        self.peer(self.link(), "#283cc8", 660, "--name", "Bob").wait_now(is_grey)
        self.end(app)
        # Whatever it does to a start, there is a way around it.
        self.start("--name", "Ada", "--safe-mode")
        self.enter()
        self.peer(self.link(), "#283cc8", 660, "--name", "Bob").wait_now(is_red)


if __name__ == "__main__":
    report.main()
