#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A screen in the camera's place: what the peer sees of it, that the camera comes back, and that nothing is left over."""
import os
import pathlib
import re
import signal
import subprocess
import sys
import unittest

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parent), str(pathlib.Path(__file__).resolve().parents[1])]

import report
from participant import Participant
from servers import Server
from test_app import INSIDE, App

if INSIDE:
    from Desktop import desktop

PORTAL = pathlib.Path(__file__).resolve().parents[1] / "Desktop/screen_cast_portal.py"
RED, BLUE = (200, 40, 40), (40, 40, 200)


def size(stats):
    return stats["frameWidth"], stats["frameHeight"]


class CommandLine(unittest.TestCase):
    """joom-cli join --share, and what its peer gets."""

    def setUp(self):
        self.server = self.enterContext(Server.joom())

    def join(self, *arguments, colour="#c82828"):
        return self.enterContext(Participant("screens", self.server.url, colour, 440, "--commands", *arguments))

    def test_the_peer_sees_the_screen_and_then_the_camera_again(self):
        ada = self.join("--share", "test")
        bob = self.join(colour="#2828c8")
        # As large as it is, which no camera of ours is: 1280x800.
        bob.wait("stats", lambda stats: size(stats) == (1280, 800))
        self.assertEqual({key: bob.last("state")[key] for key in ("camera", "screen")}, {"camera": False, "screen": True})
        ada.wait("screen", lambda event: event["shared"])
        seconds = bob.last("connected")["session"]
        ada.say("unshare")
        bob.wait_for_picture(RED)
        self.assertEqual(size(bob.last("stats")), (640, 480))
        self.assertEqual({key: bob.last("state")[key] for key in ("camera", "screen")}, {"camera": True, "screen": False})
        # The same connection, without a new description.
        self.assertEqual((len(bob.all("connected")), bob.last("connected")["session"]), (1, seconds))
        # The other way on meanwhile, undisturbed.
        ada.wait_for_picture(BLUE)
        self.assertEqual([participant.leave()[0] for participant in (bob, ada)], [0, 0])

    def test_a_camera_that_was_off_stays_off(self):
        ada = self.join("--share", "test", "--camera-off")
        bob = self.join(colour="#2828c8")
        bob.wait("stats", lambda stats: size(stats) == (1280, 800))
        ada.say("unshare")
        bob.wait("state", lambda state: not state["camera"] and not state["screen"])
        bob.wait_now(lambda stats: stats["picture"] == "#000000")

    def test_twenty_times_leave_nothing_behind(self):
        self.share_twenty_times("test", (1280, 800))

    @unittest.skipUnless(INSIDE, "runs in a session")
    def test_twenty_times_through_the_portal_leave_nothing_behind(self):
        process = subprocess.Popen(["/usr/bin/python3", PORTAL, "yes"], stdout=subprocess.PIPE, text=True)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.wait, 10)
        self.addCleanup(process.terminate)
        self.assertEqual(process.stdout.readline().strip(), "ready")
        self.share_twenty_times("portal", (640, 480))

    def share_twenty_times(self, screen, shape):
        ada = self.join("--share", screen)
        bob = self.join(colour="#2828c8")
        self.wait_for_screens(ada, True, 1)
        bob.wait("stats", lambda stats: size(stats) == shape)
        held = []
        for number in range(1, 21):
            ada.say("unshare")
            self.wait_for_screens(ada, False, number)
            if number in (2, 20):
                bob.wait_for_picture(RED)
                held.append(self.held_by(ada))
            ada.say("share")
            self.wait_for_screens(ada, True, number + 1)
        bob.wait_now(lambda stats: size(stats) == shape)
        (files, threads), (more_files, more_threads) = held
        # One that every share leaves behind makes eighteen; some come and go with the connection.
        self.assertLess(more_files, files + 9, "open files")
        self.assertLess(more_threads, threads + 9, "threads")

    @staticmethod
    def wait_for_screens(participant, shared, count):
        def is_there(_):
            return len([event for event in participant.all("screen") if event["shared"] is shared]) >= count
        participant.wait("screen", is_there)

    @staticmethod
    def held_by(participant):
        place = f"/proc/{participant.process.pid}"
        return len(os.listdir(f"{place}/fd")), len(os.listdir(f"{place}/task"))

    def test_a_screen_that_is_not_there_is_said_and_the_camera_stays(self):
        ada = self.join("--share", "x11:97")
        bob = self.join(colour="#2828c8")
        said = ada.wait("error", lambda event: event["code"] == "screen")
        self.assertIn("cannot be shown", said["message"])
        bob.wait_for_picture(RED)
        self.assertFalse(ada.all("screen"))

    def test_without_a_portal_there_is_a_sentence(self):
        os.environ["DBUS_SESSION_BUS_ADDRESS"], before = "unix:path=/nonexistent", os.environ.get("DBUS_SESSION_BUS_ADDRESS")
        self.addCleanup(lambda: os.environ.update(DBUS_SESSION_BUS_ADDRESS=before) if before
                        else os.environ.pop("DBUS_SESSION_BUS_ADDRESS"))
        ada = self.join("--share", "portal")
        said = ada.wait("error", lambda event: event["code"] == "screen")
        self.assertIn("lets no program see its screen", said["message"])


class Window(App):
    """The button, behind which the desktop's portal is: one of our own, with a camera's node in place of a screen."""

    def portal(self, answer):
        log = open(pathlib.Path(self.home) / "portal.log", "w+b")
        self.addCleanup(log.close)
        process = subprocess.Popen(["/usr/bin/python3", PORTAL, answer], stdout=log)
        self.addCleanup(process.wait, 10)
        self.addCleanup(process.terminate)
        desktop.wait(lambda: "ready" in self.asked(), "the portal")
        return process

    def asked(self):
        return (pathlib.Path(self.home) / "portal.log").read_text().splitlines()

    def call(self):
        self.start("--name", "Ada")
        self.enter()
        bob = self.peer(self.link())
        bob.wait("first-frame")
        return bob

    def test_a_person_shares_and_stops_and_the_choice_is_remembered(self):
        self.portal("yes")
        bob = self.call()
        desktop.find("push button", "Share Screen").click()
        desktop.find("label", "You are sharing your screen")
        bob.wait("state", lambda state: state["screen"] and not state["camera"])
        desktop.find("push button", "Stop Sharing").click()
        desktop.wait(lambda: not bob.last("state")["screen"] and bob.last("state")["camera"], "the camera")
        desktop.wait(lambda: "close" in self.asked(), "the session's end")
        desktop.find("push button", "Share Screen").click()
        desktop.find("label", "You are sharing your screen")
        self.assertEqual([line for line in self.asked() if line.startswith("select")], ["select -", "select token-1"])

    def test_the_desktop_ends_it_and_it_is_said(self):
        portal = self.portal("yes")
        bob = self.call()
        desktop.find("push button", "Share Screen").click()
        bob.wait("state", lambda state: state["screen"])
        portal.send_signal(signal.SIGUSR1)
        desktop.find("label", re.compile("^Your screen is not shown any more"))
        desktop.wait(lambda: not bob.last("state")["screen"] and bob.last("state")["camera"], "the camera")

    def test_a_no_leaves_everything_as_it_was(self):
        self.portal("no")
        bob = self.call()
        desktop.find("push button", "Share Screen").click()
        desktop.wait(lambda: "close" in self.asked(), "the session's end")
        desktop.find("push button", "Share Screen")
        self.assertFalse(bob.last("state")["screen"])

    def test_where_no_screens_are_offered_there_is_a_sentence(self):
        self.portal("nothing")
        self.call()
        desktop.find("push button", "Share Screen").click()
        desktop.find("label", re.compile("^This desktop lets no program see its screen"))
        desktop.find("push button", "Share Screen")

    def test_a_question_is_taken_back(self):
        self.portal("never")
        bob = self.call()
        desktop.find("push button", "Share Screen").click()
        desktop.wait(lambda: "start" in self.asked(), "the question")
        desktop.find("push button", "Stop Sharing").click()
        # The request, and the session.
        desktop.wait(lambda: self.asked().count("close") == 2, "the question's end")
        self.assertFalse(bob.last("state")["screen"])


if __name__ == "__main__":
    report.main()
