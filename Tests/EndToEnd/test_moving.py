#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rooms of this computer that go on at a server, with everybody who is in them.

Runs in a session of Tests/Desktop/session.py.
"""
import pathlib
import re
import sys
import unittest

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parent), str(pathlib.Path(__file__).resolve().parents[1])]

import report
from browser import Browser
from servers import Server
from test_app import App, BLUE, INSIDE, RED

if INSIDE:
    from Desktop import desktop


@unittest.skipUnless(INSIDE, "runs in a session")
class Moving(App):
    """A window that hosts a room, and a server that others reach."""

    def setUp(self):
        super().setUp()
        self.server = Server.joom()
        self.addCleanup(self.server.stop)
        self.start("--name", "Ada", self.room)
        self.old = self.link()
        # It stays open while people come.
        desktop.find("push button", re.compile("QR Code|Fingerprint")).click()

    def move(self):
        desktop.find("text", "Server address").set_text(self.server.url)
        desktop.find("push button", "Move the Room", states=["sensitive"]).click()

    def test_everybody_comes_along(self):
        bob = self.peer(self.old, "#283cc8", 660, "--name", "Bob")
        bob.wait("first-frame", timeout=60)
        self.wait_for_colour(BLUE)
        bob.wait_for_picture(RED)
        self.save("move")
        self.move()
        self.assertTrue(bob.wait("moved", timeout=30)["server"].startswith(self.server.url))
        desktop.wait(lambda: "#k=" in self.shown_link(), "another link", 30)
        new = self.shown_link()
        self.assertTrue(new.startswith(self.server.url + "/r/"))
        carl = self.peer(new, "#20a020", 880, "--name", "Carl")
        for name in ("Ada", "Bob"):
            carl.wait("peer", lambda event, name=name: event["name"] == name)
        bob.wait("connected", lambda event: len(bob.all("connected")) >= 3, timeout=60)
        bob.wait_for_picture(RED)
        # Nobody was gone for a moment: no figure in between says that nothing came.
        self.assertEqual(bob.all("left"), [])
        self.assertEqual([error for error in bob.all("error") if error["code"] != "moved"], [])
        desktop.find(None, "Carl", timeout=60)
        self.save("moved")

    def shown_link(self):
        found = desktop.find_all(None, re.compile(r"^https?://\S+/r/"))
        return found[0].name if found else ""

    def test_nobody_in_a_browser_is_led_to_a_server_without_tls(self):
        with Browser((40, 60, 200), 660) as eve:
            eve.open(self.old)
            eve.enter_room(name="Eve")
            self.wait_for_colour(BLUE, timeout=60)
            self.move()
            desktop.find(None, re.compile("^Eve is in a browser, which follows only to servers with https"))
            self.assertEqual(self.shown_link(), self.old)

    def test_a_server_that_is_not_there_moves_nobody(self):
        bob = self.peer(self.old, "#283cc8", 660, "--name", "Bob")
        bob.wait("first-frame", timeout=60)
        self.wait_for_colour(BLUE)
        self.server.stop()
        self.move()
        desktop.find(None, re.compile("The room stays where it is.$"), timeout=30)
        self.assertEqual(self.shown_link(), self.old)
        self.assertEqual(bob.all("moved"), [])


if __name__ == "__main__":
    report.main()
