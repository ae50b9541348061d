# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the tests of a file and ends with one line for people and one exit code for programs."""
import sys
import unittest


def main():
    """Prints `N passed, N failed` (and what was skipped) last; exit code 0 only when nothing failed."""
    program = unittest.main(module="__main__", exit=False, verbosity=2)
    result = program.result
    failed = len({test.id() for test, _ in result.failures + result.errors})
    passed = max(result.testsRun - failed - len(result.skipped), 0)
    skipped = f", {len(result.skipped)} skipped" if result.skipped else ""
    print(f"{passed} passed, {failed} failed{skipped}", flush=True)
    sys.exit(1 if failed else 0)
