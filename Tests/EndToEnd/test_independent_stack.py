#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""joom-cli with a stack of other people's, aiortc, on our server: both roles, VP8 and H.264.

aiortc numbers no packets for transport-wide congestion control, so what may be sent follows its receiver reports.
"""
import unittest

import report
from independent_peer import IndependentPeer
from servers import Server
from test_joom_cli import ADA, BLUE, RED, Calls


class WithAnIndependentStack(Calls):
    """Joom on one side, neither Joom nor a browser on the other."""

    @classmethod
    def setUpClass(cls):
        cls.use(Server.joom())

    def peer(self, codec="VP8"):
        return IndependentPeer(self.server.url, self.room, BLUE, 660, codec)

    def check(self, ada, bob, codec):
        ada.wait_for_picture(BLUE)
        ada.wait_for_sound(660)
        bob.wait_for_picture(RED)
        bob.wait_for_sound(440)
        # Nothing is lost on loopback, so more and more may be sent.
        start = ada.wait_now(lambda stats: stats["availableOutgoingBitrate"])["availableOutgoingBitrate"]
        ada.wait_now(lambda stats: stats["availableOutgoingBitrate"] > 1.2 * start)
        status, summary = ada.leave()
        self.assertEqual((status, summary["codec"]), (0, codec))

    def test_they_come_second_and_answer(self):
        ada = self.join(ADA)
        with self.peer() as bob:
            self.check(ada, bob, "VP8")

    def test_they_come_first_and_offer(self):
        with self.peer() as bob:
            ada = self.join(ADA)
            self.check(ada, bob, "VP8")

    def test_they_offer_nothing_but_h264(self):
        with self.peer("H264") as bob:
            ada = self.join(ADA)
            self.check(ada, bob, "H264")


if __name__ == "__main__":
    report.main()
