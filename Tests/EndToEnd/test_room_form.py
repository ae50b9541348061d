#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the room form proposes: rooms of before, servers, names; with the plugin that needs no network."""
import os
import pathlib
import re
import stat
import sys

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parent), str(pathlib.Path(__file__).resolve().parents[1])]

import report
from test_app import App, INSIDE

if INSIDE:
    from Desktop import desktop


class RoomForm(App):
    """Rooms and servers, by what a person sees."""

    def start(self, *arguments):
        return super().start("--plugin", "dummy", *arguments)

    def text(self, name):
        return desktop.find("text", re.compile(name)).text

    def visit(self, room):
        """Enters a room and leaves it again."""
        self.enter(room)
        desktop.find(None, "Echo", timeout=30)
        desktop.press_key("ctrl+w")
        desktop.find("push button", "Join", timeout=30)
        desktop.wait_gone("push button", "Leave")

    def rooms(self):
        return pathlib.Path(self.home) / "joom/rooms.json"

    def test_rooms_of_before_are_proposed_and_forgotten(self):
        app = self.start()
        self.assertFalse(desktop.find_all("push button", "Recent Rooms"))
        self.visit("tea")
        self.visit("coffee")
        self.assertEqual(stat.S_IMODE(os.stat(self.rooms()).st_mode), 0o600)
        self.end(app)
        self.start()
        self.open_rooms()
        self.save("recent-rooms")
        desktop.find("push button", "tea, This Computer").click()
        desktop.wait(lambda: self.text("^Room") == "tea", "the room")
        self.open_rooms()
        desktop.find("push button", "Forget tea").click()
        desktop.wait(lambda: "tea" not in self.rooms().read_text(), "one room less")
        self.assertIn("coffee", self.rooms().read_text())
        desktop.find("push button", "Clear All").click()
        desktop.wait(lambda: not self.rooms().exists(), "no rooms")
        desktop.wait_gone("push button", "Recent Rooms")

    @staticmethod
    def open_rooms():
        desktop.find("push button", "Recent Rooms").click()
        desktop.find("push button", "Clear All")

    def test_a_new_room_has_three_words(self):
        self.start()
        desktop.find("push button", "New Room").click()
        desktop.wait(lambda: re.fullmatch("[a-z]+-[a-z]+-[a-z]+", self.text("^Room")), "three words")
        desktop.press_key("Return")
        desktop.find(None, "Echo", timeout=30)

    def test_nobody_is_asked_for_a_server_and_may_name_one(self):
        self.start()
        desktop.find(None, "Server: This Computer").click()
        desktop.find("push button", "Server").point()
        desktop.press_key("Down", "Return")
        desktop.find("text", re.compile("^Server address")).set_text("ht!tp")
        desktop.find("text", re.compile("^Room")).set_text("tea")
        desktop.find("push button", "Join").click()
        desktop.find("label", re.compile("is not a server"))
        self.save("bad-server")
        desktop.find("text", re.compile("^Server address")).set_text("example.org")
        desktop.find(None, "Server: example.org")
        desktop.find("push button", "Join").click()
        desktop.find(None, "Echo", timeout=30)


if __name__ == "__main__":
    report.main()
