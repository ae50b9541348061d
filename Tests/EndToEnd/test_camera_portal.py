#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Cameras through the desktop's portal, as in a sandbox: asked for once, chosen by name, refused, never answered.

The portal is one of our own (Tests/Desktop/camera_portal.py), behind which the session's PipeWire is. The real one, with
a real sandbox and a real dialog, is what `make flatpak-test` goes through.
"""
import os
import pathlib
import re
import subprocess
import sys
import time

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parent), str(pathlib.Path(__file__).resolve().parents[1])]

import report
from test_app import GREEN, INSIDE, RED, App

if INSIDE:
    from Desktop import desktop

PORTAL = pathlib.Path(__file__).resolve().parents[1] / "Desktop/camera_portal.py"


class Cameras(App):
    """One portal and one window a test."""

    def portal(self, answer):
        """Starts a portal; everything in the session that is told to use portals asks this one."""
        log = open(pathlib.Path(self.home) / "portal.log", "w+b")
        self.addCleanup(log.close)
        process = subprocess.Popen(["/usr/bin/python3", PORTAL, answer], stdout=log)
        self.addCleanup(process.wait, 10)
        self.addCleanup(process.terminate)
        desktop.wait(lambda: "ready" in self.asked(), "the portal")
        os.environ["GTK_USE_PORTAL"] = "1"
        self.addCleanup(os.environ.pop, "GTK_USE_PORTAL")

    def asked(self):
        return (pathlib.Path(self.home) / "portal.log").read_text().split()

    def test_after_a_yes_cameras_have_their_names_and_can_be_changed(self):
        self.portal("yes")
        self.start("--name", "Ada")
        self.enter()
        bob = self.peer(self.link())
        bob.wait_for_picture(RED)
        self.choose_camera("Camera 2")
        bob.wait_for_picture(GREEN)
        self.assertEqual((self.asked().count("access"), self.asked().count("remote")), (1, 1))

    def choose_camera(self, name):
        desktop.find("combo box", "Camera").click()
        entries = [label.name for label in desktop.find_all("label", re.compile("^(System Default|Camera [0-9])"), hidden=True)]
        self.assertIn(name, entries)
        desktop.press_key("Down", "Down", "Return")
        desktop.find("label", name)

    def test_a_no_is_said_and_the_call_goes_on_without(self):
        self.portal("no")
        self.start("--name", "Ada")
        desktop.find("label", re.compile("does not let Joom use the camera"))
        self.enter()
        bob = self.peer(self.link())
        bob.wait_for_sound(440)
        self.assertFalse(bob.wait("state")["camera"])
        self.assertEqual((self.asked().count("access"), self.asked().count("remote")), (1, 0))
        # Whoever chooses it again is asked again.
        desktop.find("combo box", "Camera").click()
        desktop.press_key("Down", "Return")
        desktop.find("label", "Camera, if You Allow It")
        desktop.wait(lambda: self.asked().count("access") == 2, "another question")

    def test_a_question_without_an_answer_holds_nothing_up(self):
        self.portal("never")
        app = self.start("--name", "Ada")
        desktop.wait(lambda: "access" in self.asked(), "the question")
        self.enter()
        self.peer(self.link()).wait("first-frame")
        start = time.monotonic()
        app.terminate()
        app.wait(15)
        # The portal waits two minutes for an answer.
        self.assertLess(time.monotonic() - start, 15)


if __name__ == "__main__":
    report.main()
