#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rooms that are found on the network: two computers with a cable between them, and Avahi on each.

Runs in a session of Tests/Desktop/session.py.
"""
import json
import os
import pathlib
import re
import subprocess
import sys
import threading
import unittest
import unittest.mock

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parent), str(pathlib.Path(__file__).resolve().parents[1])]

import report
from avahi import Avahi
from namespaces import Host, available
from participant import Participant
from servers import program
from test_app import App, BLUE, INSIDE, RED

if INSIDE:
    from Desktop import desktop

NETWORK = "192.168.84"


@unittest.skipUnless(INSIDE and available(), "needs a session, and network namespaces of its own")
class Nearby(App):
    """Ada's room is on the other computer; this one looks for it."""

    def setUp(self):
        super().setUp()
        self.host = Host()
        self.addCleanup(self.host.end)
        self.cable = f"near{App.number}"
        self.host.ip(f"link add home type veth peer name {self.cable} netns {os.getpid()}")
        self.host.ip(f"address add {NETWORK}.1/24 dev home")
        self.host.ip("link set home up")
        self.ip(f"address add {NETWORK}.2/24 dev {self.cable}")
        self.ip(f"link set {self.cable} up")
        self.theirs, self.ours = Avahi("ada", self.host.place), Avahi("bob")
        self.addCleanup(self.theirs.close)
        self.addCleanup(self.ours.close)
        with unittest.mock.patch.dict(os.environ, DBUS_SYSTEM_BUS_ADDRESS=self.theirs.address):
            self.start("--name", "Ada", self.room, place=self.host.place)
        self.link()

    @staticmethod
    def ip(words):
        subprocess.run(["ip", *words.split()], check=True, timeout=30)

    @staticmethod
    def turn():
        """Moves the switch."""
        desktop.find(None, "Others on my network may join", states=["focusable", "sensitive"], timeout=30).click()

    def cli(self, *arguments):
        """Somebody here who looks for the room."""
        with unittest.mock.patch.dict(os.environ, DBUS_SYSTEM_BUS_ADDRESS=self.ours.address):
            peer = Participant(self.room, None, "#283cc8", 660, "--nearby", *arguments)
        self.addCleanup(peer.__exit__)
        return peer

    def look(self):
        """Somebody here who watches which rooms there are."""
        with unittest.mock.patch.dict(os.environ, DBUS_SYSTEM_BUS_ADDRESS=self.ours.address):
            process = subprocess.Popen([program("joom-cli"), "nearby", "--json", "--seconds", "300"], stdout=subprocess.PIPE,
                                       stderr=subprocess.DEVNULL, text=True)
        events = []
        reader = threading.Thread(target=lambda: [events.append(json.loads(line)) for line in process.stdout])
        reader.start()

        def end():
            process.terminate()
            process.wait(10)
            reader.join(10)
            process.stdout.close()

        self.addCleanup(end)
        return events

    @staticmethod
    def there(events):
        """The rooms that are there now."""
        rooms = {}
        for event in list(events):
            if event["event"] == "room":
                rooms[event["server"]] = event
            else:
                del rooms[event["server"]]
        return list(rooms.values())

    def test_a_room_is_found_asked_for_and_entered(self):
        self.turn()
        desktop.find(None, re.compile("^Joom on your network shows this room"))
        with unittest.mock.patch.dict(os.environ, DBUS_SYSTEM_BUS_ADDRESS=self.ours.address):
            self.start("--name", "Bob")
        ask = desktop.find("push button", f"Ask Ada to join {self.room}", timeout=30)
        self.save("nearby")
        ask.click()
        desktop.find(None, "Waiting to Be Let In")
        self.save("nearby-waiting")
        desktop.find("push button", "Let Bob In", timeout=30).click()
        # Each sees the other's camera, and that nothing is proved yet.
        desktop.wait(lambda: len(desktop.find_all("frame", re.compile(f"^{self.room} — "))) == 2, "two windows in the room", 30)
        desktop.wait(lambda: len(desktop.find_all(None, re.compile("^Not verified"))) >= 2, "two who are not verified", 60)
        self.save("nearby-call")

    def test_a_room_is_there_as_long_as_it_is_open(self):
        events = self.look()
        self.turn()
        desktop.wait(lambda: [room for room in self.there(events) if NETWORK in room["server"]], "a room", 30)
        room, = self.there(events)
        self.assertEqual((room["room"], room["name"]), (self.room, "Ada"))
        self.assertRegex(room["server"], rf"^https://{re.escape(NETWORK)}\.1:\d+$")
        self.assertNotIn("#k", json.dumps(events))
        bob = self.cli("--name", "Bob")
        bob.wait("waiting", timeout=30)
        desktop.find("push button", "Let Bob In", timeout=30).click()
        bob.wait("first-frame", timeout=60)
        self.wait_for_colour(BLUE)
        bob.wait_for_picture(RED)
        self.assertNotEqual(bob.wait("trust", timeout=30)["by"], "link")
        bob.leave()
        desktop.find(None, re.compile("Bob left"))
        # A computer whose Avahi starts anew tells it again.
        self.theirs.stop()
        desktop.wait(lambda: not self.there(events), "no room", 30)
        self.theirs.start()
        # A cable without IPv4 leads there too.
        self.ip(f"address del {NETWORK}.2/24 dev {self.cable}")
        desktop.wait(lambda: [room for room in self.there(events)
                              if "[fe80" in room["server"] and "%" + self.cable in room["server"]], "an address on the cable", 30)
        eve = self.cli("--name", "Eve")
        desktop.find("push button", "Refuse Eve", timeout=30).click()
        carl = self.cli("--name", "Carl")
        self.assertEqual(eve.wait("error", timeout=30)["code"], "denied")
        desktop.find("push button", "Let Carl In", timeout=30)
        self.turn()
        self.assertEqual(carl.wait("error", timeout=30)["code"], "denied")
        desktop.wait(lambda: not self.there(events), "no room", 30)


if __name__ == "__main__":
    report.main()
