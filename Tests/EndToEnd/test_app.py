#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The window, used as a person would: through the accessibility tree, with cameras, a microphone and a speaker.

Runs in a session of Tests/Desktop/session.py: camera 1 is red, camera 2 green, the microphone hears 440 Hz.
"""
import concurrent.futures
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
import unittest
import unittest.mock

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parent), str(pathlib.Path(__file__).resolve().parents[1])]

import report
from participant import Participant
from servers import Server, program

INSIDE = "JOOM_DESKTOP" in os.environ
if INSIDE:
    from Desktop import desktop

RED, GREEN, BLUE = (208, 32, 32), (32, 160, 32), (40, 60, 200)
PICTURES = os.environ.get("JOOM_SCREENSHOTS")


@unittest.skipUnless(INSIDE, "runs in a session")
class App(unittest.TestCase):
    """One window a test, with settings of its own."""

    number = 0

    def setUp(self):
        App.number += 1
        self.room = f"kitchen {App.number}"
        self.home = tempfile.mkdtemp(prefix="joom-app-")
        self.addCleanup(shutil.rmtree, self.home, True)

    def start(self, *arguments, place=()):
        environment = {**os.environ, "ADW_DISABLE_PORTAL": "1", "XDG_CONFIG_HOME": self.home, "XDG_DATA_HOME": self.home,
                       "XDG_STATE_HOME": self.home}
        log = open(pathlib.Path(self.home) / "joom.log", "w+b")
        self.addCleanup(log.close)
        app = subprocess.Popen([*place, program("joom"), "--new-instance", *arguments], env=environment, stdout=log, stderr=log)
        self.addCleanup(self.end, app)
        self.app = app
        return app

    @staticmethod
    def end(app):
        if app.poll() is None:
            app.terminate()
        try:
            app.wait(15)
        except subprocess.TimeoutExpired:
            app.kill()
            app.wait()
            raise AssertionError("joom does not end on SIGTERM") from None

    def enter(self, room=None):
        """Types the room's name and presses Join."""
        desktop.find("text", re.compile("^Room")).set_text(room or self.room)
        desktop.find("push button", "Join").click()

    def peer(self, link, colour="#283cc8", tone=660, *arguments):
        """Somebody who follows the link."""
        participant = Participant(link, None, colour, tone, *arguments)
        self.addCleanup(participant.__exit__)
        participant.wait("joined")
        return participant

    def link(self):
        """The link that the waiting page shows."""
        def shown():
            found = desktop.find_all(None, re.compile(r"^https?://\S+/r/"))
            return found[0].name if found else None
        desktop.wait(shown, "a link", 30)
        return shown()

    def wait_for_colour(self, colour, where=(0.3, 0.3), timeout=30):
        """Waits until the window shows a colour at a place within it, in fractions of its size."""
        def shown():
            window = desktop.find("frame")
            return desktop.is_near(window.pixel(*where), colour, 70)
        desktop.wait(shown, f"{colour} on the screen", timeout)

    def save(self, name):
        if PICTURES:
            pathlib.Path(PICTURES).mkdir(parents=True, exist_ok=True)
            desktop.screenshot().save(str(pathlib.Path(PICTURES) / f"{name}.png"))


class Calls(App):
    """The app hosts the room; somebody follows its link."""

    def call(self):
        self.start("--name", "Ada")
        self.enter()
        bob = self.peer(self.link(), "#283cc8", 660, "--name", "Bob")
        bob.wait("first-frame", timeout=40)
        self.wait_for_colour(BLUE)
        return bob

    def test_a_room_is_entered_and_the_other_is_seen(self):
        bob = self.call()
        bob.wait_for_picture(RED)
        bob.wait_for_sound(440)
        self.assertEqual(bob.wait("peer")["name"], "Ada")
        desktop.find(None, "Bob")
        self.save("call")

    def test_mute_silences_the_peer(self):
        bob = self.call()
        bob.wait_for_sound(440)
        desktop.find("push button", "Mute").click()
        desktop.find("push button", "Unmute")
        bob.wait_for_silence()
        self.assertFalse(bob.last("state")["microphone"])
        desktop.find("push button", "Unmute").click()
        bob.wait_for_sound(440)

    def test_the_shortcut_mutes_as_well(self):
        bob = self.call()
        bob.wait_for_sound(440)
        desktop.press_key("ctrl+d")
        desktop.find("push button", "Unmute")
        bob.wait_for_silence()

    def test_a_letter_mutes_and_a_held_key_talks(self):
        bob = self.call()
        desktop.press_key("m")
        desktop.find("push button", "Unmute")
        with desktop.held_key("space"):
            desktop.find("push button", "Mute")
        desktop.find("push button", "Unmute")
        desktop.wait(lambda: [state["microphone"] for state in bob.all("state")][-3:] == [False, True, False], "what Bob was told")

    def test_a_camera_switch_changes_what_the_peer_sees(self):
        bob = self.call()
        bob.wait_for_picture(RED)
        offers = len(bob.all("connected"))
        self.choose_camera("Camera 2")
        bob.wait_for_picture(GREEN)
        self.assertEqual(len(bob.all("connected")), offers)

    def choose_camera(self, name):
        """By keyboard: the accessibility tree of GTK 4.8 does not know where a list that popped up is."""
        desktop.find("combo box", "Camera").click()
        entries = [label.name for label in desktop.find_all("label", re.compile("^(System Default|Camera [0-9])"), hidden=True)]
        self.assertIn(name, entries)
        desktop.press_key("Down", "Down", "Return")
        desktop.find("label", name)

    def test_camera_off_is_black_and_announced_and_a_placeholder_here(self):
        bob = self.call()
        bob.wait_for_picture(RED)
        desktop.find("push button", "Turn Camera Off").click()
        desktop.find("push button", "Turn Camera On")
        bob.wait_now(lambda stats: stats["picture"] and max(int(stats["picture"][i:i + 2], 16) for i in (1, 3, 5)) < 40)
        self.assertFalse(bob.last("state")["camera"])
        desktop.find("push button", "Turn Camera On").click()
        bob.wait_for_picture(RED)

    def test_the_peers_camera_off_shows_the_placeholder(self):
        self.start()
        self.enter()
        self.peer(self.link(), "#283cc8", 660, "--name", "Bob", "--camera-off").wait("connected")
        desktop.find("label", "Camera is off", timeout=30)
        self.save("camera-off")

    def test_leave_ends_the_call_for_both(self):
        bob = self.call()
        desktop.find("push button", "Leave").click()
        self.assertEqual(bob.wait("left", timeout=5)["reason"], "left")
        desktop.find("push button", "Join")

    def test_the_peers_leaving_is_shown(self):
        bob = self.call()
        bob.leave()
        desktop.find(None, re.compile("Bob left"))

    def test_a_pulled_microphone_is_said_and_nothing_else_is_heard(self):
        self.addCleanup(self.plug_microphone)
        bob = self.call()
        bob.wait_for_sound(440)
        desktop.remove("test-microphone")
        desktop.find("label", re.compile("^Test Microphone gives no sound"))
        # The speaker plays what Bob says: its monitor would give him an echo.
        bob.wait_for_silence()
        self.plug_microphone()
        bob.wait_for_sound(440)

    @staticmethod
    def plug_microphone():
        if "test-microphone" not in desktop.nodes():
            desktop.add_microphone("test-microphone", "Test Microphone", 440)


class Starts(App):
    """How a call can begin, and what is said when it cannot."""

    def test_a_room_on_the_command_line_is_joined_at_once(self):
        with Server.joom() as server:
            self.start(self.room, "--server", server.url, "--name", "Ada")
            bob = Participant(self.room, server.url, "#283cc8", 660)
            self.addCleanup(bob.__exit__)
            bob.wait_for_picture(RED)
            self.wait_for_colour(BLUE)

    def test_a_link_on_the_command_line_is_joined_at_once(self):
        with Server.joom() as server:
            self.start(server.url + "/r/" + self.room.replace(" ", "%20"))
            bob = Participant(self.room, server.url, "#283cc8", 660)
            self.addCleanup(bob.__exit__)
            bob.wait_for_picture(RED)

    def test_the_link_says_who_can_use_it(self):
        self.start(self.room)
        self.link()
        desktop.find("label", re.compile("works on this computer only"))
        desktop.find("push button", re.compile("Copy.*Link", re.I))
        self.save("waiting")

    def test_a_server_that_is_not_there_is_a_sentence_with_a_way_on(self):
        self.start(self.room, "--server", "http://127.0.0.1:9")
        desktop.find("label", re.compile("127.0.0.1"), timeout=30)
        desktop.find("push button", "Try Again")
        self.save("unreachable")

    @unittest.skipIf(list(pathlib.Path("/dev").glob("dri/renderD*")) or list(pathlib.Path("/dev").glob("nvidia*")),
                     "this computer has a graphics card")
    def test_without_a_graphics_card_nothing_plays_one(self):
        with unittest.mock.patch.dict(os.environ):
            os.environ.pop("GSK_RENDERER", None)
            app = self.start()
        desktop.find("push button", "Join")
        self.save("form-without-card")
        # Mesa's, which compiles what a card would do.
        self.assertNotIn("libLLVM", pathlib.Path(f"/proc/{app.pid}/maps").read_text())

    def test_letters_typed_are_letters(self):
        self.start()
        desktop.find("text", re.compile("^Room")).type("mm mv")
        desktop.wait(lambda: desktop.find("text", re.compile("^Room")).text == "mm mv", "the text")
        desktop.find("push button", "Mute")

    def test_a_test_call_is_a_real_one(self):
        self.start()
        desktop.find("push button", "Test Call").click()
        desktop.find(None, re.compile("^Test [Cc]all"), timeout=30)
        # Somebody made up, in the test picture's blue.
        self.wait_for_colour((53, 132, 228))
        self.save("test-call")

    def test_the_dummy_plugin_needs_nobody_else(self):
        self.start(self.room, "--plugin", "dummy")
        desktop.find(None, "Echo", timeout=30)
        self.save("dummy")

    def test_nonsense_on_the_command_line_is_a_sentence_and_status_64(self):
        for arguments in (["a", "b"], ["--dance"], ["--server", "ht!tp", "a"], ["--plugin", "nonesuch"]):
            with self.subTest(arguments=arguments):
                run = subprocess.run([program("joom"), *arguments], capture_output=True, text=True, timeout=30)
                self.assertEqual(run.returncode, 64, run.stderr)
                self.assertTrue(run.stderr.strip())

    def test_no_display_is_a_sentence(self):
        environment = {key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY")}
        run = subprocess.run([program("joom")], env=environment, capture_output=True, text=True, timeout=30)
        self.assertEqual(run.returncode, 1)
        self.assertIn("display", run.stderr)

    def test_sigterm_leaves_the_room(self):
        app = self.start(self.room)
        bob = self.peer(self.link())
        bob.wait("first-frame", timeout=40)
        app.terminate()
        self.assertEqual(app.wait(15), 0)
        self.assertEqual(bob.wait("left", timeout=5)["reason"], "left")


class Devices(App):
    """Devices that come, go, or were never there."""

    def test_the_test_sound_is_played_on_the_chosen_speaker(self):
        self.start()
        button = desktop.find("push button", "Play Test Sound")
        desktop.find("label", re.compile("Test Speaker"))
        with concurrent.futures.ThreadPoolExecutor() as threads:
            heard = threads.submit(desktop.listen, "test-speaker.monitor", 3)
            time.sleep(0.5)
            button.click()
            sound = heard.result()
        self.assertGreater(sound.level, 0.005)
        self.assertGreater(max(sound.share(659), sound.share(880)), 0.15)

    def test_joining_without_any_device_works(self):
        names = ("camera-1", "camera-2")
        for name in names:
            desktop.remove(name)
        self.addCleanup(lambda: [desktop.add_camera(*camera) for camera in
                                 (("camera-1", "Camera 1", "d02020"), ("camera-2", "Camera 2", "20a020"))])
        self.start(self.room)
        bob = self.peer(self.link())
        self.wait_for_colour(BLUE)
        self.assertFalse(bob.wait("state")["camera"])


if __name__ == "__main__":
    report.main()
