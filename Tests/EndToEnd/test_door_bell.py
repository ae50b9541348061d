#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rooms that are watched: the desktop says who came, and Join leads there. Runs in a session of Tests/Desktop/session.py."""
import pathlib
import re
import sys

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parent), str(pathlib.Path(__file__).resolve().parents[1])]

import report
from servers import Server
from test_app import App, BLUE, INSIDE, RED

KEY = "AAECAwQFBgcICQoLDA0ODw"

if INSIDE:
    from Desktop import desktop
    from Desktop.notifications import Notifications


class DoorBell(App):
    """A window that is in no room, and somebody who comes into one."""

    def setUp(self):
        super().setUp()
        self.notifications = Notifications()
        self.addCleanup(self.notifications.close)
        self.server = Server.joom()
        self.addCleanup(self.server.stop)

    def room_link(self):
        return f"{self.server.url}/r/{self.room.replace(' ', '%20')}#k={KEY}"

    def watch_from_the_call(self):
        """Enters the room, asks to be told in the menu, and leaves again."""
        app = self.start("--name", "Ada", self.room_link())
        self.link()
        desktop.press_key("F10")
        desktop.find(None, "Tell Me When Somebody Comes Here").click()
        desktop.find(None, re.compile(f"^Joom tells you when somebody comes into {self.room}"))
        desktop.press_key("ctrl+w")
        desktop.find("push button", "Join", timeout=30)
        return app

    def rung(self):
        return desktop.wait(self.notifications.shown, "a notification", 60)[0]

    def test_join_leads_to_whoever_came(self):
        app = self.watch_from_the_call()
        self.assertEqual(self.notifications.shown(), [])
        # Remembered, key and all.
        self.end(app)
        self.start("--name", "Ada")
        bob = self.peer(self.room_link(), "#283cc8", 660, "--name", "Bob")
        shown = self.rung()
        self.assertEqual(shown["title"], f"Bob is in {self.room}")
        self.assertNotEqual(shown["hints"].get("urgency"), 2, "urgent ones go through Do Not Disturb")
        self.assertNotIn(KEY, str(shown))
        self.notifications.press(shown, "Join")
        bob.wait_for_picture(RED)
        self.wait_for_colour(BLUE)
        desktop.find(None, "Verified by link")

    def test_the_bell_is_taken_back_when_they_leave(self):
        self.watch_from_the_call()
        bob = self.peer(self.room_link(), "#283cc8", 660, "--name", "Bob")
        self.assertEqual(self.rung()["title"], f"Bob is in {self.room}")
        bob.leave()
        desktop.wait(lambda: not self.notifications.shown(), "its end", 60)

    def test_the_list_of_rooms_switches_it_off(self):
        self.watch_from_the_call()
        desktop.find("push button", "Recent Rooms").click()
        desktop.find(None, f"No Longer Tell Me When Somebody Comes into {self.room}")
        self.save("watched-room")
        desktop.find("push button", f"No Longer Tell Me When Somebody Comes into {self.room}").click()
        desktop.find("push button", f"Tell Me When Somebody Comes into {self.room}")
        rooms = pathlib.Path(self.home) / "joom/rooms.json"
        desktop.wait(lambda: "watched" not in rooms.read_text(), "a room that is not watched")


if __name__ == "__main__":
    report.main()
