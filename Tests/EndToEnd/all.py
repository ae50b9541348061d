#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs every end-to-end test, a program a file, and ends with the sum of what they say.

Each file has a desktop session of its own (Tests/Desktop/session.py): what one does to buses, devices and windows does not
reach the next.
"""
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
SESSION = [sys.executable, str(HERE.parent / "Desktop/session.py"), "--"]


def main():
    passed = failed = 0
    for path in sorted(HERE.glob("test_*.py")) + [HERE.parent / "Desktop/test_session.py"]:
        print(f"\n== {path.name}", flush=True)
        process = subprocess.Popen([*SESSION, sys.executable, "-W", "ignore::ResourceWarning", str(path)], cwd=HERE,
                                   stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        last, ran = "", 0
        for line in process.stdout:
            sys.stdout.write(line)
            sys.stdout.flush()
            last = line if line.strip() else last
            if match := re.match(r"Ran (\d+) tests?", line):
                ran = int(match[1])
        status = process.wait()
        count = re.match(r"(\d+) passed, (\d+) failed", last)
        if count:
            passed += int(count[1])
            failed += int(count[2])
        elif status:
            failed += 1
        else:
            passed += ran
    print(f"\n{passed} passed, {failed} failed", flush=True)
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
