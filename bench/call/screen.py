# SPDX-License-Identifier: GPL-3.0-or-later
"""An X server whose pixels can be read without asking it for them, and the times at which pictures appear there."""
import mmap
import os
import pathlib
import struct
import subprocess
import tempfile
import time

import numpy

from clip import Eye

HEADER = 100  # bytes of an XWD header that are of use here


class Screen:
    """Xvfb with a window manager; `display` is its name, `processes` are what it costs."""

    def __init__(self, size="1280x800"):
        self.directory = tempfile.TemporaryDirectory(prefix="bench-screen-")
        reader, writer = os.pipe()
        self.server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writer), "-screen", "0", f"{size}x24", "-nolisten", "tcp", "-noreset",
             "-fbdir", self.directory.name], pass_fds=[writer], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(writer)
        with os.fdopen(reader) as pipe:
            self.display = ":" + pipe.readline().strip()
        self.manager = subprocess.Popen(["openbox", "--sm-disable"], env={**os.environ, "DISPLAY": self.display},
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        with open(pathlib.Path(self.directory.name) / "Xvfb_screen0", "rb") as file:
            self.memory = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        head = struct.unpack(">25I", self.memory[:HEADER])
        size_of_header, width, height, stride, colours = head[0], head[4], head[5], head[12], head[19]
        start = size_of_header + colours * 12
        raw = numpy.frombuffer(self.memory, numpy.uint8, stride * height, start).reshape(height, stride // 4, 4)
        #: What is shown now, as (height, width, 3) of RGB; a view, not a copy.
        self.pixels = raw[:, :width, 2::-1]

    @property
    def processes(self):
        return [self.server.pid]

    def find(self, mirrored=False, timeout=20):
        """An Eye for the picture with a number that is shown; waits for it."""
        limit = time.monotonic() + timeout
        while True:
            try:
                return Eye(self.pixels.copy(), mirrored)
            except ValueError:
                if time.monotonic() > limit:
                    raise
                time.sleep(0.2)

    def close(self):
        for process in (self.manager, self.server):
            process.terminate()
            process.wait(10)
        self.pixels = None
        self.directory.cleanup()


def watch(eyes, seconds):
    """Looks at several places as often as it can; returns for each a list of (time in s, number) where the number changed."""
    seen = [[] for _ in eyes]
    end = time.monotonic() + seconds
    while (now := time.monotonic()) < end:
        for (screen, eye), list_of in zip(eyes, seen):
            number = eye.read(screen.pixels)
            if number is not None and (not list_of or list_of[-1][1] != number):
                list_of.append((now, number))
        time.sleep(0.001)
    return seen


def delays(earlier, later, cycle=5.0):
    """Seconds from a number's appearing in one list to its appearing in the other."""
    found = []
    for when, number in later:
        before = [at for at, other in earlier if other == number and 0 <= when - at < cycle / 2]
        if before:
            found.append(when - before[-1])
    return found
