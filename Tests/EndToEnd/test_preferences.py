#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The preferences window, through the accessibility tree: what is chosen there holds at once, and at the next start."""
import pathlib
import re
import sys
import time

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parent), str(pathlib.Path(__file__).resolve().parents[1])]

import report
from test_app import App, INSIDE

if INSIDE:
    from Desktop import desktop


class Preferences(App):
    """Opened by its keys, over the room form."""

    def open(self, page=None):
        desktop.find("text", re.compile("^Room"))
        desktop.press_key("ctrl+comma")
        desktop.find("frame", "Preferences")
        if page:
            desktop.find("label", page).point()
        return desktop

    def test_a_name_is_used_at_once_and_at_the_next_start(self):
        app = self.start()
        self.open()
        desktop.find("text", "Your Name").set_text("Grace")
        desktop.press_key("Escape")
        desktop.wait_gone("frame", "Preferences")
        entry = desktop.find("text", re.compile("^Your Name|^What the others"))
        self.assertEqual(entry.text, "Grace")
        self.end(app)
        self.start()
        desktop.wait(lambda: desktop.find("text", re.compile("^Your Name|^What the others")).text == "Grace", "the name")

    def test_letters_can_be_switched_off(self):
        self.start("--plugin", "dummy", self.room)
        desktop.find(None, "Echo", timeout=30)
        desktop.press_key("ctrl+comma")
        desktop.find(None, "Single-Key Shortcuts", states=["checked"]).click()
        desktop.wait(lambda: not desktop.find_all(None, "Single-Key Shortcuts", states=["checked"]), "the switch")
        desktop.press_key("Escape")
        desktop.wait_gone("frame", "Preferences")
        desktop.press_key("m")
        time.sleep(1)
        self.assertFalse(desktop.find_all("push button", "Unmute"))
        desktop.press_key("ctrl+d")
        desktop.find("push button", "Unmute")

    def test_everything_is_forgotten_on_demand(self):
        app = self.start("--name", "Ada", "--plugin", "dummy", self.room)
        desktop.find(None, "Echo", timeout=30)
        desktop.press_key("ctrl+w")
        desktop.find("push button", "Join")
        self.open("General")
        desktop.find("text", "Your Name").set_text("Grace")
        desktop.find("label", "Privacy").point()
        self.save("privacy")
        desktop.find("push button", re.compile("Forget My Data")).click()
        desktop.find("push button", "Forget It All").click()
        desktop.wait_gone("frame", "Preferences")
        desktop.wait(lambda: desktop.find("text", re.compile("^Your Name|^What the others")).text == "", "no name")
        self.end(app)
        kept = [path for path in pathlib.Path(self.home).rglob("*") if path.is_file() and path.name != "joom.log"]
        for path in kept:
            content = path.read_bytes()
            self.assertNotIn(b"Grace", content, path)
            self.assertNotIn(self.room.encode(), content, path)


if __name__ == "__main__":
    report.main()
