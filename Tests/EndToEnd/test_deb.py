#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The Debian packages: installed, started from the menu entry, purged without a trace.

Left out unless JOOM_DEBS names a directory with them, as `make deb` does. Needs root: all of it happens in a copy of this
system that is made of an overlay, and thrown away.
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

import report
from installation import ID
from servers import REPOSITORY, program

DEBS = os.environ.get("JOOM_DEBS")
# Given to the programs that run inside the copy, and there inside a session.
PLACE = sys.argv.pop(1) if sys.argv[1:2] in (["--in-copy"], ["--in-session"]) else None
if PLACE == "--in-session":
    from Desktop import desktop
    from participant import Participant

COPY = """
mount -t tmpfs tmpfs "$0" && mkdir "$0/upper" "$0/work" "$0/root"
mount -t overlay overlay -o "lowerdir=/,upperdir=$0/upper,workdir=$0/work" "$0/root"
for each in proc sys dev; do mount --rbind "/$each" "$0/root/$each"; done
mount --bind "$1" "$0/root/$1"
mkdir "$0/root/debs" && mount --bind "$2" "$0/root/debs"
cd "$0/root" && shift 2 && exec chroot . "$@"
"""
NAMES = ["joom", "joom-server", "joom-common", "joom-dev"]


def run(*command, **more):
    """Runs a command; what it says is in the failure."""
    result = subprocess.run(list(map(str, command)), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
                            timeout=300, **more)
    if result.returncode:
        raise AssertionError(f"{command[0]} gave {result.returncode}:\n{result.stdout[-4000:]}")
    return result.stdout


def files():
    """Everything that packages may leave behind, but dpkg's own lists, and the caches that others' triggers keep."""
    ours_not = re.compile(r"^/var/lib/(dpkg|apt|systemd)(/|$)|\.cache$|/mimeinfo\.cache$|/gschemas\.compiled$|/__pycache__")
    found = set()
    for top in ("/etc", "/usr", "/var/lib", "/opt"):
        for folder, _, names in os.walk(top):
            found |= {path for path in (folder, *(f"{folder}/{name}" for name in names)) if not ours_not.search(path)}
    return found


@unittest.skipUnless(PLACE == "--in-copy", "runs in a copy of the system")
class Packages(unittest.TestCase):
    """What an administrator does, in this order."""

    def test_installed_used_and_purged(self):
        before = files()
        run("dpkg", "--install", *sorted(pathlib.Path("/debs").glob("*.deb")))
        run("gsettings", "list-keys", ID)
        run("/usr/bin/joom-server", "--config", "/etc/joom/server.toml", "--check-config")
        for page in ("joom", "joom-cli", "joom-server"):
            run("man", "-w", page)
        print(run("/usr/bin/python3", HERE.parent / "Desktop/session.py", "--", "/usr/bin/python3", __file__, "--in-session"))
        run("dpkg", "--purge", *NAMES)
        self.assertEqual(sorted(files() - before), [])
        self.assertEqual(sorted(before - files()), [])


@unittest.skipUnless(PLACE == "--in-session", "runs in a session of that copy")
class Menu(unittest.TestCase):
    """What a person does."""

    def test_the_menu_entry_leads_to_a_call(self):
        run("gtk4-launch", ID)
        desktop.find("text", re.compile("^Room"), timeout=60).set_text("kitchen")
        self.assertEqual(os.readlink(f"/proc/{run('pgrep', '-f', 'joom --gapplication').split()[0]}/exe"), "/usr/bin/joom")
        desktop.find("push button", "Join").click()
        link = desktop.find(None, re.compile(r"^https?://\S+/r/"), timeout=60).name
        with Participant(link, None, "#283cc8", 660, "--name", "Bob") as bob:
            bob.wait_for_picture((208, 32, 32), 60)
            desktop.find("label", "Bob")
        run("gapplication", "action", ID, "quit")
        desktop.wait_gone("frame")


@unittest.skipIf(PLACE, "is the program around those")
@unittest.skipUnless(DEBS, "JOOM_DEBS names no packages: make deb")
class Copy(unittest.TestCase):
    """The same in a copy of the system."""

    def test_the_packages_come_work_and_go(self):
        program("joom-cli")
        with tempfile.TemporaryDirectory(prefix="joom-copy-") as place:
            print(run("unshare", "--mount", "sh", "-e", "-c", COPY, place, REPOSITORY, pathlib.Path(DEBS).resolve(),
                      "/usr/bin/python3", __file__, "--in-copy"))


if __name__ == "__main__":
    report.main()
