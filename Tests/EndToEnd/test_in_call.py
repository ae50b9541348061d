#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the window shows in a call beside pictures, with the echo of the plugin `dummy` on the other side.

Runs in a session of Tests/Desktop/session.py, as test_app.py does.
"""
import concurrent.futures
import os
import pathlib
import re
import time
import unittest.mock

import report
from test_app import INSIDE, App

if INSIDE:
    from Desktop import desktop
    from Desktop.logind import Logind

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

    def test_our_own_picture_can_be_hidden_for_good(self):
        app = self.call()
        self.wait_for_own(*ABOVE_RIGHT)
        desktop.press_key("F10")
        desktop.find("menu item", re.compile("^Show Yourself")).click()
        self.wait_for_own(*ABOVE_RIGHT, is_there=False)
        desktop.press_key("ctrl+q")
        app.wait(15)
        self.call()
        time.sleep(1)
        self.wait_for_own(*ABOVE_RIGHT, is_there=False)

    def test_a_small_window_has_nothing_but_the_picture(self):
        self.call()
        self.wait_for_own(*ABOVE_RIGHT)
        large = desktop.find("frame").box[2:]
        desktop.press_key("ctrl+shift+p")
        desktop.find("frame", "Picture in Picture")
        desktop.wait(lambda: desktop.find("frame").box[2] < 400, "a small window")
        desktop.wait_gone("push button", "Leave", timeout=5)
        desktop.find("push button", "Leave Call")
        self.save("small")
        desktop.find("push button", "Mute").click()
        desktop.find("push button", "Unmute")
        desktop.find("push button", "Back to the Large Window").click()
        desktop.wait(lambda: abs(desktop.find("frame").box[2] - large[0]) < 40, "the large window")
        desktop.find("push button", "Leave")
        # What ends the call ends the small window too.
        desktop.press_key("ctrl+shift+p")
        desktop.find("push button", "Leave Call").click()
        desktop.find("push button", "Join")
        desktop.wait(lambda: abs(desktop.find("frame").box[2] - large[0]) < 40, "the large window")


class Volume(App):
    """How loud somebody is played."""

    def loudness(self):
        return desktop.listen("test-speaker.monitor", 1).level

    def come(self):
        self.start("--name", "Ada")
        self.enter()
        bob = self.peer(self.link(), "#283cc8", 660, "--name", "Bob")
        bob.wait("first-frame", timeout=40)
        desktop.press_key("p")
        return desktop.find("slider", "Volume of Bob")

    def test_a_person_is_as_loud_as_one_likes_also_the_next_time(self):
        slider = self.come()
        desktop.wait(lambda: self.loudness() > 0.02, "Bob's tone", 30)
        # The list opens with the keyboard on its first control.
        desktop.press_key("Home")
        desktop.wait(lambda: self.loudness() < 0.001, "silence", 30)
        self.save("volume")
        time.sleep(1.5)
        self.end(self.app)
        slider = self.come()
        desktop.wait(lambda: slider.value == 0, "the slider where it was")
        time.sleep(1)
        self.assertLess(self.loudness(), 0.001)
        desktop.press_key("End")
        desktop.wait(lambda: self.loudness() > 0.02, "Bob's tone, louder", 30)

    def test_somebody_who_comes_is_heard(self):
        self.start("--name", "Ada")
        self.enter()
        link = self.link()
        # Who comes at once was there before.
        time.sleep(3.5)
        with concurrent.futures.ThreadPoolExecutor() as threads:
            heard = threads.submit(desktop.listen, "test-speaker.monitor", 6)
            self.peer(link, "#283cc8", None, "--name", "Bob")
            sound = heard.result()
        self.assertGreater(sound.level, 0.002)
        self.assertGreater(max(sound.share(659), sound.share(880)), 0.15)


class Sleep(App):
    """A computer whose lid is closed during a call."""

    def test_the_call_is_left_before_the_computer_sleeps(self):
        logind = Logind()
        self.addCleanup(logind.close)
        with unittest.mock.patch.dict(os.environ, DBUS_SYSTEM_BUS_ADDRESS=logind.address):
            self.start("--name", "Ada")
        self.assertEqual(logind.held(), [])
        self.enter()
        bob = self.peer(self.link(), "#283cc8", 660, "--name", "Bob")
        bob.wait("first-frame", timeout=40)
        desktop.wait(lambda: [words[0] for words in logind.held()] == ["sleep"], "a lock")
        logind.sleep(True)
        self.assertEqual(bob.wait("left", timeout=10)["reason"], "left")
        desktop.wait(lambda: logind.held() == [], "no lock")
        logind.sleep(False)
        desktop.find(None, "You left the call when the computer went to sleep.")
        desktop.find("push button", "Join Again").click()
        desktop.find(None, "Bob", timeout=30)


if __name__ == "__main__":
    report.main()
