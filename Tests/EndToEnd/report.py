# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the tests of a file and ends with one line for people and one exit code for programs."""
import sys
import unittest


class CountingResult(unittest.TextTestResult):
    """Counts what passed; a skipped class counts as one skipped test, which `testsRun` does not know."""

    passed = 0

    def addSuccess(self, test):
        super().addSuccess(test)
        self.passed += 1


def main():
    """Prints `N passed, N failed` (and what was skipped) last; exit code 0 only when nothing failed."""
    runner = unittest.TextTestRunner(resultclass=CountingResult, verbosity=2)
    result = unittest.main(module="__main__", exit=False, testRunner=runner).result
    failed = len(result.failures + result.errors)
    skipped = f", {len(result.skipped)} skipped" if result.skipped else ""
    print(f"{result.passed} passed, {failed} failed{skipped}", flush=True)
    sys.exit(1 if failed else 0)
