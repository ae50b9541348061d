#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Joom's start beside that of the least GTK 4 window in C: from the start to its first picture on the screen, and memory.

    run.py [--rounds N]

One after the other, in turn; prints medians and ratios. The camera is off, as it is for somebody who turned it off. Needs
the release build of joom, a C compiler, and a session of Tests/Desktop/session.py.
"""
import argparse
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(ROOT / "bench/call"), str(ROOT / "Tests/EndToEnd"), str(ROOT / "Tests")]

from screen import Screen  # noqa: E402


def resident(process):
    """Mebibytes of memory that a process has (VmRSS)."""
    lines = pathlib.Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:")) / 1024


def start(command, environment):
    """Seconds to the first picture, and mebibytes three seconds later."""
    screen = Screen()
    # The window manager comes first.
    time.sleep(0.5)
    middle = screen.pixels[300:500:20, 400:880:40]
    before = middle.copy()
    began = time.monotonic()
    process = subprocess.Popen(command, env={**environment, "DISPLAY": screen.display, "GDK_BACKEND": "x11"},
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while (middle == before).all():
            if time.monotonic() > began + 30 or process.poll() is not None:
                raise SystemExit(f"{command[0]} shows nothing")
            time.sleep(0.001)
        seconds = time.monotonic() - began
        time.sleep(3)
        return seconds, resident(process.pid)
    finally:
        process.terminate()
        process.wait(10)
        middle = None
        screen.close()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=7)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory(prefix="bench-startup-") as folder:
        home = pathlib.Path(folder)
        flags = subprocess.run(["pkg-config", "--cflags", "--libs", "gtk4"], check=True, capture_output=True, text=True).stdout
        subprocess.run(["cc", "-O2", "-o", home / "window", HERE / "window.c", *flags.split()], check=True)
        (home / "joom").mkdir()
        (home / "joom/joom.ini").write_text("[joom]\ncamera-enabled=false\n")
        environment = {**os.environ, "XDG_CONFIG_HOME": folder, "XDG_STATE_HOME": folder, "XDG_DATA_HOME": folder}
        # As GTK draws for people; the session's tests spare themselves the start of Mesa.
        del environment["GSK_RENDERER"]
        commands = {"least": [str(home / "window")], "joom": [str(ROOT / ".build/release/joom"), "--new-instance"]}
        found = {name: [] for name in commands}
        for number in range(rounds + 1):
            for name, command in commands.items():
                figures = start(command, environment)
                # The first round warms the disk.
                if number:
                    found[name].append(figures)
                    print(f"{name:6} {figures[0] * 1000:6.0f} ms {figures[1]:6.1f} MiB", flush=True)
    print(f"load {os.getloadavg()[0]:.1f}")
    for index, (what, unit, factor) in enumerate((("first picture", "ms", 1000), ("resident", "MiB", 1))):
        joom, least = (statistics.median(figures[index] for figures in found[name]) * factor for name in ("joom", "least"))
        print(f"{what}: joom {joom:.0f} {unit}, least {least:.0f} {unit}, ratio {joom / least:.2f} (aimed at: 1.3)")


if __name__ == "__main__":
    main()
