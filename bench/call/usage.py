# SPDX-License-Identifier: GPL-3.0-or-later
"""What a process and all that came of it use."""
import os
import pathlib

TICK = os.sysconf("SC_CLK_TCK")


def tree(roots):
    """The processes and their descendants."""
    children = {}
    for entry in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            children.setdefault(int(entry.read_text().rpartition(")")[2].split()[1]), []).append(int(entry.parent.name))
        except (OSError, ValueError):
            continue
    found, queue = set(), list(roots)
    while queue:
        process = queue.pop()
        if process not in found:
            found.add(process)
            queue += children.get(process, [])
    return found


def cpu_seconds(roots):
    """Seconds of processor that they have used so far, with those of children that have ended."""
    total = 0
    for process in tree(roots):
        try:
            fields = pathlib.Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        total += sum(int(field) for field in fields[11:15])
    return total / TICK


def pss_mebibytes(roots):
    """Memory, what is shared divided among those who share it."""
    total = 0
    for process in tree(roots):
        try:
            lines = pathlib.Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1024
