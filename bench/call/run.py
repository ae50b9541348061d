#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Joom beside Chromium: the same film in the same call over the same server, one after the other, in the same run.

    run.py [--rounds N] [--size WxH]... [--seconds S] [headless|windows ...]

Prints one line a call, and medians with ratios at the end. Needs the release build of joom, joom-cli and joom-server
(`make bench-call` builds them) and runs in a session of Tests/Desktop/session.py, which brings PipeWire.
"""
import argparse
import collections
import json
import os
import pathlib
import statistics
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(HERE), str(ROOT / "Tests/EndToEnd"), str(ROOT / "Tests")]

import clip  # noqa: E402
import quality  # noqa: E402
import usage  # noqa: E402
from contenders import Chromium, JoomCli, JoomWindow  # noqa: E402
from Desktop import devices  # noqa: E402
from screen import Screen, delays, watch  # noqa: E402
from servers import Server  # noqa: E402
from turns import medians, take_turns  # noqa: E402

Camera = collections.namedtuple("Camera", "name film log")


class Bench:
    """One size of picture: its film, its camera, and calls."""

    def __init__(self, size, seconds):
        self.size, self.seconds = size, seconds
        self.directory = tempfile.TemporaryDirectory(prefix="bench-call-")
        folder = pathlib.Path(self.directory.name)
        print(f"making a film of {size[0]}x{size[1]} ...", flush=True)
        self.film = list(clip.pictures(*size))
        clip.write_yuy2(folder / "film.yuy2", self.film)
        clip.write_y4m(folder / "film.y4m", self.film, *size)
        name = f"film-{size[0]}x{size[1]}"
        devices.add_camera(name, f"Film {size[0]}x{size[1]}", f"clip:{size[0]}x{size[1]}:{folder / 'film.yuy2'}")
        log = pathlib.Path(os.environ["JOOM_DESKTOP"]) / f"camera-{name}.log"
        self.camera = Camera(f"Film {size[0]}x{size[1]}", str(folder / "film.y4m"), log)

    def headless(self, kind):
        """Two without windows: processor, memory, time to the first picture, picture rate, likeness to the film."""
        with server() as place:
            first = kind(place.url, "bench", self.size, self.camera)
            first.wait_until_in()
            second = kind(place.url, "bench", self.size, self.camera)
            for each in (first, second):
                each.wait_for_picture()
            figures = {"first picture": first.seconds_to_picture(), "second's first picture": second.seconds_to_picture()}
            time.sleep(20)
            figures |= self.measure([first, second], [first.processes, second.processes])
            pictures = [each.close() for each in (first, second)]
            figures["SSIM"] = statistics.median(quality.likeness(picture, self.film) for picture in pictures)
        return figures

    def measure(self, members, groups):
        """Processor and memory for each side, and the picture rate."""
        before = [usage.cpu_seconds(group) for group in groups]
        frames = [each.frames() for each in members] if hasattr(members[0], "frames") else []
        start = time.monotonic()
        time.sleep(self.seconds)
        passed = time.monotonic() - start
        cpu = [(usage.cpu_seconds(group) - was) / passed for group, was in zip(groups, before)]
        figures = {"CPU": statistics.mean(cpu), "PSS": statistics.mean(usage.pss_mebibytes(group) for group in groups)}
        if frames:
            after = [each.frames() for each in members]
            figures["fps"] = statistics.mean((b["frames"] - a["frames"]) / passed for a, b in zip(frames, after))
            figures["height"] = after[0]["height"]
        return figures

    def windows(self, kind):
        """Two with windows, a screen each: processor with the X server's, and how late the picture is on the screen."""
        screens = [Screen(), Screen()]
        try:
            with server() as place:
                first = kind(place.url, "bench", self.size, self.camera, screens[0])
                first.wait_until_in()
                started = time.monotonic()
                second = kind(place.url, "bench", self.size, self.camera, screens[1])
                second.wait_for_picture()
                eye = screens[1].find(timeout=30)
                figures = {"start to picture": time.monotonic() - started}
                time.sleep(20)
                groups = [each.processes + screen.processes for each, screen in zip((first, second), screens)]
                figures |= self.measure([first, second], groups)
                figures |= self.look(screens, eye)
                for each in (first, second):
                    each.close()
        finally:
            for screen in screens:
                screen.close()
        return figures

    def look(self, screens, remote):
        """How much later each shows the other than the other shows itself, and than the camera gave it."""
        places = [(screens[0], screens[0].find(mirrored=True)), (screens[1], screens[1].find(mirrored=True)),
                  (screens[0], screens[0].find()), (screens[1], remote)]
        *own, at_first, at_second = watch(places, 10)
        figures = spread("after own", delays(own[0], at_second) + delays(own[1], at_first))
        figures["shown fps"] = (len(at_first) + len(at_second)) / 20
        given = self.given()
        figures |= spread("after camera", delays(given, at_first) + delays(given, at_second))
        return figures

    def given(self):
        """When the camera gave which picture, of late: (time in s, number)."""
        lines = [line.split() for line in self.camera.log.read_text().splitlines() if line[:1].isdigit()]
        return [(int(when) / 1e9, int(number)) for number, when in lines[-2000:]]


def spread(name, values):
    """Median and 95th percentile; nothing of nothing."""
    values = sorted(values)
    return {name: statistics.median(values), f"{name} p95": values[int(len(values) * 0.95)]} if values else {}


def server():
    os.environ["JOOM_SERVER"] = str(ROOT / ".build/release/joom-server")
    return Server.joom()


CASES = {"headless": ("headless", (JoomCli, Chromium)), "windows": ("windows", (JoomWindow, Chromium))}


def compare(bench, case, rounds):
    """Alternates; prints each call and, at the end, medians and ratios."""
    method, kinds = CASES[case]
    results = take_turns(f"{case} {bench.size[0]}x{bench.size[1]}", kinds, rounds, getattr(bench, method))
    ours, theirs = (medians(results[kind.name]) for kind in kinds)
    print(f"\n{case} at {bench.size[0]}x{bench.size[1]}, medians of {rounds}:")
    for key in {**ours, **theirs}:
        mine, other = ours.get(key), theirs.get(key)
        ratio = f"{mine / other:6.2f}" if mine is not None and other else "     -"
        print(f"  {key:24} {kinds[0].name} {number_text(mine)}   {kinds[1].name} {number_text(other)}   ratio {ratio}")
    print(json.dumps({"case": case, "size": bench.size, "rounds": results}), file=sys.stderr, flush=True)


def number_text(value):
    return "       -" if value is None else f"{value:8.3f}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("cases", nargs="*", default=[], choices=[*CASES, []])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--size", action="append", help="of the picture; 640x480 and 1280x720 by default")
    parser.add_argument("--seconds", type=int, default=20, help="that are measured, after as many to settle")
    options = parser.parse_args()
    for size in options.size or ["640x480", "1280x720"]:
        bench = Bench(tuple(int(part) for part in size.split("x")), options.seconds)
        for case in options.cases or CASES:
            compare(bench, case, options.rounds)


if __name__ == "__main__":
    main()
