#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Joom installed, and started from the overview of a GNOME Shell on Wayland.

Where gnome-shell is not installed this is left out; make test-gnome installs it.
"""
import pathlib
import re
import shutil
import subprocess
import sys
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

import report
from installation import ID, Installation
from participant import Participant

# Given to the program that runs inside the session with the shell.
INSIDE = sys.argv[1:2] == ["--inside"]
if INSIDE:
    del sys.argv[1]
    from Desktop import desktop, shell


@unittest.skipUnless(INSIDE, "runs in a session with the shell")
class Overview(unittest.TestCase):
    """What somebody does who looks for a program to call people with."""

    def tearDown(self):
        subprocess.run(["gapplication", "action", ID, "quit"], check=False, timeout=20)
        desktop.wait(lambda: not shell.windows(), "the window's end")

    def find_in_overview(self, words):
        shell.show_overview(True)
        self.assertEqual(shell.search(words)[:1], [f"{ID}.desktop"])
        shell.press(*words)
        desktop.wait(lambda: shell.evaluate("Main.overview.searchEntry.get_text()") == words, "what was typed")

    def test_it_is_found_started_and_a_peer_is_seen(self):
        self.find_in_overview("video call")
        desktop.wait(shell.is_search_done, "the first result")
        shell.press("Return")
        desktop.find("frame", timeout=30)
        self.assertEqual(shell.windows(), [{"app": f"{ID}.desktop", "class": ID, "id": ID, "title": "Joom"}])
        desktop.find("text", re.compile("^Room")).set_text("kitchen")
        desktop.find("push button", "Join").click()
        link = desktop.find(None, re.compile(r"^https?://\S+/r/"), timeout=30).name
        with Participant(link, None, "#283cc8", 660, "--name", "Bob") as bob:
            bob.wait_for_picture((208, 32, 32))
            desktop.find("label", "Bob")


@unittest.skipIf(INSIDE, "is the program around that one")
@unittest.skipUnless(shutil.which("gnome-shell"), "gnome-shell is not installed")
class Session(unittest.TestCase):
    """The same in a session of its own, which knows the installation from its start."""

    def test_the_overview_starts_it(self):
        installation = Installation()
        self.addCleanup(installation.remove)
        installation.install()
        run = subprocess.run(
            ["/usr/bin/python3", HERE.parent / "Desktop/session.py", "--gnome", "--prefix", installation.prefix, "--",
             "/usr/bin/python3", __file__, "--inside"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=300)
        self.assertEqual(run.returncode, 0, run.stdout[-3000:])
        self.assertIn("1 passed, 0 failed", run.stdout)


if __name__ == "__main__":
    report.main()
