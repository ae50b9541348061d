# SPDX-License-Identifier: GPL-3.0-or-later
"""Avahi for one network namespace, on a system bus of its own."""
import os
import pathlib
import subprocess
import sys
import time

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parents[1])]

from Desktop.system_bus import SystemBus

# Its files are at fixed places in /run, where another one's may be.
START = """
mount -t tmpfs tmpfs /run && mkdir /run/avahi-daemon &&
exec avahi-daemon --no-rlimits --no-drop-root --no-chroot --no-proc-title --file "$1"
"""
SETTINGS = """[server]
host-name={name}
use-ipv4=yes
use-ipv6=yes
enable-dbus=yes
[publish]
publish-hinfo=no
publish-workstation=no
"""


class Avahi:
    """Runs until `close()`; `address` is for DBUS_SYSTEM_BUS_ADDRESS. `place` is the command that runs another in a namespace."""

    def __init__(self, name, place=()):
        self.bus = SystemBus()
        self.address = self.bus.address
        self.settings = pathlib.Path(self.bus.directory.name) / "avahi-daemon.conf"
        self.settings.write_text(SETTINGS.format(name=name))
        self.place = place
        self.start()

    def start(self):
        self.log = open(self.settings.with_suffix(".log"), "wb")
        self.daemon = subprocess.Popen(
            [*self.place, "unshare", "--mount", "sh", "-c", START, "sh", str(self.settings)], stderr=self.log,
            env={**os.environ, "DBUS_SYSTEM_BUS_ADDRESS": self.address})
        end = time.monotonic() + 20
        while b"Server startup complete" not in self.words() and time.monotonic() < end:
            if self.daemon.poll() is not None:
                raise AssertionError(self.words().decode())
            time.sleep(0.05)

    def words(self):
        return self.settings.with_suffix(".log").read_bytes()

    def stop(self):
        """Without a farewell where it is killed, as when a computer falls asleep."""
        self.daemon.terminate()
        self.daemon.wait(10)
        self.log.close()

    def close(self):
        if self.daemon.poll() is None:
            self.stop()
        self.bus.close()
