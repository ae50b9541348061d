#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How late a call's sound is, beside Chromium, and how far its picture is from it.

    sound.py [--rounds N] [still|wifi|lossy ...]

Two windows of each kind call each other, on one host or (as root) on two with a link between them that pauses now and then,
or loses packets. What is said into the microphone of the first and what comes out of the speaker of the second is one
recording; that gives mouth-to-ear. When the camera gave a picture, and when the second's screen showed it, gives the
picture's delay; the difference is the skew (only for Joom: when Chromium's camera gives a picture is not to be known).
Needs the release build (`make bench-sound` builds it); runs in a session with PipeWire. Without root only "still" is run.
"""
import argparse
import contextlib
import os
import pathlib
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(HERE), str(ROOT / "Tests/EndToEnd"), str(ROOT / "Tests")]

import hearing  # noqa: E402
from contenders import ChromiumThere, JoomWindow  # noqa: E402
from Desktop import acoustics, devices  # noqa: E402
from run import Bench, server, spread  # noqa: E402
from screen import Screen, delays, watch  # noqa: E402
from servers import Server  # noqa: E402
from shaped_link import Link, Shape  # noqa: E402
from turns import show_medians, take_turns  # noqa: E402

SIZE = (640, 480)
#: Name: the link, none on one host.
CASES = {
    "still": None,
    # One access point that others use too: every two seconds the air is busy for up to 80 ms.
    "wifi": Shape(rate=20e6, delay=0.02, pause_every=2, pause=0.08),
    "lossy": Shape(rate=20e6, delay=0.02, loss=0.05),
}


def hosts(shape, seed, stack):
    """A server, and where the two run that call each other."""
    if not shape:
        return stack.enter_context(server()), (), ()
    link = stack.enter_context(Link(shape, seed))
    left, right = link.left, link.right
    return stack.enter_context(Server.joom("--host", left.address, place=left.place)), left.place, right.place


def call(kind, bench, voice, speech, shape, seed):
    """One call: what is late by how much."""
    with contextlib.ExitStack() as stack:
        screens = [stack.enter_context(contextlib.closing(Screen())) for _ in range(2)]
        at, here, there = hosts(shape, seed, stack)
        first = kind(at.url, "sound", SIZE, bench.camera, screens[0], ("voice-microphone", "nobody"), here)
        stack.callback(first.close)
        first.wait_until_in()
        # The second hears nothing, so that there is no echo to be cancelled, which is another question.
        second = kind(at.url, "sound", SIZE, bench.camera, screens[1], ("silence-microphone", "ear"), there)
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


def compare(cases, count):
    voice, silence = acoustics.Voice("voice"), acoustics.Voice("silence")
    devices.add_speaker("ear", "Ear")
    devices.add_speaker("nobody", "Nobody")
    bench = Bench(SIZE, 0)
    with tempfile.NamedTemporaryFile(suffix=".wav") as file:
        hearing.speech(file.name)
        for case in cases:
            rounds = iter(range(2 * count))  # two calls with each seed, one of each kind
            show_medians(take_turns(case, (JoomWindow, ChromiumThere), count, lambda kind: call(
                kind, bench, voice, file.name, CASES[case], 1 + next(rounds) // 2)))
    for each in (voice, silence):
        each.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("cases", nargs="*", default=[], choices=[*CASES, []])
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    cases = options.cases or [case for case in CASES if not CASES[case] or not os.geteuid()]
    if any(CASES[case] for case in cases) and os.geteuid():
        sys.exit("a link between two hosts needs root: it makes network namespaces; without it there is the case \"still\"")
    compare(cases, options.rounds)


if __name__ == "__main__":
    main()
