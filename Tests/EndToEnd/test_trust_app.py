#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the app says of who somebody is, by what assistive programs see of it."""
import report
from hostile_relay import HostileRelay, exchange_certificates
from servers import Server
from test_app import INSIDE, App
from test_trust import KEY, OTHER_KEY

if INSIDE:
    from Desktop import desktop


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
        desktop.find(None, "You were not let in. Ask for the complete link of the room.")


if __name__ == "__main__":
    report.main()
