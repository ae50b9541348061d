#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the window shows in a call beside pictures, with the echo of the plugin `dummy` on the other side.

Runs in a session of Tests/Desktop/session.py, as test_app.py does.
"""
import pathlib
import re

import report
from test_app import INSIDE, App

if INSIDE:
    from Desktop import desktop

ORANGE = (230, 97, 0)
# Places beside the echo's picture, where only our own can be: dark otherwise.
ABOVE_RIGHT, BELOW_RIGHT, ABOVE_LEFT, RIGHT = (0.92, 0.2), (0.92, 0.72), (0.08, 0.2), (0.92, 0.5)

class InCall(App):
    """A call with the echo."""

    def call(self):
        app = self.start("--name", "Ada", "--plugin", "dummy", self.room)
        desktop.find(None, "Echo", timeout=30)
        return app

    def test_statistics_are_shown_and_saved(self):
        folder = pathlib.Path(self.home) / "Downloads"
        folder.mkdir()
        (pathlib.Path(self.home) / "user-dirs.dirs").write_text(f'XDG_DOWNLOAD_DIR="{folder}"\n')
        self.call()
        desktop.find(None, "Good connection")
        desktop.press_key("t")
        desktop.find("frame", "Statistics")
        desktop.find(None, "Nothing limits the call.")
        desktop.find(None, re.compile(r"^Bitrate: [1-9]\d* kbit/s"))
        self.save("statistics")
        desktop.find("push button", "Save as CSV").click()
        said = desktop.find(None, re.compile("^Saved as ")).name
        table = pathlib.Path(said.removeprefix("Saved as "))
        self.addCleanup(table.unlink)
        lines = table.read_text().splitlines()
        self.assertTrue(lines[0].startswith("peer,name,time_s,received_bps"))
        self.assertIn('"Echo"', lines[1])
        self.assertEqual(table.parent, folder)
        desktop.press_key("t")
        desktop.wait_gone("frame", "Statistics")

    def wait_for_own(self, across, down, is_there=True):
        """Waits until our orange picture is, or is not, at a place of the window, given in fractions of its size."""
        def shown():
            return desktop.is_near(desktop.find("frame").pixel(across, down), ORANGE, 60) == is_there
        desktop.wait(shown, f"{'orange' if is_there else 'no orange'} at {across}, {down}", 30)

    def test_our_own_picture_moves_and_stays(self):
        app = self.call()
        self.wait_for_own(*ABOVE_RIGHT)
        desktop.press_key("ctrl+shift+s")
        self.wait_for_own(*BELOW_RIGHT)
        self.wait_for_own(*ABOVE_RIGHT, is_there=False)
        self.save("self-below")
        x, y, width, height = desktop.find("frame").box
        desktop.drag((x + int(BELOW_RIGHT[0] * width), y + int(BELOW_RIGHT[1] * height)),
                     (x + int(ABOVE_LEFT[0] * width), y + int(ABOVE_LEFT[1] * height)))
        self.wait_for_own(*ABOVE_LEFT)
        self.wait_for_own(*BELOW_RIGHT, is_there=False)
        desktop.press_key("ctrl+q")
        app.wait(15)
        self.call()
        self.wait_for_own(*ABOVE_LEFT)

    def test_pictures_stand_side_by_side(self):
        self.call()
        self.wait_for_own(*RIGHT, is_there=False)
        desktop.press_key("ctrl+shift+l")
        desktop.find(None, "Layout: Side by Side")
        self.wait_for_own(*RIGHT)
        self.save("side-by-side")
        desktop.press_key("ctrl+shift+l")
        desktop.find(None, "Layout: Speaker Large")
        self.wait_for_own(*RIGHT, is_there=False)
        self.wait_for_own(*ABOVE_RIGHT)


if __name__ == "__main__":
    report.main()
