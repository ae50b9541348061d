#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody speaks to a Joom whose microphone hears its speaker: as little of it as possible goes back.

The room is made of PipeWire's parts: what the speaker plays comes back quieter and later. ERLE, the echo return loss
enhancement, is by how much what the speaker hears of themselves is quieter than what the microphone heard.
"""
import math
import pathlib
import subprocess
import sys
import tempfile
import time
import unittest

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parent), str(pathlib.Path(__file__).resolve().parents[1])]

import report
from participant import Participant
from test_app import INSIDE, App

if INSIDE:
    from Desktop import acoustics, desktop, devices

SENTENCES = """The quick brown fox jumps over the lazy dog. We talk about the weather, about the trains, and about what
there is for dinner tonight. Could you please bring some bread and butter on your way home?"""


@unittest.skipUnless(INSIDE, "runs in a session")
class Echo(App):
    """The microphone hears the speaker 12 dB quieter, 40 ms later."""

    def setUp(self):
        super().setUp()
        self.addCleanup(desktop.set_default, "test-speaker", "test-microphone")
        self.voice = acoustics.Voice("voice")
        self.addCleanup(self.voice.close)
        self.addCleanup(acoustics.Voice("room").close)
        self.addCleanup(acoustics.Way("test-speaker", "room", 40, "-12dB").close)
        desktop.set_default("test-speaker", "room-microphone")

    def test_who_speaks_does_not_hear_themselves(self):
        with tempfile.TemporaryDirectory() as folder:
            speech, heard = f"{folder}/speech.wav", f"{folder}/heard.wav"
            subprocess.run(["espeak-ng", "-w", speech, SENTENCES], check=True, timeout=60)
            self.start(self.room, "--name", "Ada")
            bob = Participant(self.link(), None, "#283cc8", None, "--microphone", "voice", "--record-audio", heard)
            self.addCleanup(bob.__exit__)
            bob.wait("first-frame")
            time.sleep(2)
            with self.voice.say(speech) as player:
                microphone = devices.listen("room-microphone", 12)
                player.wait(30)
            bob.leave()
            echo = desktop.Sound.load(heard).last(12)
        erle = 20 * math.log10(microphone.level / max(echo.level, 1e-6))
        print(f"\nERLE {erle:.1f} dB: the microphone heard {20 * math.log10(microphone.level):.1f} dBFS", file=sys.stderr)
        self.assertGreater(microphone.level, 0.005, "the room carries sound")
        self.assertGreater(erle, 20)


del App

if __name__ == "__main__":
    report.main()
