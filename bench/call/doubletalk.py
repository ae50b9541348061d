#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is left of an echo, and of somebody's words while the other speaks, beside Chromium.

    doubletalk.py [--rounds N]

Two windows of each kind call each other. What the first one's speaker plays comes back into its microphone, 12 dB quieter and
40 ms later, beside what is said there. Three times 20 s: only the second speaks, only the first, both. What the speaker of
the second plays then gives the echo return loss enhancement, and by how much the first's words are quieter while both speak.
Needs the release build (`make bench-sound` builds it); runs in a session with PipeWire.
"""
import contextlib
import pathlib
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(HERE), str(ROOT / "Tests/EndToEnd"), str(ROOT / "Tests")]

import hearing  # noqa: E402
from contenders import Chromium, JoomWindow  # noqa: E402
from Desktop import acoustics, devices  # noqa: E402
from run import Bench, server  # noqa: E402
from screen import Screen  # noqa: E402
from turns import rounds, show_medians, take_turns  # noqa: E402


class Room:
    """Where the first one sits: a voice, a speaker, and a microphone that hears both."""

    def __init__(self):
        self.voice, self.microphone = acoustics.Voice("near"), acoustics.Voice("room")
        devices.add_speaker("loud", "Loud")
        self.ways = [acoustics.Way("loud", "room", 40, "-12dB"), acoustics.Way("near", "room", 5, "0dB")]

    def close(self):
        for each in (*self.ways, self.microphone, self.voice):
            each.close()


def listen(source, voices):
    """What is heard at `source` and by the second, while the voices say what they are given."""
    recorder = hearing.Recorder(source, "ear")
    players = [voice.say(speech) for voice, speech in voices]
    for player in players:
        player.wait(60)
    time.sleep(1)
    return recorder.stop()


def call(kind, bench, room, far, words):
    """One call: ERLE, and how loud the first's words come through while both speak."""
    near_words, far_words = words
    with contextlib.ExitStack() as stack:
        screens = [stack.enter_context(contextlib.closing(Screen())) for _ in range(2)]
        place = stack.enter_context(server())
        first = kind(place.url, "echo", bench.size, bench.camera, screens[0], ("room-microphone", "loud"))
        stack.callback(first.close)
        first.wait_until_in()
        second = kind(place.url, "echo", bench.size, bench.camera, screens[1], ("far-microphone", "ear"))
        stack.callback(second.close)
        time.sleep(10)
        # The first time is for the canceller to learn the room.
        listen("room", [(far, far_words)])
        microphone, echo = listen("room", [(far, far_words)])
        alone = hearing.gain(*listen("near", [(room.voice, near_words)]))
        both = hearing.gain(*listen("near", [(room.voice, near_words), (far, far_words)]))
    return {"ERLE": hearing.level(microphone) - hearing.level(echo), "alone": alone, "both": both, "lost": alone - both}


def compare(count):
    room, far = Room(), acoustics.Voice("far")
    devices.add_speaker("ear", "Ear")
    bench = Bench((640, 480), 0)
    with tempfile.TemporaryDirectory() as folder:
        words = f"{folder}/near.wav", f"{folder}/far.wav"
        hearing.speech(words[0])
        hearing.speech(words[1], hearing.OTHER_SENTENCES, "en-us+f3")
        show_medians(take_turns("echo", (JoomWindow, Chromium), count, lambda kind: call(kind, bench, room, far, words)))
    for each in (far, room):
        each.close()


if __name__ == "__main__":
    compare(rounds(__doc__))
