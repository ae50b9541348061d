# SPDX-License-Identifier: GPL-3.0-or-later
"""joom-cli as a participant: joins a room and reports what arrives from the peer."""
import json
import pathlib
import subprocess
import sys
import threading
import time

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1]))

from Desktop.patience import Patience
from servers import program


class Participant:
    """One `joom-cli join`.

    `room` is a name, or a link and then `server` is None. `colour` is "#rrggbb", `tone` is in Hz; None joins without
    camera or microphone. `place` is a command in front that runs it elsewhere, such as in a namespace.
    """

    def __init__(self, room, server, colour="#c82828", tone=440, *arguments, place=()):
        camera = f"test:{colour}" if colour else "none"
        microphone = f"test:{tone}" if tone else "none"
        self.process = subprocess.Popen(
            [*place, program("joom-cli"), "join", room, *(["--server", server] if server else []), "--json", "--stats-interval", "0.4",
             "--camera", camera, "--microphone", microphone, *arguments],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.events, self.words = [], []
        self.readers = [threading.Thread(target=self._read), threading.Thread(target=self._listen)]
        for reader in self.readers:
            reader.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.leave()

    def _read(self):
        for line in self.process.stdout:
            self.events.append(json.loads(line))

    def _listen(self):
        for line in self.process.stderr:
            self.words.append(line.rstrip())

    def all(self, event):
        return [found for found in list(self.events) if found["event"] == event]

    def last(self, event):
        return (self.all(event) or [None])[-1]

    def wait(self, event, condition=lambda event: True, timeout=30.0):
        """The first event of this kind, from now on or before, that meets the condition."""
        patience = Patience(timeout)
        while not patience.is_over:
            for found in self.all(event):
                if condition(found):
                    return found
            if self.process.poll() is not None and not self.readers[0].is_alive():
                break
            time.sleep(0.05)
        raise AssertionError(f"no {event} as wanted; the last: {self.last(event)}; said: {self.words[-5:]}")

    def wait_now(self, condition, timeout=30.0):
        """The first report of figures, from now on, that meets the condition."""
        start = len(self.all("stats"))
        patience = Patience(timeout)
        while not patience.is_over:
            for found in self.all("stats")[start:]:
                if condition(found):
                    return found
            time.sleep(0.05)
        raise AssertionError(f"no figures as wanted; the last: {self.last('stats')}; said: {self.words[-5:]}")

    def wait_for_picture(self, colour, timeout=30.0):
        """Waits until what arrives now has this mean colour, (r, g, b), and moves."""
        before = self.last("stats")
        decoded = before["framesDecoded"] if before else 0
        self.wait_now(lambda stats: is_near(stats["picture"], colour) and stats["framesDecoded"] > decoded, timeout)

    def wait_for_sound(self, hertz, timeout=30.0):
        """Waits until what arrives now has this pitch."""
        self.wait_now(lambda stats: stats["audio_hz"] and abs(stats["audio_hz"] - hertz) <= 20, timeout)

    def wait_for_silence(self, timeout=30.0):
        """Waits until nothing is heard."""
        self.wait_now(lambda stats: stats["audio_hz"] is None, timeout)

    def say(self, line):
        """Writes a line to standard input, for one that runs with `--commands`."""
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def leave(self):
        """Ends it with SIGTERM; returns the exit status, and the summary, whose absence is a failure."""
        if self.process.poll() is None:
            self.process.terminate()
        patience = Patience(20)
        while (status := self.process.poll()) is None:
            if patience.is_over:
                self.process.kill()
                self.process.wait()
                raise AssertionError(f"joom-cli does not leave; said: {self.words[-5:]}")
            time.sleep(0.02)
        for reader in self.readers:
            reader.join()
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.stderr.close()
        return status, self.last("summary")


def is_near(text, colour, tolerance=70):
    """Whether "#rrggbb" is about (r, g, b): half of it may be something that moves, but each part leans its way."""
    if not text:
        return False
    seen = [int(text[index:index + 2], 16) for index in (1, 3, 5)]
    return max(abs(a - b) for a, b in zip(seen, colour)) <= tolerance \
        and max(range(3), key=seen.__getitem__) == max(range(3), key=list(colour).__getitem__)
