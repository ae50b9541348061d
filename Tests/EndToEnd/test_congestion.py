#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Calls of two joom-cli through a link that is narrow, slow and loses packets."""
import os
import time
import unittest

import report
from namespaces import available
from participant import Participant
from servers import Server
from shaped_link import Link, Shape


@unittest.skipUnless(available() and os.path.exists("/dev/net/tun"), "hosts and links need root")
class ThroughALink(unittest.TestCase):
    """What is claimed holds on a busy computer too: bounds are wide, and times are only limits."""

    def call(self, shape):
        """Lets two people meet; returns the link and the one at each end."""
        link = Link(shape)
        self.addCleanup(link.__exit__)
        server = Server.joom("--host", link.left.address, place=link.left.place)
        self.addCleanup(server.stop)
        people = []
        # Without sound, whose pitch takes most of the computer's time to find.
        for end, colour in ((link.left, "#c82828"), (link.right, "#283cc8")):
            person = Participant("narrow", server.url, colour, None, place=end.place)
            self.addCleanup(person.__exit__)
            person.wait("joined")
            people.append(person)
        people[1].wait("first-frame", timeout=60)
        return link, *people

    def test_a_narrow_link_that_loses_packets_still_brings_a_picture(self):
        link, ada, bob = self.call(Shape(rate=500e3, queue=0.3, delay=0.1, loss=0.02))
        time.sleep(10)
        before, carried, dropped = bob.last("stats"), link.rightward.bytes, link.rightward.dropped
        start = time.monotonic()
        time.sleep(10)
        after, passed = bob.last("stats"), time.monotonic() - start
        self.assertGreater(after["framesDecoded"] - before["framesDecoded"], 50)
        self.assertLess(ada.last("stats")["availableOutgoingBitrate"], 800e3)
        self.assertGreater((link.rightward.bytes - carried) * 8 / passed, 80e3)
        # What is steered does not run over: a fixed 1.7 Mbit/s would have two packets of three dropped.
        packets = (link.rightward.bytes - carried) / 600
        self.assertLess(link.rightward.dropped - dropped, packets / 4)

    def test_the_rate_follows_the_link_down_and_up(self):
        shape = Shape(rate=4e6, queue=0.3, delay=0.02)
        _, ada, _ = self.call(shape)
        wide = ada.wait_now(lambda stats: stats["availableOutgoingBitrate"] > 900e3, timeout=40)
        shape.rate = 400e3
        ada.wait_now(lambda stats: stats["availableOutgoingBitrate"] < 600e3, timeout=20)
        shape.rate = 4e6
        ada.wait_now(lambda stats: stats["availableOutgoingBitrate"] > 800e3, timeout=60)
        self.assertGreater(wide["framesDecoded"], 0)


if __name__ == "__main__":
    report.main()
