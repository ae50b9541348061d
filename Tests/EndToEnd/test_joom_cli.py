#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""joom-cli in real calls: with itself, with browsers, with the seed's page and server, and with somebody in the middle."""
import csv
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import time
import unittest

import jsonschema

import report
from browser import Browser, wait_until
from participant import Participant, is_near
from servers import REPOSITORY, SEED_PAGE, Front, Server, program
from test_guest_page import original_page

RED, BLUE = (200, 40, 40), (40, 60, 200)
ADA, BOB = ("#c82828", 440), ("#283cc8", 660)
BROWSER_BOB = {"colour": BLUE, "tone": 660}
SCHEMA = jsonschema.Draft202012Validator(json.loads((REPOSITORY / "data/schema/joom-cli.json").read_text()))


class Calls(unittest.TestCase):
    """A server, a room for each test, and participants that leave at its end."""

    number = 0

    @classmethod
    def use(cls, server):
        cls.server = server
        cls.addClassCleanup(server.stop)

    def setUp(self):
        Calls.number += 1
        self.room = f"cli room {Calls.number} 방"

    def join(self, who, *arguments, server=None):
        participant = Participant(self.room, server or self.server.url, *who, *arguments)
        self.addCleanup(participant.__exit__)
        participant.wait("joined")
        return participant


def check_events(case, events):
    """Every object is one of those that data/schema describes, and says nothing that it does not describe."""
    for event in events:
        case.assertEqual([error.message for error in SCHEMA.iter_errors(event)], [], event)
        definition = "peer-event" if event["event"] == "peer" else event["event"]
        known = SCHEMA.schema["$defs"][definition]["properties"]
        case.assertEqual(event.keys() - known.keys() - {"t_ms"}, set(), event)
        case.assertEqual(list(event)[:2], ["event", "t_ms"])


class BetweenTwo(Calls):
    """Two joom-cli on our server."""

    @classmethod
    def setUpClass(cls):
        cls.use(Server.joom())

    def test_they_see_and_hear_each_other(self):
        directory = pathlib.Path(tempfile.mkdtemp(prefix="joom-cli-"))
        self.addCleanup(shutil.rmtree, directory)
        ada = self.join(ADA, "--name", "Ada", "--snapshot", str(directory / "ada.png"),
                        "--record-audio", str(directory / "ada.wav"), "--stats-csv", str(directory / "ada.csv"))
        bob = self.join(BOB, "--name", "Bob")
        for person, colour, pitch in ((ada, BLUE, 660), (bob, RED, 440)):
            person.wait_for_picture(colour)
            person.wait_for_sound(pitch)
        self.assertEqual(bob.wait("peer")["name"], "Ada")
        self.assertEqual(ada.wait("peer")["name"], "Bob")
        session = ada.wait("connected")["session"]
        self.assertRegex(session, "^[0-9a-f]{16}$")
        self.assertEqual(bob.wait("connected")["session"], session)
        for person in (ada, bob):
            status, summary = person.leave()
            self.assertEqual(status, 0, summary)
            self.assertTrue(summary["picture_changes"])
            self.assertEqual((summary["width"], summary["height"], summary["codec"]), (640, 480, "VP8"))
            self.assertGreater(summary["frames_decoded"], 10)
            self.assertEqual(person.events[-1]["event"], "summary")
            check_events(self, person.events)
        self.assertLessEqual({"joined", "peer", "connected", "first-frame", "stats", "state", "summary"},
                             {event["event"] for event in ada.events})
        self.assertEqual((directory / "ada.png").read_bytes()[:8], b"\x89PNG\r\n\x1a\n")
        self.assertGreater((directory / "ada.wav").stat().st_size, 48_000)
        self.check_table(directory / "ada.csv", ada.all("stats"))

    def check_table(self, path, told):
        """The table holds what was told line by line, in the same order."""
        with path.open(newline="") as file:
            lines = list(csv.DictReader(file, strict=True))
        self.assertEqual(list(lines[0]), ["t_ms", *(key for key in told[0] if key not in ("event", "t_ms"))])
        self.assertEqual(len(lines), len(told))
        for line, event in zip(lines, told):
            self.assertEqual(line["peer"], event["peer"])
            for key in ("framesDecoded", "bytesReceived", "freezeCount", "jitter"):
                self.assertEqual(float(line[key]), event[key])
            self.assertEqual(line["audio_dbfs"] == "", event["audio_dbfs"] is None)

    def test_codecs_are_those_that_both_have(self):
        for codec in ("vp9", "h264"):
            with self.subTest(codec=codec):
                self.setUp()
                ada = self.join(ADA, "--codec", codec)
                bob = self.join(BOB)
                ada.wait_for_picture(BLUE)
                bob.wait_for_picture(RED)
                for participant in (bob, ada):
                    status, summary = participant.leave()
                    self.assertEqual((status, summary["codec"]), (0, codec.upper()))

    def test_what_is_written_is_read(self):
        ada = self.join(ADA, "--say", "Hello, 안녕", "--say", "<b>bold</b>")
        bob = self.join(BOB, "--say", "Hi")
        self.assertEqual(ada.wait("message")["text"], "Hi")
        bob.wait("message", lambda event: event["text"] == "<b>bold</b>")
        said = bob.all("message")
        self.assertEqual([(event["plugin"], event["text"]) for event in said], [("chat", "Hello, 안녕"), ("chat", "<b>bold</b>")])
        self.assertEqual(said[0]["peer"], bob.wait("peer")["id"])
        for participant in (ada, bob):
            check_events(self, participant.events)

    def test_leaving_is_told_at_once(self):
        ada, bob = self.join(ADA), self.join(BOB)
        ada.wait("first-frame")
        bob.leave()
        self.assertEqual(ada.wait("left", timeout=5)["reason"], "left")
        check_events(self, ada.all("left"))

    def test_a_crash_is_told_within_ten_seconds(self):
        ada, bob = self.join(ADA), self.join(BOB)
        ada.wait("first-frame")
        bob.process.kill()
        self.assertEqual(ada.wait("left", timeout=10)["reason"], "lost")

    def test_joining_without_camera_or_microphone_works(self):
        for devices in ((None, 440), ("#c82828", None), (None, None)):
            with self.subTest(devices=devices):
                self.room += "x"
                bob, ada = self.join(BOB), self.join(devices)
                ada.wait_for_picture(BLUE)
                ada.wait_for_sound(660)
                state = bob.wait("state")
                self.assertEqual((state["camera"], state["microphone"]), (bool(devices[0]), bool(devices[1])))
                if devices[0]:
                    bob.wait_for_picture(RED)
                if devices[1]:
                    bob.wait_for_sound(440)
                self.assertEqual([person.leave()[0] for person in (ada, bob)], [0, 0])

    def test_a_camera_of_720_rows_has_the_colours_of_a_small_one(self):
        """GStreamer takes more than 576 rows for BT.709, which no camera that says nothing means."""
        for size in ("640x480", "1280x720"):
            with self.subTest(size=size):
                ada = self.join((None, None), "--camera", "Camera 1", "--size", size)
                bob = self.join(("#28c828", 880))
                # The white block that travels over the red wall is less than a hundredth of it.
                bob.wait_now(lambda stats: is_near(stats["picture"], (0xd0, 0x20, 0x20), tolerance=10))
                for each in (ada, bob):
                    each.leave()

    def test_muted_is_silent_and_announced(self):
        ada, bob = self.join(ADA), self.join(BOB, "--muted")
        ada.wait_for_picture(BLUE)
        self.assertFalse(ada.wait("state")["microphone"])
        ada.wait_for_silence()

    def test_nobody_is_status_2(self):
        ada = self.join(ADA, "--duration", "1")
        self.assertEqual(ada.process.wait(20), 2)
        ada.leave()
        check_events(self, ada.events)

    def test_a_full_room_is_a_sentence_and_status_1(self):
        people = [self.join((None, None)) for _ in range(4)]
        fifth = Participant(self.room, self.server.url, None, None)
        self.addCleanup(fifth.__exit__)
        fifth.wait("error", lambda error: error["code"] == "room_full")
        self.assertEqual(fifth.process.wait(20), 1)
        check_events(self, fifth.all("error"))
        self.assertTrue(all(person.process.poll() is None for person in people))


class CommandLine(unittest.TestCase):
    """What needs no call."""

    def run_cli(self, *arguments):
        return subprocess.run([program("joom-cli"), *arguments], capture_output=True, text=True, timeout=60)

    def test_nonsense_is_a_sentence_and_status_64(self):
        for arguments in (["join"], ["join", "a"], ["join", "", "--server", "http://127.0.0.1:1"], ["dance"],
                          ["join", "a", "--server", "ht!tp"], ["join", "a", "--server", "127.0.0.1:1", "--size", "9x"],
                          ["join", "a", "--server", "127.0.0.1:1", "--camera", "test:blue"],
                          ["join", "a", "--server", "127.0.0.1:1", "--codec", "av1"],
                          ["join", "a", "--server", "127.0.0.1:1", "--duration", "-1"]):
            with self.subTest(arguments=arguments):
                run = self.run_cli(*arguments)
                self.assertEqual(run.returncode, 64, run.stderr)
                self.assertTrue(run.stderr.startswith("Error: "), run.stderr)
                self.assertEqual(run.stdout, "")

    def test_a_server_that_is_not_there_is_a_sentence_and_status_1(self):
        run = self.run_cli("join", "a", "--server", "http://127.0.0.1:9", "--duration", "20")
        self.assertEqual(run.returncode, 1)
        self.assertIn("Nobody listens at", run.stderr)

    def test_a_camera_that_is_not_there_is_a_sentence_and_status_1(self):
        run = self.run_cli("join", "a", "--server", "http://127.0.0.1:9", "--camera", "Nonesuch")
        self.assertEqual(run.returncode, 1)
        self.assertIn("There is no camera called “Nonesuch”", run.stderr)

    def test_a_table_that_cannot_be_written_is_a_sentence_and_status_1(self):
        run = self.run_cli("join", "a", "--server", "http://127.0.0.1:9", "--stats-csv", "/nonexistent/a.csv")
        self.assertEqual(run.returncode, 1)
        self.assertIn("The figures cannot be saved in /nonexistent/a.csv", run.stderr)
        self.assertNotIn("Joining", run.stderr)

    def test_the_demonstration_holds(self):
        with tempfile.TemporaryDirectory() as directory:
            run = self.run_cli("demo", "--duration", "6", "--snapshot", f"{directory}/demo.png")
            self.assertEqual(run.returncode, 0, run.stderr)
            self.assertEqual(run.stderr.count("all is well"), 2, run.stderr)
            self.assertEqual(pathlib.Path(directory, "demo.png").read_bytes()[:4], b"\x89PNG")

    def test_calls_leave_no_descriptors_and_no_threads_behind(self):
        with tempfile.TemporaryDirectory() as directory:
            run = self.run_cli("demo", "--duration", "1.5", "--calls", "4", "--snapshot", f"{directory}/demo.png")
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertIn("All was well in 4 of 4 calls", run.stderr)

    @unittest.skipUnless(os.geteuid() == 0, "a network of its own needs root")
    def test_a_loopback_interface_is_network_enough(self):
        with tempfile.TemporaryDirectory() as directory:
            command = f"ip link set lo up && {program('joom-cli')} demo --duration 6 --snapshot {directory}/demo.png"
            run = subprocess.run(["unshare", "--net", "sh", "-c", command], capture_output=True, text=True, timeout=60)
            self.assertEqual(run.returncode, 0, run.stderr)


class WithBrowsers(Calls):
    """joom-cli and the guest page on our server."""

    @classmethod
    def setUpClass(cls):
        cls.use(Server.joom())
        cls.page = Browser(**BROWSER_BOB)
        cls.addClassCleanup(cls.page.close)

    def enter(self):
        self.page.open(self.server.url + "/r/room")
        self.page.enter_room(self.room, name="Bob")
        self.addCleanup(self.page.forget)

    def check(self, ada):
        ada.wait_for_picture(BLUE)
        ada.wait_for_sound(660)
        self.page.wait_for_picture(RED, tolerance=70)
        self.page.wait_for_sound(440)

    def test_the_page_comes_second(self):
        ada = self.join(ADA)
        self.enter()
        self.check(ada)
        self.page.press("mute")
        ada.wait_for_silence()
        self.assertEqual(ada.leave()[0], 0)

    def test_the_page_comes_first(self):
        self.enter()
        self.page.wait_for_text("Waiting for the other person")
        ada = self.join(ADA)
        self.check(ada)
        self.page.press("leave")
        self.assertEqual(ada.wait("left", timeout=5)["reason"], "left")


class CodecsWithBrowsers(Calls):
    """joom-cli and the guest page, in what is not everybody's first choice."""

    REMEMBER = """
    window.connections = [];
    const Connection = RTCPeerConnection;
    window.RTCPeerConnection = class extends Connection {
      constructor(...all) { super(...all); window.connections.push(this); }
    };
    """
    RECEIVED = """
    const done = arguments[0];
    connections.at(-1).getStats().then((all) =>
      done([...all.values()].find((one) => one.type === "inbound-rtp" && one.kind === "video")));
    """

    @classmethod
    def setUpClass(cls):
        cls.use(Server.joom())

    def check(self, codec, page_is_first):
        with Browser(**BROWSER_BOB, before_page=self.REMEMBER) as page:
            page.open(self.server.url + "/r/room")
            if page_is_first:
                page.enter_room(self.room, name="Bob")
                page.wait_for_text("Waiting for the other person")
            ada = self.join(ADA, "--codec", codec)
            if not page_is_first:
                page.enter_room(self.room, name="Bob")
            ada.wait_for_picture(BLUE)
            page.wait_for_picture(RED, tolerance=70)
            received = wait_until("pictures for three seconds", lambda: self.received(page, 90))
            # A browser that cannot make sense of something asks for a key frame twice a second.
            self.assertLess(received["keyFramesDecoded"], 5, received)
            status, summary = ada.leave()
            self.assertEqual((status, summary["codec"]), (0, codec.upper()))

    def received(self, page, least):
        figures = page.driver.execute_async_script(self.RECEIVED)
        return figures if figures and figures["framesDecoded"] >= least else None

    def test_vp9_when_the_page_answers(self):
        self.check("vp9", page_is_first=False)

    def test_h264_when_the_page_answers(self):
        self.check("h264", page_is_first=False)

    def test_h264_when_the_page_offers(self):
        self.check("h264", page_is_first=True)


class BetweenTwoOnSeedServer(Calls):
    """Two joom-cli on a server that knows neither names nor seats."""

    @classmethod
    def setUpClass(cls):
        cls.use(Server.seed_style())

    def check(self, ada, bob):
        for person, colour, pitch in ((ada, BLUE, 660), (bob, RED, 440)):
            person.wait_for_picture(colour)
            person.wait_for_sound(pitch)

    def test_they_see_and_hear_each_other(self):
        ada, bob = self.join(ADA), self.join(BOB)
        self.check(ada, bob)
        self.assertEqual([person.leave()[0] for person in (ada, bob)], [0, 0])

    def test_a_third_person_breaks_nothing(self):
        ada, bob = self.join(ADA), self.join(BOB)
        self.check(ada, bob)
        self.join(("#28c828", 880))
        # Longer than a new connection is given to succeed.
        time.sleep(17)
        self.check(ada, bob)


class WithSeedPage(Calls):
    """joom-cli and a page that behaves as the seed's, on a server that does."""

    @classmethod
    def pages(cls):
        return SEED_PAGE

    @classmethod
    def setUpClass(cls):
        cls.use(Server.seed_style(pages=cls.pages()))
        cls.page_url = cls.server.url
        cls.page = Browser(**BROWSER_BOB)
        cls.addClassCleanup(cls.page.close)

    def enter(self):
        self.page.open(self.page_url + "/")
        self.page.enter_room(self.room)
        self.addCleanup(self.page.forget)

    check = WithBrowsers.check

    def test_the_page_comes_second(self):
        ada = self.join(ADA)
        self.enter()
        self.check(ada)
        self.assertEqual(ada.leave()[0], 0)

    def test_the_page_comes_first(self):
        self.enter()
        self.page.wait_for_picture(selector="#myFace")
        ada = self.join(ADA)
        self.check(ada)


@unittest.skipUnless(os.environ.get("JOOM_SEED_DOCUMENT"), "needs JOOM_SEED_DOCUMENT")
class WithOriginalPage(WithSeedPage):
    """The same with the page that Joom grew out of, unmodified."""

    @classmethod
    def pages(cls):
        folder = original_page()
        cls.addClassCleanup(shutil.rmtree, folder)
        return folder


class SeedPageOnOurServer(WithSeedPage):
    """A page that behaves as the seed's, on our server."""

    @classmethod
    def setUpClass(cls):
        cls.use(Server.joom())
        front = Front(cls.server.url)
        cls.addClassCleanup(front.listener.close)
        cls.page_url = front.url
        cls.page = Browser(**BROWSER_BOB)
        cls.addClassCleanup(cls.page.close)

    def test_a_third_person_breaks_nothing(self):
        ada = self.join(ADA)
        self.enter()
        self.check(ada)
        third = Participant(self.room, self.server.url, None, None)
        self.addCleanup(third.__exit__)
        said = third.wait("error")
        self.assertEqual(said["code"], "room_full", said)
        self.check(ada)


class SomebodyInTheMiddle(unittest.TestCase):
    """A relay that changes fingerprints: nothing is shown, nothing is sent, and it is said."""

    def check(self, kind, deceived):
        with Server.seed_style("--tamper", kind) as server, \
                Participant("quiet", server.url, *ADA) as ada:
            ada.wait("joined")
            with Participant("quiet", server.url, *BOB) as bob:
                # The one whose description arrives changed sees the mismatch.
                victim = {"ada": ada, "bob": bob}[deceived]
                self.assertEqual(victim.wait("error")["code"], "fingerprint_mismatch")
                # Time for media that should not come.
                time.sleep(3)
                statuses = {}
                for name, person in (("ada", ada), ("bob", bob)):
                    statuses[name], summary = person.leave()
                    self.assertEqual(summary.get("frames_decoded", 0), 0, name)
                    self.assertIsNone(summary.get("audio_hz"), name)
                    self.assertEqual(person.all("first-frame"), [], name)
                self.assertEqual(statuses[deceived], 1)
                self.assertTrue(any("Not secure" in words for words in victim.words), victim.words)

    def test_a_changed_answer_is_refused(self):
        self.check("answer", "ada")

    def test_a_changed_offer_is_refused(self):
        self.check("offer", "bob")


if __name__ == "__main__":
    report.main()
