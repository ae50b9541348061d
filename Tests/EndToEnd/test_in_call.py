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


if __name__ == "__main__":
    report.main()
