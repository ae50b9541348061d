#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Joom's windows beside Chromium's through the same bad link, one call after the other: what the screens show.

    badlink.py [--rounds N] [--seconds S] [lossy|step ...]

Two hosts (network namespaces) with one link between them that is narrow, slow and loses packets. Pictures carry their
number, which is read from the screens; freezes are counted as W3C webrtc-stats has it, but of what is shown. Needs root
and the release build (`make bench-badlink` builds it), and runs in a session of Tests/Desktop/session.py.
"""
import argparse
import contextlib
import os
import pathlib
import statistics
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(HERE), str(ROOT / "Tests/EndToEnd"), str(ROOT / "Tests")]

from contenders import ChromiumThere, JoomWindow  # noqa: E402
from run import Bench, spread  # noqa: E402
from screen import Screen, delays, watch  # noqa: E402
from servers import Server  # noqa: E402
from shaped_link import Link, Shape  # noqa: E402
from turns import show_medians, take_turns  # noqa: E402

SIZE = (640, 480)
#: Name: the link at first, then (after so many seconds that are watched, its rate in bit/s).
CASES = {
    "lossy": (Shape(rate=500e3, delay=0.1, loss=0.02), []),
    "step": (Shape(rate=3e6, delay=0.02), [(5, 600e3), (35, 3e6)]),
}


class Call:
    """Two windows, a host and a screen each."""

    def __init__(self, kind, bench, shape, seed, stack):
        self.screens = [stack.enter_context(contextlib.closing(Screen())) for _ in range(2)]
        self.link = stack.enter_context(Link(shape, seed))
        left, right = self.link.left, self.link.right
        server = stack.enter_context(Server.joom("--host", left.address, place=left.place))
        first = kind(server.url, "bench", SIZE, bench.camera, self.screens[0], place=left.place)
        stack.callback(first.close)
        first.wait_until_in()
        second = kind(server.url, "bench", SIZE, bench.camera, self.screens[1], place=right.place)
        stack.callback(second.close)
        if kind is ChromiumThere:
            second.wait_until_in()
            second.wait_for_picture()
        self.eyes = [(self.screens[0], self.screens[0].find(mirrored=True, timeout=60)),
                     (self.screens[1], self.screens[1].find(timeout=60))]

    def look(self, seconds, changes, shape):
        """What the second sees of the first, and what passes over the link each second: lists of times and numbers, of bytes."""
        own, shown, passed = [], [], []
        start, changes = time.monotonic(), list(changes)
        for second in range(seconds):
            while changes and second >= changes[0][0]:
                shape.rate = changes.pop(0)[1]
            before = self.link.rightward.bytes
            for seen, fresh in zip((own, shown), watch(self.eyes, start + second + 1 - time.monotonic())):
                seen += fresh if not seen or not fresh or seen[-1][1] != fresh[0][1] else fresh[1:]
            passed.append((self.link.rightward.bytes - before) * 8)
        return own, shown, passed


def freezes(times):
    """How long each pause between pictures was that W3C's freezeCount counts, in s."""
    found, recent = [], []
    for one, other in zip(times, times[1:]):
        pause = other - one
        usual = statistics.mean(recent[-30:]) if recent else pause
        if recent and pause > max(3 * usual, usual + 0.15):
            found.append(pause)
        recent.append(pause)
    return found


def reaches(passed, rate, start):
    """Seconds until 80 % of a rate pass, as a mean of three; how long it was looked for where they never do."""
    for second in range(start, len(passed) - 2):
        if statistics.mean(passed[second:second + 3]) >= 0.8 * rate:
            return second - start
    return len(passed) - start


def call(kind, bench, case, seconds, seed):
    """One call: its figures."""
    shape, changes = CASES[case]
    shape = Shape(**vars(shape))
    with contextlib.ExitStack() as stack:
        held = Call(kind, bench, shape, seed, stack)
        time.sleep(15)
        own, shown, passed = held.look(seconds, changes, shape)
        times = [when for when, _ in shown]
        pauses = [other - one for one, other in zip(times, times[1:])]
        still = freezes(times)
        figures = {"fps": len(shown) / seconds, "freezes": len(still), "frozen": sum(still), "longest pause": max(pauses)}
        figures |= spread("after own", delays(own, shown))
        if kind is JoomWindow:
            figures |= spread("after camera", delays(bench.given(), shown))
        figures["kbit/s"] = statistics.mean(passed) / 1000
        if changes:
            (down, low), (up, _) = changes
            figures["80 % after the step down"] = reaches(passed[:up], low, down + 1)
            # A picture of this size takes 1.7 Mbit/s at the most, less than the link has then.
            before = statistics.mean(passed[:down])
            figures["as before after the step up"] = reaches(passed, before, up)
    return figures


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("cases", nargs="*", default=[], choices=[*CASES, []])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=60, help="that are watched, after 15 to settle")
    options = parser.parse_args()
    if os.geteuid():
        sys.exit("badlink.py needs root: it makes network namespaces")
    bench = Bench(SIZE, options.seconds)
    for case in options.cases or CASES:
        rounds = iter(range(2 * options.rounds))  # two calls with each seed, one of each kind
        show_medians(take_turns(case, (JoomWindow, ChromiumThere), options.rounds,
                                lambda kind: call(kind, bench, case, options.seconds, 1 + next(rounds) // 2)))


if __name__ == "__main__":
    main()
