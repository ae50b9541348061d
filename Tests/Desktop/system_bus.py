# SPDX-License-Identifier: GPL-3.0-or-later
"""A system bus of one's own, on which everybody may do everything."""
import pathlib
import subprocess
import tempfile
import time

SETTINGS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>system</type><listen>unix:path={socket}</listen><policy context="default"><allow user="*"/>
<allow own="*"/><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/></policy></busconfig>"""


class SystemBus:
    """Runs until `close()`; `address` is for DBUS_SYSTEM_BUS_ADDRESS."""

    def __init__(self):
        self.directory = tempfile.TemporaryDirectory(prefix="system-bus-")
        socket = pathlib.Path(self.directory.name) / "bus"
        settings = socket.with_suffix(".conf")
        settings.write_text(SETTINGS.format(socket=socket))
        self.address = f"unix:path={socket}"
        self.daemon = subprocess.Popen(["dbus-daemon", f"--config-file={settings}", "--nofork", "--nopidfile"],
                                       stderr=subprocess.DEVNULL)
        end = time.monotonic() + 20
        while not socket.exists() and time.monotonic() < end:
            time.sleep(0.02)

    def close(self):
        self.daemon.terminate()
        self.daemon.wait(10)
        self.directory.cleanup()
