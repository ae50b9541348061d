#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What calls leave behind in the window: somebody is in a room for good, and the app joins and leaves again and again.

    leak.py [--calls N] [--build debug]

After each call it prints the app's descriptors, threads and memory (PSS and RSS), and at the end by how much each call made
them grow, from the second quarter of the calls to the last. Needs a session of Tests/Desktop/session.py.
"""
import argparse
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "Tests/EndToEnd"), str(ROOT / "Tests")]

from gi.repository import Gio, GLib  # noqa: E402

from participant import Participant  # noqa: E402
from servers import Server  # noqa: E402

NAME, PATH = "org.joom.Joom", "/org/joom/Joom"


class App:
    """The window, ruled by D-Bus."""

    def __init__(self, program, home):
        environment = {**os.environ, "ADW_DISABLE_PORTAL": "1",
                       **{f"XDG_{kind}_HOME": home for kind in ("CONFIG", "DATA", "STATE")}}
        self.log = open(pathlib.Path(home) / "joom.log", "w+b")
        self.process = subprocess.Popen([program, "--name", "Ada"], env=environment, stdout=self.log, stderr=self.log)
        self.bus = Gio.bus_get_sync(Gio.BusType.SESSION)

    def ask(self, method, arguments=None):
        return self.bus.call_sync(NAME, PATH, NAME, method, arguments, None, Gio.DBusCallFlags.NONE, 20_000).unpack()

    def wait(self, claim, seconds=30):
        """Until something holds; asks for as long as nobody answers."""
        limit = time.monotonic() + seconds
        while time.monotonic() < limit:
            try:
                if claim():
                    return
            except (GLib.Error, IndexError):
                pass
            if self.process.poll() is not None:
                raise SystemExit(f"the app has left with {self.process.returncode}")
            time.sleep(0.1)
        raise SystemExit("the app does not do as asked")

    def hold(self, room, server, seconds):
        options = {"server": GLib.Variant("s", server)}
        self.ask("Join", GLib.Variant("(sa{sv})", (room, options)))
        self.wait(lambda: self.ask("Statistics")[0][0]["framesDecoded"] > 0)
        time.sleep(seconds)
        self.ask("Leave")

    def usage(self):
        """Descriptors, threads, PSS and RSS in MiB."""
        place = pathlib.Path(f"/proc/{self.process.pid}")
        sizes = dict(line.split()[:2] for line in (place / "smaps_rollup").read_text().splitlines()[1:])
        count = [len(os.listdir(place / kind)) for kind in ("fd", "task")]
        return [*count, int(sizes["Pss:"]) / 1024, int(sizes["Rss:"]) / 1024]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--calls", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=2)
    parser.add_argument("--build", default="release")
    options = parser.parse_args()
    used = []
    with tempfile.TemporaryDirectory(prefix="leak-") as home, Server.joom() as server:
        peer = Participant("leak", server.url)
        app = App(str(ROOT / ".build" / options.build / "joom"), home)
        try:
            app.wait(lambda: app.ask("Participants") is not None)
            for number in range(options.calls):
                app.hold("leak", server.url, options.seconds)
                time.sleep(3)
                used.append(app.usage())
                print("call {:2}: {} descriptors, {} threads, PSS {:.1f} MiB, RSS {:.1f} MiB".format(number + 1, *used[-1]),
                      flush=True)
        finally:
            app.process.terminate()
            app.process.wait(20)
            peer.leave()
    count = len(used)
    early, late = used[count // 4:count // 2], used[count * 3 // 4:]
    growth = [(statistics.median(each[index] for each in late) - statistics.median(each[index] for each in early))
              / (count / 2) for index in range(4)]
    print("a call left {:.2f} descriptors, {:.2f} threads, PSS {:.0f} KiB, RSS {:.0f} KiB".format(
        *growth[:2], growth[2] * 1024, growth[3] * 1024))
    return int(growth[0] >= 0.5 or growth[1] >= 0.5 or growth[2] > 0.2)


if __name__ == "__main__":
    sys.exit(main())
