#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""joom-cli doctor: what it says of a computer that is well, and of one that lacks something.

Runs in a session of Tests/Desktop/session.py: two cameras, a microphone, a speaker.
"""
import json
import os
import pathlib
import re
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import unittest

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parent), str(pathlib.Path(__file__).resolve().parents[1])]

import report
from servers import program
from test_joom_cli import check_events


class StunServer:
    """Answers binding requests (RFC 8489) on the loopback interface; one that is `deaf` holds the port, and is silent."""

    def __init__(self, deaf=False):
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.url = "stun:127.0.0.1:%d" % self.socket.getsockname()[1]
        if not deaf:
            threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            try:
                request, sender = self.socket.recvfrom(2048)
            except OSError:
                return
            kind, _, cookie = struct.unpack(">HHI", request[:8])
            assert (kind, cookie) == (1, 0x2112A442)
            self.socket.sendto(struct.pack(">HHI", 0x0101, 0, cookie) + request[8:20], sender)


class Doctor(unittest.TestCase):
    """Every trial is one line; the status says whether calls can be made."""

    def examine(self, *arguments, status=0, **environment):
        result = subprocess.run([program("joom-cli"), "doctor", "--json", *arguments], capture_output=True, text=True,
                                env={**os.environ, **environment}, timeout=60, check=False)
        events = [json.loads(line) for line in result.stdout.splitlines()]
        check_events(self, events)
        self.assertEqual(result.returncode, status, result.stderr)
        self.assertEqual(events[-1]["event"], "diagnosis")
        for event in events[:-1]:
            self.assertEqual(event["event"], "check")
            self.assertEqual(event["status"] == "ok", event["remedy"] is None, event)
            self.assertIn(event["message"], result.stderr)
        found = {}
        for event in events[:-1]:
            found.setdefault(event["name"], []).append(event)
        return found, events[-1]

    def test_all_is_well(self):
        server = StunServer()
        self.addCleanup(server.socket.close)
        found, verdict = self.examine("--ice-server", server.url)
        # A computer that is busy encodes slowly, and that is what it is told; all else is well all the same.
        slow = [event for event in found["encoder"] if event["status"] == "warning"]
        self.assertEqual((verdict["warnings"], verdict["failures"]), (len(slow), 0), found)
        self.assertEqual(found["camera"][0]["message"], "Camera: Camera 1 (default), Camera 2.")
        self.assertEqual(found["microphone"][0]["message"], "Microphone: Test Microphone (default).")
        self.assertRegex(found["speaker-loop"][0]["message"], r"^Test Speaker plays a tone \(-(1[5-9]|2[0-9]) dBFS\)")
        speeds = [re.search(r"(\S+) encodes (\d+) pictures of (\S+)", each["message"]).groups() for each in found["encoder"]]
        self.assertEqual([(codec, size) for codec, _, size in speeds],
                         [("VP8", "640x480"), ("VP8", "1280x720"), ("VP9", "640x480"), ("H.264", "640x480")])
        self.assertEqual([int(speed) < 60 for _, speed, _ in speeds],
                         [event["status"] == "warning" for event in found["encoder"]])
        self.assertIn("answers", found["ice-server"][0]["message"])
        self.assertEqual(found["libqrencode"][0]["message"], "libqrencode is there, for links as QR codes.")
        self.assertTrue({"libadwaita", "libhiredis"} <= found.keys())

    def test_a_server_that_does_not_answer_fails(self):
        server = StunServer(deaf=True)
        self.addCleanup(server.socket.close)
        found, _ = self.examine("--ice-server", server.url, status=1)
        self.assertEqual(found["ice-server"][0]["status"], "failed")
        found, _ = self.examine("--ice-server", "stun:nowhere.invalid", status=1)
        self.assertIn("cannot be reached", found["ice-server"][0]["message"])

    def test_what_the_preferences_say_is_tried_too(self):
        server = StunServer()
        self.addCleanup(server.socket.close)
        with tempfile.TemporaryDirectory(prefix="doctor-") as directory:
            settings = pathlib.Path(directory) / "joom/joom.ini"
            settings.parent.mkdir()
            own = json.dumps([{"urls": [server.url, "stuns:stun.example.org"]}]).replace("\\", "\\\\")
            settings.write_text(f"[joom]\nice-servers={own}\nrelay-only=true\nudp-ports=5-6\n")
            found, verdict = self.examine(status=1, XDG_CONFIG_HOME=directory)
        self.assertEqual([event["status"] for event in found["ice-server"]], ["ok", "failed"])
        self.assertIn("Write stun:", found["ice-server"][1]["remedy"])
        self.assertEqual([found[name][0]["status"] for name in ("ports", "relay-only")], ["warning"] * 2)
        self.assertEqual(verdict["failures"], 1)

    def test_without_a_sound_server_calls_can_be_made(self):
        with tempfile.TemporaryDirectory(prefix="doctor-") as nowhere:
            found, verdict = self.examine(PIPEWIRE_REMOTE="nowhere", PULSE_SERVER="unix:/nowhere", XDG_RUNTIME_DIR=nowhere)
        self.assertEqual(verdict["failures"], 0)
        self.assertEqual([found[kind][0]["status"] for kind in ("camera", "microphone", "speaker")], ["warning"] * 3)
        self.assertNotIn("speaker-loop", found)

    def test_a_missing_plugin_is_named_with_its_package(self):
        plugins = pathlib.Path(subprocess.run(
            ["pkg-config", "--variable=pluginsdir", "gstreamer-1.0"], capture_output=True, text=True, check=True).stdout.strip())
        with tempfile.TemporaryDirectory(prefix="doctor-") as directory:
            folder = pathlib.Path(directory)
            (folder / "plugins").mkdir()
            for plugin in plugins.glob("*.so"):
                if plugin.name not in ("libgstvpx.so", "libgstwebrtcdsp.so"):
                    (folder / "plugins" / plugin.name).symlink_to(plugin)
            found, verdict = self.examine(status=1, GST_PLUGIN_SYSTEM_PATH_1_0=str(folder / "plugins"),
                                          GST_REGISTRY=str(folder / "registry.bin"))
        missing = {re.match(r"GStreamer's (\S+) is missing", each["message"])[1]: each for each in found["elements"]}
        self.assertEqual({name: each["status"] for name, each in missing.items()},
                         {"vp8enc": "failed", "vp8dec": "failed", "vp9enc": "warning", "webrtcdsp": "warning"})
        self.assertEqual(missing["vp8enc"]["remedy"], "Install it: sudo apt-get install gstreamer1.0-plugins-good")
        self.assertGreaterEqual(verdict["failures"], 3)

    def test_nonsense_is_status_64(self):
        result = subprocess.run([program("joom-cli"), "doctor", "--ice-server", "http://example.org"], capture_output=True,
                                text=True, check=False)
        self.assertEqual(result.returncode, 64)
        self.assertIn("is no server that calls can use", result.stderr)


if __name__ == "__main__":
    report.main()
