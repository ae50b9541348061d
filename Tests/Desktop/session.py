#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs a command in a desktop session of its own, on a machine without display, camera or sound card.

    session.py [--cameras N] [--no-audio] [--no-pipewire] [--gnome] [--prefix DIR] [--size WxH] [--keep DIR] -- COMMAND...

The session has an X server with a window manager, a D-Bus session bus with accessibility, private XDG directories,
and PipeWire with cameras ("Camera 1" red, "Camera 2" green, ...), a speaker ("Test Speaker") and a microphone ("Test
Microphone") that hears 440 Hz. With --gnome it is a GNOME Shell on Wayland without a screen instead of an X server
(package gnome-shell). With --prefix it knows the programs installed in a directory. Several sessions can run at once. When the command ends, whatever was started in the
session is ended, and nothing else. Exit status: the command's; 128 + N if signal N ended it; 125 without a session.

Inside, `from Desktop import desktop` finds widgets, takes screenshots, plugs devices in and out.
"""
import argparse
import ctypes
import os
import pathlib
import platform
import shutil
import signal
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

from Desktop import devices  # noqa: E402

COLOURS = ["d02020", "20a020", "2040d0", "c0a020", "a020a0"]
PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36


class Failed(Exception):
    """The session cannot be had."""


class Session:
    """Starts the parts of a session, in order, and ends all that came of them."""

    def __init__(self, options):
        self.options = options
        # Sockets live in here, and their paths may have 108 bytes.
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="desktop-", dir="/tmp"))
        self.services = {}
        self.prctl = ctypes.CDLL(None, use_errno=True).prctl
        # What loses its parent becomes our child, so that nothing escapes the end.
        self.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)

    def start(self, name, *command, **more):
        """Starts a service; it dies with us, even when we are killed."""
        with open(self.directory / f"{name}.log", "wb") as log:
            self.services[name] = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                preexec_fn=lambda: self.prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0), **more)

    def wait_for(self, name, condition, seconds=20):
        """Polls until a service is ready."""
        end = time.monotonic() + seconds
        while not condition():
            log = self.directory / f"{name}.log"
            if self.services[name].poll() is not None or time.monotonic() > end:
                tail = log.read_text(errors="replace")[-500:] if log.exists() else ""
                raise Failed(f"{name} did not start. {tail}")
            time.sleep(0.03)

    def prepare(self):
        """Starts everything and sets the environment for the command."""
        runtime = self.directory / "run"
        runtime.mkdir(mode=0o700)
        # GStreamer's list of plugins takes seconds to make, and is the same in every session.
        cache = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache")
        os.environ.setdefault("GST_REGISTRY", str(cache / "gstreamer-1.0" / f"registry.{platform.machine()}.bin"))
        for name in ("config", "cache", "data", "state"):
            (self.directory / name).mkdir()
            os.environ[f"XDG_{name.upper()}_HOME"] = str(self.directory / name)
        for name in ("WAYLAND_DISPLAY", "WAYLAND_SOCKET", "PULSE_SERVER", "PIPEWIRE_REMOTE", "AT_SPI_BUS_ADDRESS",
                     "NO_AT_BRIDGE", "GTK_A11Y", "XAUTHORITY", "LC_ALL", "LANGUAGE", "DESKTOP_STARTUP_ID"):
            os.environ.pop(name, None)
        # GL in software takes seconds to start on a small machine; cairo draws at once.
        os.environ.setdefault("GSK_RENDERER", "cairo")
        os.environ.update(
            XDG_RUNTIME_DIR=str(runtime), JOOM_DESKTOP=str(self.directory), LANG="C.UTF-8", GDK_BACKEND="x11",
            XDG_SESSION_TYPE="x11", LIBGL_ALWAYS_SOFTWARE="1", DBUS_SESSION_BUS_ADDRESS=f"unix:path={runtime}/bus")
        if self.options.gnome:
            os.environ.pop("DISPLAY", None)
            os.environ.update(GDK_BACKEND="wayland", XDG_SESSION_TYPE="wayland", XDG_CURRENT_DESKTOP="GNOME",
                              GNOME_SHELL_SESSION_MODE="user")
        if self.options.prefix:
            self.add_prefix(pathlib.Path(self.options.prefix).resolve())
        if not self.options.gnome:
            self.start_display()
        self.start_bus(runtime)
        if self.options.pipewire:
            self.start_pipewire(runtime)
        # After PipeWire, which it looks for when it starts.
        if self.options.gnome:
            self.start_system_bus(runtime)
            self.start_gnome()

    @staticmethod
    def add_prefix(prefix):
        """Puts an installation on the paths, before anything starts that reads them."""
        os.environ["PATH"] = f"{prefix / 'bin'}:{os.environ['PATH']}"
        others = os.environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
        os.environ["XDG_DATA_DIRS"] = f"{prefix / 'share'}:{others}"

    def start_system_bus(self, runtime):
        """A bus with nobody on it: the shell asks for a login manager there, and has to hear that there is none."""
        settings = self.directory / "system-bus.conf"
        settings.write_text(
            '<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" '
            '"http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">\n<busconfig><type>system</type>'
            f'<listen>unix:path={runtime}/system-bus</listen><policy context="default"><allow user="*"/>'
            '<allow own="*"/><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/></policy></busconfig>\n')
        os.environ["DBUS_SYSTEM_BUS_ADDRESS"] = f"unix:path={runtime}/system-bus"
        self.start("system-bus", "dbus-daemon", f"--config-file={settings}", "--nofork", "--nopidfile")
        self.wait_for("system-bus", (runtime / "system-bus").exists)

    def start_gnome(self):
        """A shell without a screen; what it starts by D-Bus has to hear of its display."""
        # Needs python3-gi, which no other session does.
        from Desktop import shell
        # Each picture of an animation is drawn without a graphics card.
        subprocess.run(["gsettings", "set", "org.gnome.desktop.interface", "enable-animations", "false"], timeout=20,
                       check=False)
        self.start_shell()
        try:
            self.wait_for("gnome-shell", shell.is_ready, 45)
        except Failed as error:
            # Now and then a shell never comes to the end of its start; the next one does.
            print(f"session.py: again: {error}", file=sys.stderr)
            self.services["gnome-shell"].kill()
            self.services["gnome-shell"].wait()
            self.start_shell()
            self.wait_for("gnome-shell", shell.is_ready, 90)
        os.environ["WAYLAND_DISPLAY"] = "wayland-0"
        subprocess.run(["dbus-update-activation-environment", "WAYLAND_DISPLAY"], check=True, timeout=20)
        shell.show_overview(False)

    def start_shell(self):
        self.start("gnome-shell", "gnome-shell", "--headless", "--wayland", "--no-x11", "--unsafe-mode",
                   "--virtual-monitor", self.options.size)

    def start_display(self):
        reader, writer = os.pipe()
        self.start("xvfb", "Xvfb", "-displayfd", str(writer), "-screen", "0", f"{self.options.size}x24",
                   "-nolisten", "tcp", "-noreset", pass_fds=[writer])
        os.close(writer)
        with os.fdopen(reader) as pipe:
            number = pipe.readline().strip()
        if not number:
            raise Failed("Xvfb did not start. " + (self.directory / "xvfb.log").read_text()[-500:])
        os.environ["DISPLAY"] = f":{number}"

    def start_bus(self, runtime):
        self.start("bus", "dbus-daemon", "--session", "--nofork", f"--address=unix:path={runtime}/bus")
        self.wait_for("bus", (runtime / "bus").exists)
        if not self.options.gnome:
            self.start("openbox", "openbox", "--sm-disable")
        # GTK 4 asks nobody; other toolkits and browsers look at this before they speak to assistive technology.
        subprocess.run(
            ["gdbus", "call", "--session", "--dest", "org.a11y.Bus", "--object-path", "/org/a11y/bus", "--method",
             "org.freedesktop.DBus.Properties.Set", "org.a11y.Status", "IsEnabled", "<true>"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=20, check=False)

    def start_pipewire(self, runtime):
        # Where nothing of systemd runs, as in a container, waiting for a seat ends WirePlumber; Bluetooth needs neither.
        settings = self.directory / "config/wireplumber/bluetooth.lua.d"
        settings.mkdir(parents=True)
        (settings / "51-no-seat.lua").write_text('bluez_monitor.properties["with-logind"] = false\n')
        self.start("pipewire", "pipewire")
        self.wait_for("pipewire", (runtime / "pipewire-0").exists)
        self.start("wireplumber", "wireplumber")
        self.start("pipewire-pulse", "pipewire-pulse")
        self.wait_for("pipewire-pulse", (runtime / "pulse/native").exists)
        self.wait_for("wireplumber", devices.is_managed)
        if self.options.audio:
            devices.add_speaker("test-speaker", "Test Speaker")
            devices.add_microphone("test-microphone", "Test Microphone")
            devices.set_default("test-speaker", "test-microphone")
        for number in range(self.options.cameras):
            devices.add_camera(f"camera-{number + 1}", f"Camera {number + 1}", COLOURS[number % len(COLOURS)])

    def run(self, command):
        """Runs the command; returns its exit status."""
        try:
            status = subprocess.Popen(command).wait()
        except OSError as error:
            raise Failed(f"{command[0]}: {error.strerror}") from error
        for name, service in self.services.items():
            if service.poll() is not None:
                print(f"session.py: {name} ended before its time ({service.returncode})", file=sys.stderr)
        return status if status >= 0 else 128 - status

    def end(self):
        """Ends all descendants, first politely, and removes the directory."""
        for number, seconds in ((signal.SIGTERM, 3), (signal.SIGKILL, 5)):
            end = time.monotonic() + seconds
            signalled = set()
            while (left := descendants(os.getpid())) and time.monotonic() < end:
                for process in left - signalled:
                    # A stopped process hears nothing else.
                    for each in (number, signal.SIGCONT):
                        try:
                            os.kill(process, each)
                        except ProcessLookupError:
                            pass
                signalled |= left
                reap()
                time.sleep(0.02)
        keep = self.options.keep
        if keep:
            shutil.copytree(self.directory, keep, dirs_exist_ok=True, ignore=shutil.ignore_patterns("run"))
        shutil.rmtree(self.directory, ignore_errors=True)


def descendants(root):
    """The processes that came from one, which may have lost their parents since."""
    children = {}
    for entry in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(entry.read_text().rpartition(")")[2].split()[1])
        except (OSError, ValueError):
            continue
        children.setdefault(parent, []).append(int(entry.parent.name))
    found, queue = set(), [root]
    while queue:
        for child in children.get(queue.pop(), []):
            found.add(child)
            queue.append(child)
    return found


def reap():
    """Buries children that have ended."""
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        pass


def parse(arguments):
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--cameras", type=int, default=2, metavar="N", help="cameras to plug in (default 2)")
    parser.add_argument("--no-audio", dest="audio", action="store_false", help="neither speaker nor microphone")
    parser.add_argument("--no-pipewire", dest="pipewire", action="store_false", help="no devices, and nobody to ask")
    parser.add_argument("--gnome", action="store_true", help="a GNOME Shell on Wayland instead of an X server")
    parser.add_argument("--prefix", metavar="DIR", help="put programs and data installed there on the paths")
    parser.add_argument("--size", default="1280x800", metavar="WxH", help="the screen's size in pixels")
    parser.add_argument("--keep", metavar="DIR", help="leave the logs there")
    parser.add_argument("command", nargs=argparse.REMAINDER, metavar="-- COMMAND")
    options = parser.parse_args(arguments)
    if options.command[:1] == ["--"]:
        del options.command[0]
    if not options.command:
        parser.error("no command")
    return options


def main():
    options = parse(sys.argv[1:])

    def stop(number, _frame):
        for each in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(each, signal.SIG_IGN)
        raise SystemExit(128 + number)

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, stop)
    session = Session(options)
    try:
        session.prepare()
        return session.run(options.command)
    except (Failed, devices.DeviceError, FileNotFoundError, subprocess.TimeoutExpired) as error:
        print(f"session.py: {error}", file=sys.stderr)
        return 125
    finally:
        session.end()


if __name__ == "__main__":
    sys.exit(main())
