#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Recordings: what is in the file, that everybody is told, and that a file is left whatever ends it."""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time
import unittest

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parent), str(pathlib.Path(__file__).resolve().parents[1])]

import report
from browser import Browser, wait_until
from participant import Participant
from servers import Server
from test_app import INSIDE, App
from test_guest_page import BOB, BREAK, HOLD

if INSIDE:
    from Desktop import desktop


class Recording:
    """What ffprobe finds in a file: tracks by person, and their frames counted one by one."""

    def __init__(self, path):
        said = subprocess.run(
            ["ffprobe", "-v", "error", "-of", "json", "-show_streams", "-show_format", "-count_frames", path],
            capture_output=True, text=True, timeout=120)
        self.complaints = said.stderr.strip().splitlines()
        found = json.loads(said.stdout or "{}")
        self.format = found.get("format", {})
        self.streams = found.get("streams", [])

    def tracks(self):
        """Frames by name and codec."""
        return {(stream["tags"]["title"], stream["codec_name"]): int(stream.get("nb_read_frames", 0)) for stream in self.streams}

    @property
    def seconds(self):
        return float(self.format["duration"])


def with_files_of(limit):
    """A command in front of another, in which files may have so many bytes: beyond it is as on a full disk."""
    return [sys.executable, "-c", (
        "import os, resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, resource.RLIM_INFINITY)); os.execvp(sys.argv[1], sys.argv[1:])")]


def packets(path):
    """Times in seconds by track, in the order of the file."""
    said = subprocess.run(
        ["ffprobe", "-v", "error", "-of", "csv=p=0", "-show_entries", "packet=stream_index,pts_time", path],
        capture_output=True, text=True, timeout=120, check=True).stdout
    times = {}
    for line in said.splitlines():
        index, moment = line.strip(",").split(",")[:2]
        times.setdefault(int(index), []).append(float(moment))
    return times


def mean_colour(path, number):
    """The mean colour of a picture some seconds into the track of pictures with this number."""
    pixel = subprocess.run(
        ["ffmpeg", "-v", "error", "-i", path, "-map", f"0:v:{number}", "-frames:v", "1", "-vf", "select=gte(t\\,1),scale=1:1:flags=area",
         "-f", "rawvideo", "-pix_fmt", "rgb24", "-"], capture_output=True, timeout=120, check=True).stdout
    return tuple(pixel[:3])


class OfTwo(unittest.TestCase):
    """Two joom-cli, of which one records."""

    def setUp(self):
        self.server = self.enterContext(Server.joom())
        self.directory = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.path = str(self.directory / "call.webm")

    def join(self, name, *arguments, colour="#c82828", tone=440, place=()):
        return self.enterContext(
            Participant("record", self.server.url, colour, tone, "--name", name, "--commands", *arguments, place=place))

    def call(self, *arguments, **more):
        ada = self.join("Ada", "--record", self.path, *arguments, **more)
        bob = self.join("Bob", *arguments, colour="#2828c8", tone=660)
        bob.wait("recording", lambda event: event["on"] and not event["own"])
        ada.wait("first-frame")
        bob.wait("first-frame")
        return ada, bob

    def wait_for_size(self, bytes, path=None):
        limit = time.monotonic() + 60
        while time.monotonic() < limit:
            if os.path.exists(path or self.path) and os.path.getsize(path or self.path) >= bytes:
                return
            time.sleep(0.1)
        self.fail(f"the file does not reach {bytes} bytes")

    def test_everybody_is_in_the_file_as_they_were_sent(self):
        ada, bob = self.call()
        decoded = ada.last("stats")["framesDecoded"] if ada.last("stats") else 0
        ada.wait_now(lambda stats: stats["framesDecoded"] >= decoded + 150, timeout=60)
        start = time.monotonic()
        ada.wait_now(lambda _: time.monotonic() - start > 5)
        status, summary = ada.leave()
        self.assertEqual(status, 0)
        self.assertEqual(ada.last("recorded")["file"], self.path)
        found = Recording(self.path)
        self.assertEqual(found.complaints, [])
        self.assertEqual(found.format["format_name"], "matroska,webm")
        tracks = found.tracks()
        self.assertEqual(set(tracks), {("Ada", "vp8"), ("Ada", "opus"), ("Bob", "vp8"), ("Bob", "opus")})
        # All that was decoded here is in it, but for what came before it began or after its last moment.
        self.assertGreater(tracks["Bob", "vp8"], 140)
        self.assertLessEqual(tracks["Bob", "vp8"], summary["frames_decoded"] + 30)
        self.assertGreater(tracks["Ada", "vp8"], 50)
        # Sound in pieces of 20 ms, without a gap.
        for name in ("Ada", "Bob"):
            self.assertGreater(tracks[name, "opus"], 100)
        for index, times in packets(self.path).items():
            self.assertEqual(times, sorted(times), f"track {index} goes back")
            self.assertLess(max(b - a for a, b in zip(times, times[1:])), 5, f"track {index} has a gap")
        colours = {}
        for number, stream in enumerate([stream for stream in found.streams if stream["codec_type"] == "video"]):
            colours[stream["tags"]["title"]] = mean_colour(self.path, number)
        self.assertEqual(max(range(3), key=colours["Ada"].__getitem__), 0, colours)
        self.assertEqual(max(range(3), key=colours["Bob"].__getitem__), 2, colours)
        for stream in found.streams:
            if stream["codec_type"] == "video":
                self.check_jumps(stream)
        # What another library makes of it.
        said = subprocess.run(["gst-discoverer-1.0", self.path], capture_output=True, text=True, timeout=60).stdout
        self.assertEqual(len(re.findall(r"video #\d|video\(", said)) + said.count("VP8"), 4, said)

    def check_jumps(self, stream):
        """Every seven or eight seconds there is a picture that can be decoded on its own, and a player finds it by the index."""
        def look(*arguments):
            said = subprocess.run(["ffprobe", "-v", "error", "-of", "csv=p=0", "-select_streams", str(stream["index"]), *arguments,
                                   "-show_entries", "packet=pts_time,flags", self.path], capture_output=True, text=True, timeout=60, check=True)
            return [(float(line.split(",")[0]), "K" in line.split(",")[1]) for line in said.stdout.split()]
        keys = [moment for moment, is_key in look() if is_key]
        self.assertGreater(len(keys), 1)
        self.assertLess(max(b - a for a, b in zip(keys, keys[1:])), 10, keys)
        self.assertEqual(look("-read_intervals", f"{keys[-1] + 0.2}%+#1"), [(keys[-1], True)], keys)

    def test_whoever_comes_and_comes_back_is_in_the_same_file(self):
        ada = self.join("Ada", "--record", self.path)
        self.wait_for_size(60_000)
        bob = self.join("Bob", colour="#2828c8", tone=660)
        bob.wait("recording", lambda event: event["on"])
        bob.wait("stats", lambda stats: stats["framesDecoded"] > 60)
        bob.leave()
        ada.wait("left")
        again = self.join("Bob", colour="#2828c8", tone=660)
        again.wait("recording", lambda event: event["on"])
        ada.wait("first-frame", lambda event: event["peer"] == again.last("joined")["you"])
        again.wait("stats", lambda stats: stats["framesDecoded"] > 60)
        ada.leave()
        found = Recording(self.path)
        self.assertEqual(found.complaints, [])
        people = sorted(stream["tags"]["title"] for stream in found.streams)
        self.assertEqual(people, ["Ada", "Ada", "Bob", "Bob", "Bob", "Bob"])
        counts = [(stream["tags"]["title"], stream["codec_name"], stream["nb_read_frames"]) for stream in found.streams]
        self.assertTrue(all(int(count[2]) > 20 for count in counts), counts)
        # Who comes back is somebody else: that a name is the same says little.

    def test_a_killed_recorder_leaves_a_file_that_plays(self):
        ada, bob = self.call()
        self.wait_for_size(200_000 + (1 << 16))
        ada.process.kill()
        ada.process.wait(20)
        bob.wait("left", timeout=60)
        found = Recording(self.path)
        # What was under way when it ended may be cut; everything before is whole.
        self.assertEqual([line for line in found.complaints if "File ended prematurely" not in line], [])
        tracks = found.tracks()
        self.assertEqual(set(tracks), {("Ada", "vp8"), ("Ada", "opus"), ("Bob", "vp8"), ("Bob", "opus")})
        for key, count in tracks.items():
            self.assertGreater(count, 20, key)
        self.assertGreater(found.seconds, 1)

    def test_a_full_disk_ends_the_recording_and_not_the_call(self):
        # As large as files may become here; what happens then is what happens on a full disk.
        limit = 400_000
        ada, bob = self.call(place=with_files_of(limit))
        said = ada.wait("error", lambda event: event["code"] == "recording", timeout=60)
        self.assertIn("no room for more", said["message"])
        self.assertIn(self.path, said["message"])
        bob.wait("recording", lambda event: not event["on"])
        for participant, colour in ((ada, (40, 40, 200)), (bob, (200, 40, 40))):
            participant.wait_for_picture(colour)
        found = Recording(self.path)
        self.assertEqual(found.complaints, [])
        self.assertLessEqual(os.path.getsize(self.path), limit)
        self.assertTrue(all(count > 20 for count in found.tracks().values()), found.tracks())
        self.assertEqual(len(found.tracks()), 4)
        self.assertEqual(ada.leave()[0], 1)

    def test_where_nothing_can_be_written_it_is_said(self):
        ada = self.join("Ada", "--record", "/nowhere/at/all.webm")
        said = ada.wait("error", lambda event: event["code"] == "recording")
        self.assertIn("cannot be kept in /nowhere/at/all.webm", said["message"])
        bob = self.join("Bob", colour="#2828c8")
        bob.wait("first-frame")
        ada.wait("first-frame")

    def test_a_disk_that_is_full_to_begin_with_is_said_and_nothing_stays(self):
        ada = self.join("Ada", "--record", self.path, place=with_files_of(20_000))
        said = ada.wait("error", lambda event: event["code"] == "recording")
        self.assertIn(f"cannot be kept in {self.path}", said["message"])
        self.assertFalse(os.path.exists(self.path))

    def test_h264_makes_it_matroska(self):
        ada, bob = self.call("--codec", "h264")
        self.wait_for_size(300_000 + (1 << 16))
        ada.leave()
        found = Recording(self.path)
        self.assertEqual(found.complaints, [])
        # Alone there is VP8: nobody had said yet that they take something else.
        self.assertEqual({key for key in found.tracks() if key[1] != "opus"}, {("Ada", "vp8"), ("Ada", "h264"), ("Bob", "h264")})
        self.assertTrue(all(count > 20 for key, count in found.tracks().items() if key[1] != "vp8"), found.tracks())
        self.assertIn(b"matroska", pathlib.Path(self.path).read_bytes()[:64])

    def test_a_picture_that_changes_its_size_goes_on_in_its_track(self):
        ada, bob = self.call("--share", "test")
        bob.wait("stats", lambda stats: (stats["frameWidth"], stats["frameHeight"]) == (1280, 800))
        ada.say("unshare")
        bob.wait_for_picture((200, 40, 40))
        ada.leave()
        found = Recording(self.path)
        self.assertEqual(found.complaints, [])
        self.assertEqual(set(found.tracks()), {("Ada", "vp8"), ("Ada", "opus"), ("Bob", "vp8"), ("Bob", "opus")})
        sizes = subprocess.run(
            ["ffprobe", "-v", "error", "-of", "csv=p=0", "-select_streams", "v", "-show_entries", "frame=width,height", self.path],
            capture_output=True, text=True, timeout=120, check=True).stdout.split()
        self.assertLessEqual({"1280,800", "640,480"}, {size.strip(",") for size in sizes})

    def test_begun_and_ended_by_command_in_the_persons_folder(self):
        (self.directory / "user-dirs.dirs").write_text(f'XDG_VIDEOS_DIR="{self.directory}/Films"\n')
        place = ["env", f"XDG_CONFIG_HOME={self.directory}"]
        ada = self.join("Ada", place=place)
        bob = self.join("Bob", colour="#2828c8", tone=660)
        ada.wait("first-frame")
        bob.wait("first-frame")
        self.assertFalse(bob.all("recording"))
        ada.say("record")
        bob.wait("recording", lambda event: event["on"])
        decoded = ada.wait("stats")["framesDecoded"]
        ada.wait_now(lambda stats: stats["framesDecoded"] > decoded + 60)
        ada.say("unrecord")
        path = ada.wait("recorded")["file"]
        self.assertRegex(path, rf"^{self.directory}/Films/Joom record \d{{4}}-\d\d-\d\d \d\d-\d\d-\d\d\.webm$")
        bob.wait("recording", lambda event: not event["on"])
        # The picture is there from the start, not from the next key frame that somebody happens to need.
        starts = [times[0] for times in packets(path).values()]
        self.assertEqual(len(starts), 4)
        self.assertLess(max(starts), 5, starts)
        # Nothing more is taken, and the call goes on.
        size = os.path.getsize(path)
        ada.wait_for_picture((40, 40, 200))
        self.assertEqual(os.path.getsize(path), size)


class OnThePage(unittest.TestCase):
    """A guest page beside somebody who records."""

    def setUp(self):
        self.server = self.enterContext(Server.joom())
        self.path = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory())) / "call.webm"

    def test_it_says_who_records_and_the_recording_has_its_picture(self):
        page = Browser(**BOB)
        self.addCleanup(page.close)
        page.open(self.server.url + "/r/record")
        page.enter_room("record", name="Bob")
        ada = self.enterContext(
            Participant("record", self.server.url, "#c82828", 440, "--name", "Ada", "--commands", "--record", str(self.path)))
        sentence = page.find("#recording")
        wait_until("it says so", lambda: sentence.is_displayed() and sentence.text == "Ada is recording this call")
        decoded = ada.wait("stats", lambda stats: stats["framesDecoded"] > 0)["framesDecoded"]
        ada.wait_now(lambda stats: stats["framesDecoded"] > decoded + 60, timeout=60)
        ada.say("unrecord")
        ada.wait("recorded")
        wait_until("it says no more", lambda: not sentence.is_displayed())
        found = Recording(self.path)
        self.assertEqual(found.complaints, [])
        self.assertEqual(set(found.tracks()), {("Ada", "vp8"), ("Ada", "opus"), ("Bob", "vp8"), ("Bob", "opus")})
        self.assertGreater(found.tracks()["Bob", "vp8"], 40)
        # Who begins and leaves does not record any more.
        ada.leave()
        other = self.enterContext(
            Participant("record", self.server.url, "#c82828", 440, "--name", "Eve", "--record", str(self.path) + ".2"))
        wait_until("it says so", lambda: sentence.is_displayed() and sentence.text == "Eve is recording this call")
        other.leave()
        wait_until("it says no more", lambda: not sentence.is_displayed())

    def test_a_connection_that_is_replaced_goes_on_in_its_tracks(self):
        page = Browser(before_page=HOLD, **BOB)
        self.addCleanup(page.close)
        page.open(self.server.url + "/r/record")
        page.enter_room("record", name="Bob")
        ada = self.enterContext(
            Participant("record", self.server.url, "#c82828", 440, "--name", "Ada", "--record", str(self.path)))
        ada.wait("stats", lambda stats: stats["framesDecoded"] > 30, timeout=60)
        page.run(BREAK)
        ada.wait("connected", lambda _: len(ada.all("connected")) > 1, timeout=60)
        ada.wait_now(lambda stats: stats["framesDecoded"] > 120, timeout=60)
        ada.leave()
        found = Recording(self.path)
        self.assertEqual(found.complaints, [])
        self.assertEqual(sorted(stream["tags"]["title"] for stream in found.streams), ["Ada", "Ada", "Bob", "Bob"])
        for stream, times in zip(found.streams, packets(self.path).values()):
            self.assertEqual(times, sorted(times), stream["tags"]["title"])
        # Those of the second connection are in it.
        self.assertGreater(found.tracks()["Bob", "vp8"], 110)


class InTheWindow(App):
    """The menu, the bar above the pictures, and the person's folder."""

    def setUp(self):
        super().setUp()
        # The window's settings are in there too.
        (pathlib.Path(self.home) / "user-dirs.dirs").write_text(f'XDG_VIDEOS_DIR="{self.home}/Films"\n')

    def call(self, *arguments):
        self.start("--name", "Ada")
        self.enter()
        bob = self.peer(self.link(), "#283cc8", 660, "--name", "Bob", "--commands", *arguments)
        bob.wait("first-frame", timeout=40)
        return bob

    def test_a_person_records_and_both_see_it(self):
        bob = self.call()
        desktop.press_key("F10")
        desktop.find("menu item", "Record Call").click()
        bob.wait("recording", lambda event: event["on"])
        desktop.find("label", "You are recording. The others are told.")
        desktop.find("label", re.compile(r"^0:(0[2-9]|[1-5]\d)$"))
        self.save("recording")
        desktop.find("push button", "Stop Recording").click()
        bob.wait("recording", lambda event: not event["on"])
        said = desktop.find("label", re.compile("^The recording is in ")).name
        path = re.fullmatch(r"The recording is in (.+\.webm)\.", said)[1]
        self.assertRegex(path, f"^{self.home}/Films/Joom kitchen ")
        found = Recording(path)
        self.assertEqual(found.complaints, [])
        self.assertEqual(set(found.tracks()), {("Ada", "vp8"), ("Ada", "opus"), ("Bob", "vp8"), ("Bob", "opus")})
        self.assertTrue(all(count > 10 for count in found.tracks().values()), found.tracks())
        desktop.wait(lambda: not desktop.find_all("push button", "Stop Recording"), "the bar to go")

    def test_leaving_ends_a_recording(self):
        self.call()
        desktop.press_key("F10")
        desktop.find("menu item", "Record Call").click()
        desktop.find("label", re.compile(r"^0:(0[2-9]|[1-5]\d)$"))
        self.app.terminate()
        self.app.wait(20)
        files = list(pathlib.Path(self.home, "Films").iterdir())
        self.assertEqual(len(files), 1)
        found = Recording(files[0])
        self.assertEqual(found.complaints, [])
        self.assertEqual(len(found.tracks()), 4)

    def test_that_the_other_records_is_seen(self):
        bob = self.call("--record", f"{self.home}/bob.webm")
        desktop.find("label", "Bob is recording this call")
        self.save("recorded")
        bob.say("unrecord")
        desktop.wait(lambda: not desktop.find_all("label", "Bob is recording this call"), "the bar to go")


if __name__ == "__main__":
    report.main()
