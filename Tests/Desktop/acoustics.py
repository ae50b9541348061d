# SPDX-License-Identifier: GPL-3.0-or-later
"""Rooms for sound: microphones that hear what is played into them, and ways from speakers to them."""
import subprocess
import time


class Voice:
    """A microphone that hears what is played into it; `NAME-microphone` for programs."""

    def __init__(self, name):
        self.name = name
        self.modules = [_load("module-null-sink", f"sink_name={name}"),
                        _load("module-remap-source", f"master={name}.monitor", f"source_name={name}-microphone",
                              f"source_properties=device.description={name}")]

    def say(self, path):
        """Starts playing a file; the process."""
        return subprocess.Popen(["paplay", f"--device={self.name}", path])

    def close(self):
        for module in reversed(self.modules):
            subprocess.run(["pactl", "unload-module", module], timeout=20, check=False)


class Way:
    """A way of sound from what one sink plays to another sink: how much later (ms), and by how much quieter."""

    def __init__(self, source, sink, milliseconds, volume):
        before = _inputs()
        self.module = _load("module-loopback", f"source={source}.monitor", f"sink={sink}", f"latency_msec={milliseconds}")
        end = time.monotonic() + 10
        while not (found := _inputs() - before):
            if time.monotonic() > end:
                raise AssertionError(f"no way from {source} to {sink}")
            time.sleep(0.05)
        subprocess.run(["pactl", "set-sink-input-volume", found.pop(), volume], check=True, timeout=20)

    def close(self):
        subprocess.run(["pactl", "unload-module", self.module], timeout=20, check=False)


def _inputs():
    run = subprocess.run(["pactl", "list", "short", "sink-inputs"], capture_output=True, text=True, timeout=20, check=True)
    return {line.split()[0] for line in run.stdout.splitlines()}


def _load(*words):
    return subprocess.run(["pactl", "load-module", *words], capture_output=True, text=True, check=True, timeout=20).stdout.strip()
