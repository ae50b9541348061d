#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Takes the pictures of README and metainfo from the running program, in a GNOME Shell: make screenshots.

They have the window with its shadow, in its default settings, and fit into 1000x700 pixels.
"""
import os
import pathlib
import re
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

from installation import Installation
from participant import Participant
from servers import REPOSITORY

PICTURES = REPOSITORY / "docs/screenshots"
SIZE = (878, 576)


def shoot(name):
    """Saves the window in front."""
    from gi.repository import Gio, GLib

    time.sleep(1.5)
    bus = Gio.bus_get_sync(Gio.BusType.SESSION)
    answer = bus.call_sync(
        "org.gnome.Shell.Screenshot", "/org/gnome/Shell/Screenshot", "org.gnome.Shell.Screenshot", "ScreenshotWindow",
        GLib.Variant("(bbbs)", (True, False, False, str(PICTURES / f"{name}.png"))), None, Gio.DBusCallFlags.NONE, 20_000)
    if not answer.unpack()[0]:
        sys.exit(f"screenshots.py: no picture of {name}")
    width, height = subprocess.run(["/usr/bin/identify", "-format", "%w %h", PICTURES / f"{name}.png"], check=True,
                                   capture_output=True, text=True).stdout.split()
    print(f"docs/screenshots/{name}.png {width}x{height}", flush=True)


def inside():
    from Desktop import desktop, shell

    PICTURES.mkdir(exist_ok=True)
    subprocess.Popen(["joom"])
    desktop.find("frame", timeout=30)
    shell.evaluate(f"global.get_window_actors()[0].meta_window.move_resize_frame(true, 100, 80, {SIZE[0]}, {SIZE[1]}); 1")
    desktop.find("text", re.compile("^Your N")).set_text("Ada")
    desktop.find("text", re.compile("^Room")).set_text("tea at four")
    shoot("form")
    desktop.find("push button", "Join").click()
    link = desktop.find(None, re.compile(r"^https?://\S+/r/"), timeout=30).name
    shoot("waiting")
    with Participant(link, None, "#26a269", 660, "--name", "Grace") as grace:
        grace.wait("first-frame", timeout=40)
        # The word that she came is gone by then.
        time.sleep(8)
        shoot("call")
    subprocess.run(["joom", "--leave"], check=True)


def main():
    if sys.argv[1:] == ["--inside"]:
        return inside()
    installation = Installation("-Ddocs=false")
    try:
        installation.install()
        return subprocess.run(
            ["/usr/bin/python3", HERE.parent / "Desktop/session.py", "--gnome", "--prefix", installation.prefix, "--",
             "/usr/bin/python3", __file__, "--inside"], env={**os.environ, "ADW_DISABLE_PORTAL": "1"}).returncode
    finally:
        installation.remove()


if __name__ == "__main__":
    sys.exit(main())
