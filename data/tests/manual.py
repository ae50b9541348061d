#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""manual.py PROGRAM PAGE: whether a manual page names the options that the program has, and no others."""
import json
import pathlib
import re
import subprocess
import sys


def options(command):
    """The long options of a command and its subcommands; `help` is the parser's own way to ask for help."""
    found = {f"--{name['name']}" for argument in command.get("arguments", []) for name in argument.get("names", [])
             if name["kind"] == "long" and argument.get("shouldDisplay", True)}
    for inner in command.get("subcommands", []):
        found |= options(inner)
    return found


def main(program, page):
    command = [pathlib.Path(program).resolve(), "--experimental-dump-help"]
    dump = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    there = options(json.loads(dump)["command"])
    named = set(re.findall(r"--[a-z][a-z-]+", pathlib.Path(page).read_text().replace("\\-", "-")))
    for option in sorted(there - named):
        print(f"{page} says nothing of {option}", file=sys.stderr)
    for option in sorted(named - there):
        print(f"{page} names {option}, which is no option of {program}", file=sys.stderr)
    return 0 if there == named else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
