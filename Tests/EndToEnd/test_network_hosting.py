#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rooms that a window opens to its network: Joom's computer has a cable to this one, and nothing else.

Runs in a session of Tests/Desktop/session.py.
"""
import base64
import hashlib
import os
import pathlib
import re
import ssl
import stat
import subprocess
import sys
import unittest

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parent), str(pathlib.Path(__file__).resolve().parents[1])]

import report
from browser import NOTE_WORD, Browser, wait_until
from namespaces import Host, available
from participant import Participant
from servers import Server, program
from test_app import App, BLUE, INSIDE, RED

if INSIDE:
    from Desktop import desktop

NETWORK = "192.168.83"
TRUST = "/etc/ssl/certs/ca-certificates.crt"
BREAK = 1_000  # ms of a picture that stands still; a generation is replaced by the next beside it
SWITCH = "Others on my network may join"


@unittest.skipUnless(INSIDE and available(), "needs a session, and network namespaces of its own")
class OpenRooms(App):
    """A window that is alone in a room of its computer."""

    def setUp(self):
        super().setUp()
        self.host = Host(files=True)
        self.addCleanup(self.host.end)
        # The kernel takes a cable of before away in its own time: each has a name of its own.
        cable = f"joom{App.number}"
        self.host.ip(f"link add home type veth peer name {cable} netns {os.getpid()}")
        self.host.ip(f"address add {NETWORK}.1/24 dev home")
        self.host.ip("link set home up")
        for words in (f"address add {NETWORK}.2/24 dev {cable}", f"link set {cable} up"):
            subprocess.run(["ip", *words.split()], check=True, timeout=30)
        self.start("--name", "Ada", self.room, place=self.host.place)
        self.link()

    @staticmethod
    def turn():
        """Moves the switch."""
        desktop.find(None, SWITCH, states=["focusable", "sensitive"], timeout=30).click()

    def open(self):
        """Turns the switch on, and returns the link that comes of it."""
        self.turn()
        desktop.wait(lambda: "#k=" in self.link(), "a link for the network", 30)
        link = self.link()
        self.assertRegex(link, rf"^https://{re.escape(NETWORK)}\.1:\d+/r/\S+#k=[\w-]{{22}}&fp=[\w-]{{43}}$")
        return link

    def refused(self, link, place=()):
        """The error that joom-cli gives instead of joining."""
        result = subprocess.run([*place, program("joom-cli"), "join", link, "--json", "--camera", "none", "--microphone", "none",
                                 "--duration", "8"], capture_output=True, text=True, timeout=60, check=False)
        self.assertNotIn('"joined"', result.stdout)
        return result.stderr

    def test_the_link_lets_exactly_those_in_who_have_it_whole(self):
        closed = self.link()
        self.assertTrue(closed.startswith("http://localhost:"))
        link = self.open()
        desktop.find(None, re.compile("^This link works for people on your network"))
        self.save("network-open")
        kept = pathlib.Path(self.home) / "joom/network-certificate.pem"
        self.assertEqual(stat.S_IMODE(kept.stat().st_mode), 0o600)
        key = link.partition("&fp=")[0]
        self.assertIn("not the one that the link names", self.refused(link[:-43] + link[-43:][::-1]))
        self.assertIn("not to be trusted", self.refused(key))
        self.assertIn("does not open this room", self.refused(re.sub("k=[^&]+", "k=" + "A" * 22, link)))
        bob = self.peer(link, "#283cc8", 660, "--name", "Bob")
        bob.wait("first-frame", timeout=60)
        self.wait_for_colour(BLUE)
        bob.wait_for_picture(RED)

    def test_switched_off_nobody_comes_in(self):
        link = self.open()
        self.turn()
        desktop.wait(lambda: self.link().startswith("http://localhost:"), "the link of before", 30)
        desktop.wait(lambda: "Nobody listens" in self.refused(link), "a closed door", 60)
        again = self.open()
        self.assertEqual(again[-43:], link[-43:], "the certificate is another")

    def test_a_room_with_a_key_keeps_it(self):
        self.end(self.app)
        self.start("--name", "Ada", "--new-room", place=self.host.place)
        desktop.wait(lambda: "#k=" in self.link(), "a room with a key", 30)
        closed = self.link()
        self.turn()
        desktop.wait(lambda: self.link().startswith("https:"), "a link for the network", 30)
        self.assertIn(closed[-25:] + "&fp=", self.link())
        bob = self.peer(self.link(), "#283cc8", 660, "--name", "Bob")
        self.assertEqual(bob.wait("trust", timeout=60)["by"], "link")
        bob.leave()
        desktop.find(None, re.compile("Bob left"))
        self.turn()
        desktop.wait(lambda: self.link() == closed, "the link of before", 30)
        self.assertIn("does not open this room", self.refused(closed.partition("#")[0], self.host.place))

    def test_a_phone_reads_the_link_from_the_screen(self):
        link = self.open()
        desktop.find("push button", "QR Code").click()
        desktop.find(None, "QR code of the link")
        desktop.wait(lambda: link in self.read_code(), "the link in a code", 30)
        self.save("network-code")

    def read_code(self):
        """What a code on the screen says, by the reader that GStreamer has for cameras."""
        path = pathlib.Path(self.home) / "screen.png"
        desktop.screenshot().save(str(path))
        run = subprocess.run(["gst-launch-1.0", "-m", "filesrc", f"location={path}", "!", "pngdec", "!", "videoconvert", "!",
                              "zbar", "!", "fakesink"], capture_output=True, text=True, timeout=60, check=False)
        return run.stdout.replace("\\", "")

    def server(self):
        """A server that others reach, with a certificate that Joom's computer trusts, and the hash of that one's key."""
        certificate, key = (f"{self.home}/{name}.pem" for name in ("certificate", "key"))
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
                        "-subj", "/CN=A server", "-addext", f"subjectAltName=IP:{NETWORK}.2", "-keyout", key, "-out", certificate],
                       check=True, capture_output=True)
        document = pathlib.Path(certificate).read_text()
        self.host.append(TRUST, document)
        server = Server.joom("--host", f"{NETWORK}.2", "--certificate", certificate, "--key", key)
        self.addCleanup(server.stop)
        return server.url, self.public_key(document)

    def test_a_browser_comes_in_and_goes_along_to_a_server(self):
        server, server_key = self.server()
        link = self.open()
        document = ssl.get_server_certificate((f"{NETWORK}.1", int(re.search(r":(\d+)/", link)[1])))
        desktop.find("push button", re.compile("QR Code|Fingerprint")).click()
        shown = desktop.find(None, re.compile(r"^[0-9A-F]{2}(\s[0-9A-F]{2}){31}$")).name
        self.assertEqual(hashlib.sha256(ssl.PEM_cert_to_DER_cert(document)).digest(), bytes.fromhex(shown))
        with Browser((40, 60, 200), 660, trusted_key=f"{self.public_key(document)},{server_key}") as eve:
            eve.open(link)
            eve.enter_room(name="Eve")
            self.wait_for_colour(BLUE, timeout=60)
            eve.wait_for_picture(RED, tolerance=70)
            eve.time_frames()
            eve.run(NOTE_WORD, "Reconnecting")
            desktop.find("text", "Server address").set_text(server)
            desktop.find("push button", "Move the Room", states=["sensitive"]).click()
            eve.wait_for_text(f"Ada moved the room to {server.removeprefix('https://')}. The call goes on.", "#notices", 30)
            new = eve.find("#link").get_property("value")
            self.assertRegex(new, rf"^{re.escape(server)}/r/\S+#k=[\w-]{{22}}$")
            carl = Participant(new, None, "#20a020", 880, "--name", "Carl", place=self.host.place)
            self.addCleanup(carl.__exit__)
            for name in ("Ada", "Eve"):
                carl.wait("peer", lambda event, name=name: event["name"] == name, timeout=60)
            # The third of the pictures is another one's, so that all connections are those of the new server.
            wait_until("both are there for Eve", lambda: len(eve.all(".peer")) == 2)
            eve.wait_for_picture((32, 160, 32), 'video[aria-label="Carl"]', tolerance=70)
            eve.wait_for_picture(RED, 'video[aria-label="Ada"]', tolerance=70)
            eve.wait_for_sound(440, selector='video[aria-label="Ada"]')
            self.assertLess(eve.run("return window.gap"), BREAK)
            self.assertFalse(eve.run("return window.wordSeen"))
            desktop.find(None, "You rely on their page")
            self.assertFalse(eve.find("#call .banner").is_displayed(), eve.find("#call .banner").text)
            self.assertEqual([], [line for line in eve.log() if "Content Security" in line or "Uncaught" in line])

    @staticmethod
    def public_key(document):
        """Base64 of the SHA-256 of a certificate's public key."""
        key = subprocess.run(["openssl", "x509", "-pubkey", "-noout"], input=document, capture_output=True, text=True, check=True)
        der = subprocess.run(["openssl", "pkey", "-pubin", "-outform", "der"], input=key.stdout.encode(), capture_output=True,
                             check=True)
        return base64.b64encode(hashlib.sha256(der.stdout).digest()).decode()


if __name__ == "__main__":
    report.main()
