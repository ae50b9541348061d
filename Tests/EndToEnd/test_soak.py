#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A crowd that comes, talks and drops for ten seconds (`make soak` does so for ten minutes), and that its checks can fail."""
import subprocess
import sys
import unittest

import report
from servers import REPOSITORY, program

SOAK = REPOSITORY / "bench/signaling/soak.py"
sys.path.insert(0, str(SOAK.parent))
from ledger import Ledger  # noqa: E402


class Soak(unittest.TestCase):
    def test_everybody_hears_their_room_and_nothing_is_left(self):
        limits = ("connections_per_address", "joins_per_second", "events_per_second")
        run = subprocess.run(
            [sys.executable, str(SOAK), "--clients", "100", "--seconds", "10", "--", program("joom-server"), "--port", "0",
             "--capacity", "32", *(word for name in limits for word in ("--set", f"limits.{name}=0")),
             # Who drops in silence is waited for, twice.
             "--set", "limits.ping_interval_seconds=3", "--set", "limits.ping_timeout_seconds=5"],
            capture_output=True, text=True, timeout=500)
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)
        self.assertIn("everybody heard everything", run.stdout)


class WhatIsWrong(unittest.TestCase):
    """Two in a room and one in another; each test has a server do one thing that it must not."""

    def setUp(self):
        self.ledger = Ledger()
        self.ada, self.bob, self.eve = (self.ledger.ask(room) for room in ("blue", "blue", "red"))
        for stay, peers in ((self.ada, []), (self.bob, [self.ada.id]), (self.eve, [])):
            self.ledger.seated(stay, stay.id, peers, 0)
        self.ledger.welcomed(self.ada, self.bob.id, 0)

    def say(self, to=None):
        number = self.ledger.say(self.ada, to)
        self.ledger.acknowledged(self.ada, True)
        return number

    def hear(self, stay, number, to=None):
        self.ledger.hear(stay, self.ada.id, "blue", number, to)

    def test_nothing(self):
        self.hear(self.bob, self.say())
        self.hear(self.bob, self.say(self.bob.id), self.bob.id)
        self.ledger.end(self.ada, "reset", 0)
        self.ledger.parted(self.bob, self.ada.id, "lost")
        self.ledger.overdue(1_000)
        self.assertTrue(self.ledger.is_settled())
        self.assertEqual(self.ledger.faults, [])

    def test_another_room_hears(self):
        self.hear(self.eve, self.say())
        self.assertRegex(self.ledger.faults[0], "^s2 in red heard what s0 said in blue")

    def test_somebody_else_hears(self):
        self.ledger.hear(self.bob, self.ada.id, "blue", self.say(self.bob.id), self.eve.id)
        self.assertRegex(self.ledger.faults[0], "^s1 in blue heard what s0 said in blue to s2")

    def test_twice(self):
        number = self.say()
        for _ in range(2):
            self.hear(self.bob, number)
        self.assertRegex(self.ledger.faults[0], "heard number 1 .*, not 2 to 2")

    def test_one_is_lost(self):
        self.hear(self.bob, self.say())
        self.say()
        self.hear(self.bob, self.say())
        self.assertRegex(self.ledger.faults[0], "heard number 3 .*, not 2 to 2")

    def test_the_last_is_lost(self):
        self.say()
        self.assertFalse(self.ledger.is_settled())
        self.ledger.end(self.ada, "close", 0)
        self.ledger.parted(self.bob, self.ada.id, "lost")
        self.assertRegex(self.ledger.faults[0], "^s1 heard .* that s0 said in blue")

    def test_a_leaver_misses_what_came_before(self):
        self.say()
        self.ledger.leave(self.bob)
        self.ledger.end(self.bob, "left", 0)
        self.assertRegex(self.ledger.faults[0], "^s1 left blue without having heard all of s0")

    def test_no_bye(self):
        self.ledger.end(self.ada, "silence", 0)
        self.ledger.overdue(1_000)
        self.assertEqual(self.ledger.faults, ["s1 was not told: bye of s0"])

    def test_a_bye_of_one_who_is_there(self):
        self.ledger.parted(self.bob, self.ada.id, "lost")
        self.assertEqual(self.ledger.faults, ["s0 is said to be lost, but is there"])

    def test_no_welcome(self):
        carl = self.ledger.ask("red")
        self.ledger.seated(carl, carl.id, [self.eve.id], 0)
        self.ledger.overdue(1_000)
        self.assertEqual(self.ledger.faults, ["s2 was not told: welcome of s3"])

    def test_a_list_that_lacks_one(self):
        carl = self.ledger.ask("red")
        self.ledger.seated(carl, carl.id, [], 0)
        self.assertRegex(self.ledger.faults[0], "^s3 was not told of .*s2.* in red")


if __name__ == "__main__":
    report.main()
