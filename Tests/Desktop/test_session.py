# SPDX-License-Identifier: GPL-3.0-or-later
"""The harness proves itself: `python3 -m unittest discover -s Tests/Desktop -t Tests`, in or out of a session."""
import math
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import time
import unittest

HERE = pathlib.Path(__file__).resolve().parent
SESSION = ["/usr/bin/python3", str(HERE / "session.py")]
INSIDE = "JOOM_DESKTOP" in os.environ
sys.path.insert(0, str(HERE.parent))

if INSIDE:
    from Desktop import desktop


@unittest.skipUnless(INSIDE, "runs in a session")
class DeviceTests(unittest.TestCase):
    def test_cameras_show_their_colours_and_move(self):
        for camera, colour in (("camera-1", (208, 32, 32)), ("camera-2", (32, 160, 32))):
            picture = desktop.look(camera)
            self.assertTrue(desktop.is_near(picture.pixel(0.5, 0.5), colour), picture.pixel(0.5, 0.5))
            later = desktop.look(camera, frames=20)
            self.assertNotEqual(picture.pixels, later.pixels)

    def test_a_camera_serves_many_programs_one_after_another(self):
        for _ in range(8):
            self.assertFalse(desktop.look("camera-1").is_blank())

    def test_the_microphone_is_heard(self):
        sound = desktop.listen("test-microphone", 1.5).last(1)
        self.assertGreater(sound.level, 0.3)
        self.assertGreater(sound.share(440), 0.85)
        self.assertLess(sound.share(660), 0.1)

    def test_the_speaker_is_recorded(self):
        player = desktop.play("test-speaker", 660, 3)
        sound = desktop.listen("test-speaker.monitor", 2).last(1)
        self.assertEqual(player.wait(), 0)
        self.assertGreater(sound.share(660), 0.85)

    def test_devices_come_and_go(self):
        desktop.add_camera("extra", "Extra Camera", "2040d0")
        desktop.add_microphone("quiet", "Quiet Microphone", 0)
        desktop.add_speaker("other", "Other Speaker")
        self.assertEqual(desktop.nodes()["extra"]["node.description"], "Extra Camera")
        self.assertTrue(desktop.is_near(desktop.look("extra").pixel(0.5, 0.5), (32, 64, 208)))
        self.assertEqual(desktop.listen("quiet", 0.5).level, 0)
        for name in ("extra", "quiet", "other"):
            desktop.remove(name)
            self.assertNotIn(name, desktop.nodes())

    def test_a_hanging_camera_gives_nothing_until_it_wakes(self):
        desktop.hang("camera-2")
        with self.assertRaises(subprocess.TimeoutExpired):
            desktop.look("camera-2", timeout=2)
        desktop.hang("camera-2")
        self.assertFalse(desktop.look("camera-2").is_blank())


@unittest.skipUnless(INSIDE, "runs in a session")
class SoundTests(unittest.TestCase):
    def test_a_tone_with_gaps_is_still_that_tone(self):
        samples = [int(9_000 * math.sin(2 * math.pi * 440 * i / 48_000)) for i in range(48_000) if i % 7_000 > 300]
        sound = desktop.Sound(samples, 48_000)
        self.assertGreater(sound.share(440), 0.85)
        self.assertLess(sound.share(660), 0.1)


@unittest.skipUnless(INSIDE, "runs in a session")
class WindowTests(unittest.TestCase):
    def setUp(self):
        program = subprocess.Popen(["/usr/bin/python3", str(HERE / "sample_window.py")])
        self.addCleanup(program.wait)
        self.addCleanup(program.terminate)
        self.join = desktop.find("push button", "Join", application="sample")

    def test_a_button_is_found_and_clicked(self):
        desktop.find("text", "Room name").set_text("tea")
        self.join.click()
        self.assertEqual(desktop.find("label", "joined tea").text, "joined tea")

    def test_keys_reach_the_focus(self):
        entry = desktop.find("text", "Room name")
        entry.type("Käse")
        desktop.wait(lambda: desktop.find("text", "Room name").text == "Käse", "the text")
        desktop.press_key("Tab", "space")
        desktop.find("label", "joined Käse")

    def test_states_follow_clicks_by_action_and_by_pointer(self):
        desktop.find(None, "Mute").click()
        desktop.find(None, "Mute", states=["pressed"])
        desktop.find("check box", "Agree").click()
        desktop.find("check box", "Agree", states=["checked"])

    def test_pixels_are_where_the_widget_is(self):
        wall = desktop.find("label", "wall")
        desktop.wait(lambda: desktop.is_near(wall.pixel(0.1, 0.5), (208, 32, 32), 4), "a red wall")
        self.assertFalse(desktop.screenshot().is_blank())

    def test_a_screenshot_is_saved_as_it_was(self):
        picture = desktop.screenshot()
        path = pathlib.Path(os.environ["JOOM_DESKTOP"]) / "shot.png"
        picture.save(path)
        self.assertEqual(desktop.Picture.load(path).pixels, picture.pixels)

    def test_hidden_pages_are_not_found(self):
        self.assertTrue(desktop.find_all("label", "front page"))
        self.assertFalse(desktop.find_all("label", "back page"))
        desktop.find("push button", "Turn").click()
        desktop.find("label", "back page")
        desktop.wait_gone("label", "front page")


class SessionTests(unittest.TestCase):
    def run_session(self, *arguments, **more):
        return subprocess.run([*SESSION, *arguments], capture_output=True, text=True, timeout=200, **more)

    @unittest.skipIf(INSIDE, "the tests above run already")
    def test_all_of_the_above_in_a_session(self):
        result = self.run_session("--", "/usr/bin/python3", "-m", "unittest", "discover", "-v", "-s", str(HERE), "-t",
                                  str(HERE.parent), "-k", "DeviceTests", "-k", "SoundTests", "-k", "WindowTests")
        sys.stderr.write(result.stderr)
        self.assertEqual(result.returncode, 0)

    def test_the_status_is_the_commands(self):
        self.assertEqual(self.run_session("--no-pipewire", "--", "sh", "-c", "exit 7").returncode, 7)
        self.assertEqual(self.run_session("--no-pipewire", "--", "sh", "-c", "kill -9 $$").returncode, 137)
        self.assertEqual(self.run_session("--no-pipewire", "--", "/no/such/program").returncode, 125)

    def test_devices_can_be_left_out(self):
        listed = self.run_session("--no-audio", "--cameras", "0", "--", "pw-dump")
        self.assertIn("node.name", listed.stdout)
        self.assertNotIn("Test Microphone", listed.stdout)
        self.assertNotIn("Video/Source", listed.stdout)
        self.assertNotEqual(self.run_session("--no-pipewire", "--", "pw-dump").returncode, 0)

    def test_two_at_once_are_strangers(self):
        script = "echo $XDG_RUNTIME_DIR $DISPLAY; sleep 1; pactl list short sources | grep -c test-microphone"
        sessions = [subprocess.Popen([*SESSION, "--cameras", "0", "--", "sh", "-c", script], stdout=subprocess.PIPE,
                                     text=True) for _ in range(2)]
        outputs = [session.communicate(timeout=90)[0].split() for session in sessions]
        self.assertEqual([output[2] for output in outputs], ["1", "1"])
        self.assertNotEqual(outputs[0][0], outputs[1][0])
        self.assertNotEqual(outputs[0][1], outputs[1][1])

    def test_an_installation_is_on_the_paths(self):
        listed = self.run_session("--no-pipewire", "--prefix", "/opt/some", "--", "sh", "-c", "echo $PATH $XDG_DATA_DIRS")
        self.assertRegex(listed.stdout, "^/opt/some/bin:.* /opt/some/share:")

    @unittest.skipUnless(shutil.which("gnome-shell"), "gnome-shell is not installed")
    def test_a_gnome_shell_does_what_it_is_told(self):
        script = "from Desktop import shell; shell.show_overview(True); shell.press('x'); print(shell.windows())"
        run = self.run_session("--gnome", "--no-audio", "--cameras", "0", "--", "env", f"PYTHONPATH={HERE.parent}", "/usr/bin/python3", "-c",
                               script)
        self.assertEqual((run.returncode, run.stdout), (0, "[]\n"), run.stderr)

    def test_nothing_is_left_even_when_it_is_ended(self):
        # The grandchild has left its session, its parent and its terminal.
        script = "setsid sh -c 'sleep 600 & echo $!; wait' & sleep 600"
        session = subprocess.Popen([*SESSION, "--cameras", "1", "--", "sh", "-c", script], stdout=subprocess.PIPE,
                                   text=True)
        escaped = int(session.stdout.readline())
        directory, end = "", time.monotonic() + 5
        # Empty for as long as it becomes another program.
        while not directory and time.monotonic() < end:
            directory = pathlib.Path(f"/proc/{escaped}/environ").read_text().partition("JOOM_DESKTOP=")[2].split("\0")[0]
        self.assertTrue(directory and pathlib.Path(directory).exists())
        session.send_signal(signal.SIGTERM)
        self.assertEqual(session.wait(timeout=30), 143)
        session.stdout.close()
        self.assertFalse(pathlib.Path(f"/proc/{escaped}").exists())
        self.assertFalse(pathlib.Path(directory).exists())
        end = time.monotonic() + 5
        while self.leftovers(directory) and time.monotonic() < end:
            time.sleep(0.05)
        self.assertEqual(self.leftovers(directory), [])

    @staticmethod
    def leftovers(directory):
        """Processes that belong to a session."""
        found = []
        for path in pathlib.Path("/proc").glob("[0-9]*/environ"):
            try:
                if directory in path.read_text(errors="replace"):
                    found.append(path.parent.name)
            except OSError:
                pass
        return found


if __name__ == "__main__":
    unittest.main()
