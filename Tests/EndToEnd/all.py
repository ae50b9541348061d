#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs every end-to-end test, a program a file, and ends with the sum of what they say.

Each file has a desktop session of its own (Tests/Desktop/session.py): what one does to buses, devices and windows does not
reach the next.

Calls run in real time, and a busy machine may take that time away. So up to RETRIES failed tests are run once more, and those
that hold then are named at the end as unsteady: they are bugs, of the test or of Joom, that wait for their turn.
"""
import pathlib
import re
import subprocess
import sys
from dataclasses import dataclass, field

HERE = pathlib.Path(__file__).resolve().parent
SESSION = [sys.executable, str(HERE.parent / "Desktop/session.py"), "--"]
RETRIES = 3


@dataclass
class Outcome:
    """What one run of a file came to; `broken` names its failed tests, or nothing where it did not say."""
    passed: int = 0
    failed: int = 0
    broken: list = field(default_factory=list)


def run(path, *names):
    """Runs the tests of a file, or those named `Class.test`."""
    command = [*SESSION, sys.executable, "-W", "ignore::ResourceWarning", str(path), *names]
    process = subprocess.Popen(command, cwd=HERE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    count, ran, broken = None, 0, []
    for line in process.stdout:
        sys.stdout.write(line)
        sys.stdout.flush()
        # The last of them: libraries may have their say after it.
        count = re.match(r"(\d+) passed, (\d+) failed", line) or count
        if match := re.match(r"Ran (\d+) tests?", line):
            ran = int(match[1])
        if match := re.match(r"(?:FAIL|ERROR): \w+ \(__main__\.([\w.]+)\)", line):
            broken += [match[1]] if match[1] not in broken else []
    status = process.wait()
    failed = len(broken) or (int(count[2]) if count else 0) or int(status != 0)
    return Outcome(int(count[1]) if count else max(ran - failed, 0), failed, broken)


def main():
    total, again = Outcome(), []
    for path in sorted(HERE.glob("test_*.py")) + [HERE.parent / "Desktop/test_session.py"]:
        print(f"\n== {path.name}", flush=True)
        outcome = run(path)
        total.passed += outcome.passed
        total.failed += outcome.failed
        # Where a file does not say which failed, all of it runs again.
        again += [(path, name) for name in outcome.broken or [None] * outcome.failed]
    unsteady = retry(again) if len(again) <= RETRIES else []
    print("".join(f"Unsteady: {name} failed, and held when run again\n" for name in unsteady), end="")
    passed, failed = total.passed + len(unsteady), total.failed - len(unsteady)
    print(f"\n{passed} passed, {failed} failed", flush=True)
    return 1 if failed or not passed else 0


def retry(tests):
    """Runs failed tests again; returns the names of those that hold now."""
    held = []
    for path, name in tests:
        label = f"{path.name} {name or ''}".strip()
        print(f"\n== again: {label}", flush=True)
        if not run(path, *([name] if name else [])).failed:
            held.append(label)
    return held


if __name__ == "__main__":
    sys.exit(main())
