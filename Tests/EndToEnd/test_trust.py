#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who somebody is: links with a key, four words, and a server that lies."""
import base64
import hmac
import os
from urllib.parse import quote

import report
from browser import Browser, wait_until
from hostile_relay import HostileRelay, exchange_and_strip, exchange_certificates
from participant import Participant
from servers import Server
from test_joom_cli import ADA, BLUE, BOB, RED, Calls, check_events

WORDS = "return [...document.querySelectorAll('.trust .words li')].map((word) => word.textContent)"
PROOFS = """
const [room, done] = arguments;
(async () => {
  const { keyInAddress, sealKey, prove, isProved } = await import("/public/trust.js");
  const key = await sealKey(room, keyInAddress()), place = {room, from: "anna", to: "me", session: "0".repeat(16)};
  const sdp = "v=0\\r\\na=fingerprint:sha-256 cc:dd\\r\\nm=x\\r\\na=fingerprint:sha-256 AA:BB\\r\\n";
  const offer = {type: "offer", sdp}, mac = await prove(key, offer, place);
  done({
    mac,
    honest: await isProved(key, mac, offer, place),
    altered: await isProved(key, mac, {type: "offer", sdp: sdp.replace("AA:BB", "EE:EE")}, place),
    stripped: await isProved(key, undefined, offer, place),
    replayed: await isProved(key, mac, offer, {...place, session: "1".repeat(16)}),
    reflected: await isProved(key, mac, offer, {...place, from: "me", to: "anna"}),
    bare: await isProved(key, mac, {type: "offer", sdp: "v=0"}, place),
  });
})().catch((error) => done(String(error)));
"""
# What the server says of everybody who comes after the key was given away at the door.
VISITORS = """
import("/public/peer.js").then(({ Peer: { prototype } }) => {
  const { describe } = prototype;
  prototype.describe = function (who) {
    describe.call(this, {...who, capabilities: [...who.capabilities, "joom/visitor"]});
  };
});
"""
KEY, OTHER_KEY = "AAECAwQFBgcICQoLDA0ODw", "DDECAwQFBgcICQoLDA0ODw"


class Trust(Calls):
    """People on our server, or on one that somebody holds."""

    @classmethod
    def setUpClass(cls):
        cls.use(Server.joom())
        cls.page = Browser()
        cls.addClassCleanup(cls.page.close)

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

    def test_words_differ_where_somebody_holds_both_ends(self):
        # To each of them the liar is the other: every certificate is the one described, and nothing else tells.
        with Server.joom() as other_face:
            mallory = [self.enter(BOB, self.server.url, None, "--name", "Bob"),
                       self.enter(ADA, other_face.url, None, "--name", "Ada")]
            for person in mallory:
                person.wait("joined")
            deceived = [self.enter(ADA, self.server.url), self.enter(BOB, other_face.url)]
            words = [person.wait("trust", lambda trust: trust["words"])["words"] for person in deceived]
            self.assertNotEqual(words[0], words[1])
            for person in deceived + mallory:
                person.leave()

    def test_another_key_opens_nothing(self):
        self.enter(ADA, self.server.url, KEY).wait("joined")
        bob = self.enter(BOB, self.server.url, OTHER_KEY)
        self.assertEqual(bob.wait("error")["code"], "denied")
        self.assertEqual(bob.process.wait(20), 1)

    def browse(self, key=None, **how):
        """The guest page in the room; a browser of its own where one of another kind is asked for."""
        guest = Browser(**how) if how else self.page
        self.addCleanup(guest.close if how else guest.forget)
        guest.open(f"{self.server.url}/r/{quote(self.room, safe='')}" + (f"#k={key}" if key else ""))
        guest.run("document.getElementById('enter').click()")
        return guest

    def test_browser_sees_the_same_words_and_says_whom_it_relies_on(self):
        ada = self.enter(ADA, self.server.url)
        ada.wait("joined")
        guest = self.browse()
        trust = ada.wait("trust", lambda trust: trust["words"])
        self.assertEqual((trust["by"], trust["guest"]), ("none", True))
        wait_until("the guest sees the same words", lambda: guest.run(WORDS) == trust["words"])
        summary = guest.run("return document.querySelector('.trust summary').textContent")
        self.assertEqual(summary, "You rely on " + self.server.url.removeprefix("http://"))
        self.picture(guest, "trust-en")

    def test_browser_that_comes_first_sees_them_too(self):
        guest = self.browse(language="ko")
        wait_until("the guest waits", lambda: guest.run("return !document.getElementById('waiting').hidden"))
        ada = self.enter(ADA, self.server.url)
        trust = ada.wait("trust", lambda trust: trust["words"])
        # Only where both ends are Korean the words are.
        wait_until("the guest sees the same words", lambda: guest.run(WORDS) == trust["words"])
        self.picture(guest, "trust-ko")

    def test_browser_proves_the_key_and_wants_proof(self):
        ada = self.enter(ADA, self.server.url, KEY)
        ada.wait("joined")
        guest = self.browse(KEY)
        trust = ada.wait("trust")
        # It has the key, and yet it is the server's program that says so.
        self.assertEqual((trust["by"], trust["guest"]), ("link", True))
        self.assertIn("you rely on", "\n".join(ada.words))
        wait_until("the page says that the key was proved", lambda: "key was proved" in guest.run("return document.querySelector('.trust .proof').textContent"))

    def test_key_says_nothing_of_a_visitor(self):
        ada = self.enter(ADA, self.server.url, KEY)
        ada.wait("joined")
        guest = self.browse(KEY, before_page=VISITORS)
        wait_until("the guest has words to compare", lambda: len(guest.run(WORDS)) == 4)
        self.assertIn("Read these four words", guest.run("return document.querySelector('.trust .proof').textContent"))

    def test_browser_learns_that_the_other_side_was_deceived(self):
        relay = self.between(exchange_certificates)
        ada = self.enter(ADA, relay.url, KEY)
        ada.wait("joined")
        guest = self.browse(KEY)
        ada.wait("error", lambda error: error["code"] == "unproven")
        wait_until("the page says that it was refused", lambda: "refused the connection" in guest.run("return document.querySelector('.peer .status').textContent"))
        self.assertEqual(ada.all("first-frame"), [])

    def test_page_computes_what_the_protocol_says(self):
        guest = self.browse(KEY)
        found = guest.driver.execute_async_script(PROOFS, "blue")
        prk = hmac.digest(b"joom/1", KEY.encode(), "sha256")
        key = hmac.digest(prk, b"sdp|blue\x01", "sha256")
        parts = [b"offer", b"blue", b"anna", b"me", b"0" * 16, b"SHA-256 AA:BB", b"SHA-256 CC:DD"]
        text = b"".join(len(part).to_bytes(4, "big") + part for part in parts)
        mac = base64.urlsafe_b64encode(hmac.digest(key, text, "sha256")).rstrip(b"=").decode()
        self.assertEqual(found, {"mac": mac, "honest": True, "altered": False, "stripped": False, "replayed": False,
                                 "reflected": False, "bare": False})

    def test_key_over_plain_http_is_an_honest_sentence(self):
        guest = self.browse(KEY, before_page="Object.defineProperty(crypto, 'subtle', {value: undefined})")
        wait_until("the page says why not", lambda: "browsers cannot use it" in guest.run("return document.querySelector('.banner').textContent"))

    def picture(self, guest, name):
        folder = os.environ.get("JOOM_SCREENSHOTS")
        if not folder:
            return
        guest.run("document.querySelector('.trust').open = true")
        for width, height in ((360, 640), (1000, 700)):
            guest.resize(width, height)
            guest.driver.save_screenshot(f"{folder}/{name}-{width}.png")

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
    report.main()
