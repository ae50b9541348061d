#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How late a call's sound is, beside Chromium, and how far its picture is from it.

    sound.py [--rounds N]

Two windows of each kind call each other. What is said into the microphone of the first and what comes out of the speaker of
the second is one recording; that gives mouth-to-ear. When the camera gave a picture, and when the second's screen showed
it, gives the picture's delay; the difference is the skew (only for Joom: when Chromium's camera gives a picture is not to
be known). Needs the release build (`make bench-sound` builds it); runs in a session with PipeWire.
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
from run import Bench, server, spread  # noqa: E402
from screen import Screen, delays, watch  # noqa: E402
from turns import rounds, show_medians, take_turns  # noqa: E402

SIZE = (640, 480)


def call(kind, bench, voice, speech):
    """One call: what is late by how much."""
    with contextlib.ExitStack() as stack:
        screens = [stack.enter_context(contextlib.closing(Screen())) for _ in range(2)]
        place = stack.enter_context(server())
        first = kind(place.url, "sound", SIZE, bench.camera, screens[0], ("voice-microphone", "nobody"))
        stack.callback(first.close)
        first.wait_until_in()
        # The second hears nothing, so that there is no echo to be cancelled, which is another question.
        second = kind(place.url, "sound", SIZE, bench.camera, screens[1], ("silence-microphone", "ear"))
        stack.callback(second.close)
        eye = screens[1].find(timeout=40) if kind is JoomWindow else None
        time.sleep(15)
        recorder = hearing.Recorder("voice", "ear")
        with voice.say(speech) as player:
            seen = watch([(screens[1], eye)], 10) if eye else []
            player.wait(60)
        time.sleep(2)
        said, heard = recorder.stop()
        figures = spread("mouth to ear", hearing.lateness(said, heard))
        figures["holes"] = hearing.holes(said, heard, figures["mouth to ear"])
        figures["level"] = hearing.level(heard) - hearing.level(said)
        if eye:
            figures |= spread("camera to screen", delays(bench.given(), seen[0]))
            figures["skew"] = figures["camera to screen"] - figures["mouth to ear"]
    return figures


def compare(count):
    voice, silence = acoustics.Voice("voice"), acoustics.Voice("silence")
    devices.add_speaker("ear", "Ear")
    devices.add_speaker("nobody", "Nobody")
    bench = Bench(SIZE, 0)
    with tempfile.NamedTemporaryFile(suffix=".wav") as file:
        hearing.speech(file.name)
        show_medians(take_turns("sound", (JoomWindow, Chromium), count, lambda kind: call(kind, bench, voice, file.name)))
    for each in (voice, silence):
        each.close()


if __name__ == "__main__":
    compare(rounds(__doc__))
