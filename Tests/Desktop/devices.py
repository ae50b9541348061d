# SPDX-License-Identifier: GPL-3.0-or-later
"""Cameras, microphones and speakers of the session: plugging in and out, looking and listening.

A device has a name for programs (PipeWire's node.name) and one for people. Every function returns when what it did
can be seen by other programs.
"""
import array
import json
import math
import os
import pathlib
import signal
import subprocess
import time
import wave

from Desktop.picture import Picture

HERE = pathlib.Path(__file__).resolve().parent
_children = {}


class DeviceError(Exception):
    """A device did not do what was asked."""


def nodes():
    """The properties of all nodes of the PipeWire graph, by node.name."""
    return {props["node.name"]: props for kind, props in _objects() if kind == "Node" and "node.name" in props}


def is_managed():
    """Whether the session manager is up: it announces the default devices."""
    return any(kind == "Metadata" and props.get("metadata.name") == "default" for kind, props in _objects())


def add_camera(name, description, colour="d02020"):
    """Plugs a camera in that shows a wall of one colour (rrggbb) and a white block travelling along the top.

    Instead of the colour, "flash" is black, and white for the first tenth of each second, and clip:WxH:FILE shows pictures from a file (YUY2); the device's log says which one came when.
    """
    _start("camera", name, description, colour)


def add_microphone(name, description, hertz=440):
    """Plugs a microphone in that hears a tone; 0 is silence, and "beep" 1 kHz while a camera's "flash" is white."""
    _start("microphone", name, description, str(hertz))


def add_speaker(name, description):
    """Plugs a speaker in."""
    quoted = f"'device.description=\"{description}\" node.description=\"{description}\"'"
    module = _run("pactl", "load-module", "module-null-sink", f"sink_name={name}", f"sink_properties={quoted}")
    _note(name).write_text(f"module {module.strip()}")
    _wait(lambda: name in nodes(), f"speaker {name} did not appear")


def remove(name):
    """Unplugs a device, whatever it is."""
    kind, _, number = _note(name).read_text().partition(" ")
    if kind == "module":
        _run("pactl", "unload-module", number)
    else:
        _end(int(number))
    _note(name).unlink()
    _wait(lambda: name not in nodes(), f"{name} did not disappear")


def hang(name):
    """Makes a camera or microphone give nothing while it stays plugged in; a second call wakes it."""
    os.kill(int(_note(name).read_text().partition(" ")[2]), signal.SIGUSR1)


def set_default(speaker=None, microphone=None):
    """Chooses the devices that programs take when nobody chose."""
    if speaker:
        _run("pactl", "set-default-sink", speaker)
    if microphone:
        _run("pactl", "set-default-source", microphone)


def look(camera, frames=1, timeout=10):
    """The last of some frames of a camera, as another program gets them."""
    data = _run("gst-launch-1.0", "-q", "pipewiresrc", f"target-object={camera}", f"num-buffers={frames}", "!",
                "videoconvert", "!", "pnmenc", "!", "fdsink", "fd=1", timeout=timeout, text=False)
    return Picture.from_ppm(data[data.rindex(b"P6"):] if frames > 1 else data)


def listen(source, seconds=1.0):
    """What a microphone hears, or with `NAME.monitor` what a speaker plays."""
    command = ["parec", f"--device={source}", "--format=s16le", "--rate=48000", "--channels=1", "--latency-msec=20"]
    wanted = int(seconds * 48_000) * 2
    with subprocess.Popen(command, stdout=subprocess.PIPE) as recorder:
        data = recorder.stdout.read(wanted)
        recorder.terminate()
    return Sound(array.array("h", data[:len(data) & ~1]), 48_000)


def play(speaker, hertz, seconds):
    """Starts playing a tone to a speaker; returns the process."""
    tone = array.array("h", (int(16_000 * math.sin(2 * math.pi * hertz * i / 48_000))
                             for i in range(int(seconds * 48_000))))
    player = subprocess.Popen(["pacat", f"--device={speaker}", "--format=s16le", "--rate=48000", "--channels=1"],
                              stdin=subprocess.PIPE)
    player.stdin.write(tone.tobytes())
    player.stdin.close()
    return player


class Sound:
    """One channel of samples."""

    def __init__(self, samples, rate):
        self.samples, self.rate = samples, rate

    @classmethod
    def load(cls, path):
        """Reads the first channel of a 16-bit WAV file."""
        with wave.open(str(path)) as file:
            samples = array.array("h", file.readframes(file.getnframes()))
            return cls(samples[::file.getnchannels()], file.getframerate())

    @property
    def level(self):
        """Root mean square, 0...1."""
        return math.sqrt(sum(s * s for s in self.samples) / max(1, len(self.samples))) / 32_768

    def share(self, hertz):
        """How much of the energy is a tone of that pitch, 0...1, within some 20 Hz.

        Measured by Goertzel's method over blocks of 50 ms: a busy machine drops samples, and a tone that begins anew
        out of step would cancel itself over a longer stretch.
        """
        block = self.rate // 20
        coefficient = 2 * math.cos(2 * math.pi * hertz / self.rate)
        energy, power = 0, 0.0
        for start in range(0, len(self.samples) - block + 1, block):
            before, last = 0.0, 0.0
            for sample in self.samples[start:start + block]:
                before, last = last, sample + coefficient * last - before
                energy += sample * sample
            power += 2 * (before * before + last * last - coefficient * before * last) / block
        return min(1.0, power / energy) if energy else 0.0

    def last(self, seconds):
        """The end of it."""
        return Sound(self.samples[-int(seconds * self.rate):], self.rate)


# Helpers


def _objects():
    result = subprocess.run(["pw-dump"], capture_output=True, text=True, timeout=10, check=False)
    try:
        found = json.loads(result.stdout or "[]")
    except ValueError:
        return
    for each in found:
        props = each.get("props") or (each.get("info") or {}).get("props") or {}
        yield str(each.get("type", "")).rpartition(":")[2], props


def _start(kind, name, description, look_or_sound):
    with open(pathlib.Path(os.environ["JOOM_DESKTOP"]) / f"{kind}-{name}.log", "ab") as log:
        process = subprocess.Popen([_program(), kind, name, description, look_or_sound], stdin=subprocess.DEVNULL,
                                   stdout=log, stderr=log, start_new_session=True)
    _children[process.pid] = process
    _note(name).write_text(f"process {process.pid}")
    _wait(lambda: name in nodes(), f"{kind} {name} did not appear")


def _program():
    """The device program, compiled when it is missing or older than its source."""
    source = HERE / "device.c"
    built = pathlib.Path(f"/tmp/joom-desktop-{os.getuid()}") / f"device-{int(source.stat().st_mtime)}"
    if not built.exists():
        built.parent.mkdir(mode=0o700, exist_ok=True)
        flags = _run("pkg-config", "--cflags", "--libs", "libpipewire-0.3").split()
        fresh = built.with_suffix(f".{os.getpid()}")
        _run("cc", "-O2", "-o", str(fresh), str(source), *flags, "-lm", timeout=120)
        # Two sessions may compile at once: whoever is last replaces the same by the same.
        fresh.replace(built)
    return str(built)


def _note(name):
    return pathlib.Path(os.environ["JOOM_DESKTOP"]) / f"{name}.device"


def _end(process):
    """Ends a device program; it may be a child of ours or of another process of the session."""
    os.kill(process, signal.SIGTERM)
    if process in _children:
        _children.pop(process).wait(timeout=10)
        return

    def is_gone():
        try:
            return pathlib.Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
        except OSError:
            return True

    _wait(is_gone, f"process {process} did not end")


def _run(*command, timeout=20, text=True):
    result = subprocess.run(command, capture_output=True, timeout=timeout, check=False)
    if result.returncode:
        raise DeviceError(f"{command[0]}: {result.stderr.decode(errors='replace').strip()[-300:]}")
    return result.stdout.decode() if text else result.stdout


def _wait(condition, complaint, seconds=10):
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise DeviceError(complaint)
        time.sleep(0.03)
