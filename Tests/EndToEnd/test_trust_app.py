#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the app says of who somebody is, by what assistive programs see of it."""
import re
import subprocess

import report
from hostile_relay import HostileRelay, exchange_certificates
from servers import Server, program
from test_app import INSIDE, App
from test_trust import KEY, OTHER_KEY

if INSIDE:
    from Desktop import desktop

DOES_NOT_OPEN = ("Your link does not open this room: somebody opened it by another link, or by its name alone. Ask them for "
                 "their link, or take a new room.")


class Trust(App):
    """The app and a joom-cli on a server."""

    @classmethod
    def setUpClass(cls):
        if INSIDE:
            cls.server = Server.joom()
            cls.addClassCleanup(cls.server.stop)

    def link(self, key=None, url=None):
        room = self.room.replace(" ", "%20")
        return f"{url or self.server.url}/r/{room}" + (f"#k={key}" if key else "")

    def test_words_are_compared(self):
        self.start("--name", "Ada", self.link())
        bob = self.peer(self.link(), "#283cc8", 660, "--name", "Bob")
        words = bob.wait("trust", lambda trust: trust["words"], timeout=40)["words"]
        desktop.find(None, "Not verified").click()
        for word in words:
            desktop.find("label", word)
        self.save("words")
        desktop.find("push button", "They Match").click()
        desktop.find(None, "Verified by words")
        self.save("words-alike")

    def test_words_that_differ_end_the_connection(self):
        self.start("--name", "Ada", self.link())
        self.peer(self.link(), "#283cc8", 660, "--name", "Bob").wait("trust", timeout=40)
        desktop.find(None, "Not verified").click()
        desktop.find("push button", "They Differ").click()
        desktop.find(None, "The words differ, so the connection to Bob was ended: somebody may be in the middle. "
                     "Leave, and use another server.")

    def test_link_verifies(self):
        self.start("--name", "Ada", self.link(KEY))
        bob = self.peer(self.link(KEY), "#283cc8", 660, "--name", "Bob")
        self.assertEqual(bob.wait("trust", timeout=40)["by"], "link")
        desktop.find(None, "Verified by link").click()
        self.save("verified-by-link")

    def test_server_that_lies_is_a_sentence_on_the_tile(self):
        relay = HostileRelay(self.server.url, exchange_certificates)
        self.addCleanup(relay.stop)
        self.start("--name", "Ada", self.link(KEY, relay.url))
        bob = self.peer(self.link(KEY), "#283cc8", 660, "--name", "Bob")
        bob.wait("error", lambda error: error["code"] == "unproven", timeout=40)
        desktop.find(None, "The connection to Bob was changed on the way, or they have another link. Nothing was shown or "
                     "sent. Use another server, or send them the link again.")

    def test_incomplete_link_is_refused_in_words(self):
        self.peer(self.link(KEY), "#283cc8", 660, "--name", "Bob")
        self.start("--name", "Ada", self.link(OTHER_KEY))
        desktop.find(None, DOES_NOT_OPEN)

    def test_room_that_was_opened_by_its_name_is_a_sentence(self):
        self.peer(self.link(), "#283cc8", 660, "--name", "Bob")
        self.start("--name", "Ada", self.link(KEY))
        desktop.find(None, DOES_NOT_OPEN)

    def test_name_does_not_open_a_room_with_a_key(self):
        self.peer(self.link(KEY), "#283cc8", 660, "--name", "Bob")
        self.start("--name", "Ada", self.link())
        desktop.find(None, "Only people who have this room’s link can enter. Ask them for the complete link.")


class NewRooms(App):
    """Rooms that the app makes have a key, which their link carries and the app remembers."""

    def test_new_room_is_verified_by_its_link(self):
        app = self.start("--name", "Ada")
        desktop.find("push button", "New Room").click()
        desktop.find(None, re.compile("^Only people who have this room’s link can enter"))
        self.save("new-room")
        desktop.press_key("Return")
        link = self.link()
        self.assertRegex(link, r"^http://localhost:\d+/r/[a-z]+-[a-z]+-[a-z]+#k=[\w-]{22}$")
        desktop.find(None, "Only people who have this link can enter.")
        self.save("new-room-waiting")
        self.meet(link)
        self.end(app)
        self.start("--name", "Ada")
        desktop.find("push button", "Recent Rooms").click()
        desktop.find("push button", re.compile("^[a-z]+-[a-z]+-[a-z]+, This Computer$")).click()
        desktop.find("push button", "Join").click()
        self.assertEqual(self.link(), link)
        self.meet(link)

    def meet(self, link):
        """Whoever has the whole link is verified, and whoever has not is refused; leaves us alone afterwards."""
        result = subprocess.run([program("joom-cli"), "join", link.partition("#")[0], "--json", "--camera", "none",
                                 "--microphone", "none"], capture_output=True, text=True, timeout=60, check=False)
        self.assertNotIn('"joined"', result.stdout)
        bob = self.peer(link, "#283cc8", 660, "--name", "Bob")
        self.assertEqual(bob.wait("trust", timeout=40)["by"], "link")
        desktop.find(None, "Verified by link")
        bob.leave()
        desktop.find(None, re.compile("Bob left"))

    def test_plain_name_stays_a_plain_name(self):
        self.start("--name", "Ada")
        self.enter()
        self.assertNotIn("#", self.link())
        desktop.find(None, "Everybody who knows the room’s name can enter.")


if __name__ == "__main__":
    report.main()
