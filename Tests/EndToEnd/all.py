#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs every end-to-end test, a program a file, and ends with the sum of what they say.

Each file has a desktop session of its own (Tests/Desktop/session.py): what one does to buses, devices and windows does not
reach the next. Calls mostly wait, so two files run side by side: one with windows or networks of its own, one of WINDOWLESS.
A slow machine has not enough time for both: where more than BUSY processes wait for each processor, they take turns.

Calls run in real time, and a busy machine may take that time away. So up to RETRIES failed tests, one in forty, are run once
more, by themselves; those that hold then are named at the end as unsteady: they are bugs, of the test or of Joom, that wait for
their turn.
"""
import os
import pathlib
import re
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

HERE = pathlib.Path(__file__).resolve().parent
SESSION = [sys.executable, str(HERE.parent / "Desktop/session.py"), "--"]
RETRIES = 10
#: Files without windows, without network namespaces, and without the servers' usual ports, the longest first.
WINDOWLESS = ["guest_page", "cluster", "joom_cli", "trust", "conformance", "operation", "joom_server", "doctor", "soak",
              "client", "independent_stack", "helpers"]
#: Begins beside the heaviest of those, and asks little: then it shows whether the machine has time for two.
FIRST = "test_setup.py"
BUSY = 5
printing, turn = threading.Lock(), threading.Lock()


@dataclass
class Outcome:
    """What one run of a file came to; `broken` names its failed tests, or nothing where it did not say."""
    passed: int = 0
    failed: int = 0
    broken: list = field(default_factory=list)


def run(path, *names):
    """Runs the tests of a file, or those named `Class.test`, and prints what they said."""
    command = [*SESSION, sys.executable, "-W", "ignore::ResourceWarning", str(path), *names]
    start = time.monotonic()
    process = subprocess.run(command, cwd=HERE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
                             check=False)
    with printing:
        print(f"\n== {' '.join([path.name, *names])} ({time.monotonic() - start:.0f} s)\n{process.stdout}", flush=True)
    count, ran, broken = None, 0, []
    for line in process.stdout.splitlines():
        # The last of them: libraries may have their say after it.
        count = re.match(r"(\d+) passed, (\d+) failed", line) or count
        if match := re.match(r"Ran (\d+) tests?", line):
            ran = int(match[1])
        if match := re.match(r"(?:FAIL|ERROR): \w+ \(__main__\.([\w.]+)\)", line):
            broken += [match[1]] if match[1] not in broken else []
    failed = len(broken) or (int(count[2]) if count else 0) or int(process.returncode != 0)
    return Outcome(int(count[1]) if count else max(ran - failed, 0), failed, broken)


def take_turns(path):
    """Runs a file of WINDOWLESS; nothing that waits for its turn runs meanwhile."""
    with turn:
        return run(path)


def keep_to_the_machine(path):
    """Runs another file, in turns with those where the machine is busy."""
    return (take_turns if os.getloadavg()[0] > BUSY * (os.cpu_count() or 1) else run)(path)


def main():
    files = sorted(HERE.glob("test_*.py"), key=lambda path: (path.name != FIRST, path)) + [HERE.parent / "Desktop/test_session.py"]
    quiet = [HERE / f"test_{name}.py" for name in WINDOWLESS]
    lanes = [(keep_to_the_machine, [path for path in files if path not in quiet]), (take_turns, quiet)]
    with ThreadPoolExecutor(len(lanes)) as pool:
        outcomes = [each for lane in pool.map(lambda lane: [(path, lane[0](path)) for path in lane[1]], lanes) for each in lane]
    passed, failed = (sum(getattr(each, name) for _, each in outcomes) for name in ("passed", "failed"))
    # Where a file does not say which failed, all of it runs again.
    again = [(path, name) for path, each in outcomes for name in each.broken or [None] * each.failed]
    unsteady = retry(again) if len(again) <= RETRIES else []
    print("".join(f"Unsteady: {name} failed, and held when run again\n" for name in unsteady), end="")
    passed, failed = passed + len(unsteady), failed - len(unsteady)
    print(f"\n{passed} passed, {failed} failed", flush=True)
    return 1 if failed or not passed else 0


def retry(tests):
    """Runs failed tests again; returns the names of those that hold now."""
    held = []
    for path, name in tests:
        print("\n== again:", flush=True)
        if not run(path, *([name] if name else [])).failed:
            held.append(f"{path.name} {name or ''}".strip())
    return held


if __name__ == "__main__":
    sys.exit(main())
