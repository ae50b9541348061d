#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a recording is like and what it costs: lip-sync, distance of key frames, where a jump lands, processor time.

    Tests/Desktop/session.py -- bench/recording/measure.py [--rounds N] [--seconds N]

Two joom-cli call each other, with a camera that flashes and a microphone that beeps at the same moments. One of them records,
now and then not, and its processor time with and without is compared within the same call.
"""
import argparse
import array
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(REPOSITORY / "Tests"), str(REPOSITORY / "Tests/EndToEnd")]

from Desktop import devices
from participant import Participant
from servers import Server

RATE = 48_000


def output(*command):
    return subprocess.run(command, capture_output=True, check=True, timeout=300).stdout


def onsets(moments, levels, threshold):
    """When something begins: over the threshold, and under it before."""
    return [now for now, (before, after) in zip(moments[1:], zip(levels, levels[1:])) if before < threshold <= after]


def flashes(path, number):
    """When the picture of a track turns white, in s."""
    grey = output("ffmpeg", "-v", "error", "-i", path, "-map", f"0:v:{number}", "-fps_mode", "passthrough", "-vf",
                  "crop=iw/2:ih/4:iw/4:ih/2,scale=1:1:flags=area,format=gray", "-f", "rawvideo", "-")
    times = output("ffprobe", "-v", "error", "-of", "csv=p=0", "-select_streams", f"v:{number}", "-show_entries", "frame=pts_time", path)
    moments = [float(line.strip(b",")) for line in times.split()]
    return onsets(moments[:len(grey)], list(grey), 128)


def beeps(path, number):
    """When the sound of a track begins, in s: to the millisecond."""
    data = array.array("f")
    data.frombytes(output("ffmpeg", "-v", "error", "-i", path, "-map", f"0:a:{number}", "-af", "aresample=async=1:first_pts=0",
                          "-ac", "1", "-ar", str(RATE), "-f", "f32le", "-"))
    step = RATE // 1_000
    # A sine of 1 kHz has its top once a millisecond. Echo cancellers leave some of it, so a tenth of the loudest counts.
    tops = [max(map(abs, data[at:at + step])) for at in range(0, len(data) - step, step)]
    quiet = [max(tops[max(0, at - 30):at + 1]) for at in range(len(tops))]
    return onsets([at / 1_000 for at in range(len(quiet))], quiet, max(tops) / 5)


def offsets(path, number):
    """By how much the picture is behind the sound each time, in ms."""
    seen, heard = flashes(path, number), beeps(path, number)
    pairs = [(flash, min(heard, key=lambda beep: abs(beep - flash))) for flash in seen] if heard else []
    return [1_000 * (flash - beep) for flash, beep in pairs if abs(flash - beep) < 0.45]


def key_frames(path, number):
    """When there are pictures that can be decoded on their own, in s."""
    lines = output("ffprobe", "-v", "error", "-of", "csv=p=0", "-select_streams", f"v:{number}", "-show_entries", "packet=pts_time,flags", path)
    return [float(line.split(b",")[0]) for line in lines.split() if b"K" in line.split(b",")[1]]


def landing(path, moment, number):
    """Where a player begins that is told to jump to a moment, in s."""
    line = output("ffprobe", "-v", "error", "-of", "csv=p=0", "-select_streams", f"v:{number}", "-read_intervals", f"{moment}%+#1",
                  "-show_entries", "packet=pts_time", path)
    return float(line.split()[0].strip(b","))


def processor_time(process):
    """What a process has used, in s."""
    fields = pathlib.Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def costs(process, seconds):
    """Processor time over some seconds, in s for each."""
    before, start = processor_time(process), time.monotonic()
    time.sleep(seconds)
    return (processor_time(process) - before) / (time.monotonic() - start)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3, help="times with and without a recording (3)")
    parser.add_argument("--seconds", type=float, default=20, help="length of each (20)")
    options = parser.parse_args()
    devices.add_camera("clapper-camera", "Clapper Camera", "flash")
    devices.add_microphone("clapper-microphone", "Clapper Microphone", "beep")
    clapper = ("--camera", "Clapper Camera", "--microphone", "Clapper Microphone")
    folder = pathlib.Path(tempfile.mkdtemp(prefix="joom-recording-"))
    os.environ["XDG_CONFIG_HOME"] = str(folder)
    (folder / "user-dirs.dirs").write_text(f'XDG_VIDEOS_DIR="{folder}"\n')
    loads, without, recorded, files = [os.getloadavg()[0]], [], [], []
    with Server.joom() as server, Participant("record", server.url, None, None, "--name", "Ada", "--commands", *clapper) as ada:
        ada.wait("joined")
        with Participant("record", server.url, None, None, "--name", "Bob", *clapper) as bob:
            for each in (ada, bob):
                each.wait("stats", lambda stats: stats["framesDecoded"] > 60, timeout=60)
            for _ in range(options.rounds):
                without.append(costs(ada.process.pid, options.seconds))
                ada.say("record")
                bob.wait("recording", lambda event: event["on"])
                recorded.append(costs(ada.process.pid, options.seconds))
                count = len(ada.all("recorded"))
                ada.say("unrecord")
                ada.wait("recorded", lambda _: len(ada.all("recorded")) > count)
                files.append(ada.last("recorded")["file"])
                loads.append(os.getloadavg()[0])
    for path in files:
        report(path)
    print(json.dumps({"CPU without": [round(each, 3) for each in without], "recording": [round(each, 3) for each in recorded],
                      "cost": round(statistics.median(recorded) - statistics.median(without), 3), "load": [round(each, 1) for each in loads]}))


def report(path):
    """Prints what is found in a file, track by track."""
    found = json.loads(output("ffprobe", "-v", "error", "-of", "json", "-show_streams", path))["streams"]
    names = [stream["tags"]["title"] for stream in found if stream["codec_type"] == "video"]
    for number, name in enumerate(names):
        late, keys = offsets(path, number), key_frames(path, number)
        gaps = [b - a for a, b in zip(keys, keys[1:])]
        wanted = [keys[0] + 1 + 3 * step for step in range(6) if keys[0] + 1 + 3 * step < keys[-1] + 5]
        lands = [landing(path, moment, number) for moment in wanted]
        print(json.dumps({
            "track": name, "bytes": os.path.getsize(path), "picture behind sound, ms": {
                "median": round(statistics.median(late), 1), "least": round(min(late), 1), "most": round(max(late), 1),
                "pairs": len(late)} if late else None,
            "key frames, s": [round(key, 2) for key in keys], "apart, s": [round(gap, 2) for gap in gaps],
            "jumps": [[round(moment, 2), round(place, 2), place in keys] for moment, place in zip(wanted, lands)]}))


if __name__ == "__main__":
    main()
