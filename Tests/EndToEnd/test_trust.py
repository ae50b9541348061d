#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who somebody is: links with a key, four words, and a server that lies."""
import unittest
from urllib.parse import quote

from hostile_relay import HostileRelay, exchange_and_strip, exchange_certificates
from participant import Participant
from servers import Server
from test_joom_cli import ADA, BLUE, BOB, RED, Calls, check_events

KEY, OTHER_KEY = "AAECAwQFBgcICQoLDA0ODw", "DDECAwQFBgcICQoLDA0ODw"


class Trust(Calls):
    """People on our server, or on one that somebody holds."""

    @classmethod
    def setUpClass(cls):
        cls.use(Server.joom())

    def enter(self, who, url, key=None, *arguments):
        link = f"{url}/r/{quote(self.room, safe='')}" + (f"#k={key}" if key else "")
        participant = Participant(link, None, *who, *arguments)
        self.addCleanup(participant.__exit__)
        return participant

    def between(self, change):
        relay = HostileRelay(self.server.url, change)
        self.addCleanup(relay.stop)
        return relay

    def test_key_of_the_link_verifies(self):
        people = [self.enter(who, self.server.url, KEY) for who in (ADA, BOB)]
        for person, colour in zip(people, (BLUE, RED)):
            trust = person.wait("trust")
            self.assertEqual((trust["by"], trust["guest"]), ("link", False))
            person.wait_for_picture(colour)
        for person in people:
            status, _ = person.leave()
            self.assertEqual(status, 0)
            check_events(self, person.events)

    def test_without_a_key_both_see_the_same_four_words(self):
        people = [self.enter(who, self.server.url) for who in (ADA, BOB)]
        words = [person.wait("trust", lambda trust: trust["words"])["words"] for person in people]
        self.assertEqual(words[0], words[1])
        self.assertEqual(len(words[0]), 4)
        for person in people:
            self.assertEqual(person.last("trust")["by"], "none")
            self.assertIn(" ".join(words[0]), "\n".join(person.words))

    def test_server_that_exchanges_certificates_is_refused(self):
        for change, code in ((exchange_certificates, "unproven"), (exchange_and_strip, "unproven")):
            with self.subTest(change.__name__):
                Calls.number += 1
                self.room = f"cli room {Calls.number} 방"
                relay = self.between(change)
                ada = self.enter(ADA, relay.url, KEY)
                ada.wait("joined")
                bob = self.enter(BOB, relay.url, KEY)
                for person in (ada, bob):
                    error = person.wait("error", lambda error: error["code"] == code)
                    self.assertIn("Nothing was shown or sent.", error["message"])
                self.assertGreater(relay.changed, 0)
                self.assert_nothing_came(ada, bob)

    def test_certificate_that_only_the_description_has_is_refused_without_a_key(self):
        relay = self.between(exchange_certificates)
        people = [self.enter(who, relay.url) for who in (ADA, BOB)]
        people[0].wait("error", lambda error: error["code"] == "fingerprint_mismatch")
        self.assert_nothing_came(*people)

    def test_another_key_opens_nothing(self):
        self.enter(ADA, self.server.url, KEY).wait("joined")
        bob = self.enter(BOB, self.server.url, OTHER_KEY)
        self.assertEqual(bob.wait("error")["code"], "denied")
        self.assertEqual(bob.process.wait(20), 1)

    def assert_nothing_came(self, *people):
        for person in people:
            for _ in range(2):  # what must not come has time to come
                person.wait_now(lambda stats: stats["framesDecoded"] == 0)
        for person in people:
            status, summary = person.leave()
            self.assertEqual(status, 1)
            self.assertEqual(person.all("first-frame"), [])
            self.assertEqual(person.all("trust"), [])
            self.assertEqual(summary.get("frames_decoded", 0), 0)
            check_events(self, person.events)


if __name__ == "__main__":
    unittest.main()
