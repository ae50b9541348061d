#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Takes the pictures of README and metainfo from the running program, in a GNOME Shell: make screenshots.

They have the window with its shadow, in its default settings, and fit into 1000x700 pixels. Before the cameras sit two
people that are drawings of ours (Tests/Fixtures/people), so that nobody has to be asked.
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


def plug_in(person, name):
    """A camera before which somebody sits."""
    import gi
    gi.require_version("GdkPixbuf", "2.0")
    from gi.repository import GdkPixbuf

    from Desktop import desktop

    drawing = GdkPixbuf.Pixbuf.new_from_file(str(REPOSITORY / f"Tests/Fixtures/people/{person}.svg"))
    width, height = drawing.get_width(), drawing.get_height()
    step, stride, pixels = drawing.get_n_channels(), drawing.get_rowstride(), drawing.get_pixels()
    picture = bytearray()
    for line in range(height):
        for place in range(line * stride, line * stride + width * step, 2 * step):
            # Two pixels share their colour (YUY2, BT.601).
            r, g, b = ((pixels[place + i] + pixels[place + step + i]) / 2 for i in range(3))
            light = [16 + (65.7 * pixels[at] + 129.1 * pixels[at + 1] + 25.1 * pixels[at + 2]) / 256 for at in (place, place + step)]
            blue, red = 128 + (-37.9 * r - 74.5 * g + 112.4 * b) / 256, 128 + (112.4 * r - 94.2 * g - 18.3 * b) / 256
            picture += bytes(min(255, max(0, round(value))) for value in (light[0], blue, light[1], red))
    path = pathlib.Path(os.environ["JOOM_DESKTOP"]) / f"{person}.yuy2"
    path.write_bytes(picture)
    desktop.add_camera(person, name, f"clip:{width}x{height}:{path}")


def inside():
    from Desktop import desktop, shell

    PICTURES.mkdir(exist_ok=True)
    plug_in("ada", "Desk Camera")
    subprocess.Popen(["joom"])
    desktop.find("frame", timeout=30)
    shell.evaluate(f"global.get_window_actors()[0].meta_window.move_resize_frame(true, 100, 80, {SIZE[0]}, {SIZE[1]}); 1")
    desktop.find("text", re.compile("^Your N")).set_text("Ada")
    desktop.find("text", re.compile("^Room")).set_text("tea at four")
    shoot("form")
    desktop.find("push button", "Join").click()
    link = desktop.find(None, re.compile(r"^https?://\S+/r/"), timeout=30).name
    shoot("waiting")
    plug_in("grace", "Spare Camera")
    with Participant(link, None, None, 660, "--name", "Grace", "--camera", "Spare Camera") as grace:
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
            ["/usr/bin/python3", HERE.parent / "Desktop/session.py", "--gnome", "--cameras", "0", "--prefix", installation.prefix, "--",
             "/usr/bin/python3", __file__, "--inside"], env={**os.environ, "ADW_DISABLE_PORTAL": "1"}).returncode
    finally:
        installation.remove()


if __name__ == "__main__":
    sys.exit(main())
