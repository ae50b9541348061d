#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Calls of two joom-cli through a link that is narrow, slow or loses packets: what arrives, second by second.

Needs root (network namespaces, TUN) and built programs (`make build`, or JOOM_CLI and JOOM_SERVER). Prints a line a
second for one end, what the case comes to, and the load of the machine.
"""
import argparse
import os
import pathlib
import statistics
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "Tests/EndToEnd"))
from participant import Participant  # noqa: E402
from servers import Server  # noqa: E402
from shaped_link import Link, Shape  # noqa: E402

#: Name: the link at first, then (after so many seconds of the call, what changes).
CASES = {
    "wide": (Shape(rate=20e6), []),
    "cap": (Shape(rate=500e3, delay=0.02), []),
    "lossy": (Shape(rate=500e3, delay=0.1, loss=0.02), []),
    "step": (Shape(rate=3e6, delay=0.02), [(15, {"rate": 600e3}), (35, {"rate": 3e6})]),
    "loss": (Shape(rate=20e6, delay=0.1, loss=0.02), []),
    "outage": (Shape(rate=1e6), [(15, {"rate": 0}), (17, {"rate": 1e6})]),
}


class Case:
    """One call and its link."""

    def __init__(self, name, seed, arguments):
        shape, self.changes = CASES[name]
        self.shape = Shape(**vars(shape))
        self.seed, self.arguments = seed, arguments
        self.seconds = []

    def run(self, duration):
        """Lets the call last; fills `seconds` with what the second participant gets."""
        with Link(self.shape, self.seed) as link:
            with Server.joom("--host", link.left.address, place=link.left.place) as server:
                first = Participant("bench", server.url, "#c82828", None, *self.arguments, place=link.left.place)
                with first:
                    first.wait("joined")
                    second = Participant("bench", server.url, "#283cc8", None, *self.arguments, place=link.right.place)
                    with second:
                        second.wait("connected")
                        self.watch(first, second, link, duration)

    def watch(self, first, second, link, duration):
        start, changes, before = time.monotonic(), list(self.changes), (0, 0)
        for second_number in range(1, duration + 1):
            time.sleep(max(0.0, start + second_number - time.monotonic()))
            while changes and second_number >= changes[0][0]:
                for key, value in changes.pop(0)[1].items():
                    setattr(self.shape, key, value)
            here, there = second.last("stats"), first.last("stats")
            if not here or not there:
                continue
            direction = link.rightward
            line = {
                "second": second_number, "rate": self.shape.rate, "target": there.get("availableOutgoingBitrate") or 0,
                "bitrate": (direction.bytes - before[0]) * 8, "dropped": direction.dropped - before[1],
                "queue": direction.longest, "late": direction.late, "fps": here["framesPerSecond"], "height": here["frameHeight"],
                "freezes": here["freezeCount"], "frozen": here["totalFreezesDuration"],
                "trip": here["roundTripTime"] or 0,
            }
            direction.longest = direction.late = 0.0
            before = (direction.bytes, direction.dropped)
            self.seconds.append(line)
            print("{second:3} s  link {rate:9.0f}  target {target:8.0f}  on it {bitrate:8.0f} bit/s  queue {queue:5.3f} s  late {late:5.3f} s  "
                  "dropped {dropped:3}  {height:4} px {fps:4.0f} fps  freezes {freezes} ({frozen:.1f} s)  "
                  "round trip {trip:.3f} s".format(**line), flush=True)

    def summary(self, skip=10):
        """The figures after the first seconds."""
        later = [line for line in self.seconds if line["second"] > skip and line["rate"]]
        if not later:
            return "nothing arrived"
        first = next((line for line in self.seconds if line["second"] >= skip), later[0])
        return (f"after {skip} s: {statistics.mean(line['bitrate'] for line in later) / 1000:.0f} kbit/s on the link, "
                f"{statistics.mean(line['fps'] for line in later):.1f} fps, "
                f"{later[-1]['freezes'] - first['freezes']} freezes "
                f"({later[-1]['frozen'] - first['frozen']:.1f} s), median of the longest waits "
                f"{statistics.median(line['queue'] for line in later) * 1000:.0f} ms, "
                f"{sum(line['dropped'] for line in later)} packets dropped, the link at most {max(line['late'] for line in later) * 1000:.0f} ms late")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases", nargs="*", default=[], choices=[*CASES, []], help="which; all without any")
    parser.add_argument("--duration", type=int, default=45, help="seconds a case")
    parser.add_argument("--seed", type=int, default=1, help="of the losses")
    parser.add_argument("--size", default="640x480", help="of the picture")
    options = parser.parse_args()
    for name in options.cases or CASES:
        print(f"== {name}, seed {options.seed}, load {os.getloadavg()[0]:.1f}", flush=True)
        case = Case(name, options.seed, ["--size", options.size])
        case.run(options.duration)
        print(f"{name}: {case.summary()}; load {os.getloadavg()[0]:.1f}", flush=True)


if __name__ == "__main__":
    main()
