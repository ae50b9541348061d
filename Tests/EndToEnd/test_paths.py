#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Servers of one's own, relays only, TURN over TLS and a range of ports: what then passes on the wire.

A small Internet of namespaces: Ada, Bob, and a computer with the server and coturn, each with an address that all can reach.
"""
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

import report
from namespaces import Host, available
from participant import Participant
from servers import Server, program
from test_setup import TRUST, Authority
from wire import Wire

SERVER, ADA, BOB = "45.0.0.10", "45.0.0.1", "45.0.0.2"
NAME = "turn.example.org"
CREDENTIAL = ["--ice-username", "ada", "--ice-credential", "pass:word"]


@unittest.skipUnless(available() and all(map(shutil.which, ("turnserver", "nft"))), "needs root, coturn and nft")
class Paths(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        directory = tempfile.TemporaryDirectory(prefix="joom-paths-")
        cls.addClassCleanup(directory.cleanup)
        authority = Authority(pathlib.Path(directory.name))
        cls.public, cls.ada, cls.bob = Host(files=True), Host(files=True), Host()
        for host in (cls.public, cls.ada, cls.bob):
            cls.addClassCleanup(host.end)
        cls.public.bridge("public", f"{SERVER}/24")
        for host, name, address in ((cls.ada, "ada", ADA), (cls.bob, "bob", BOB)):
            cls.public.plug(host, "public", name, "outside", f"{address}/24")
        cls.ada.append("/etc/hosts", f"{SERVER} {NAME} other.example.org\n")
        cls.ada.append(TRUST, authority.certificate.read_text())
        chain, key = authority.vouch(NAME)
        cls.coturn = subprocess.Popen(
            [*cls.public.place, "turnserver", "-n", "--log-file=stdout", "--pidfile=", "--lt-cred-mech", f"--realm={NAME}",
             "--user=ada:pass:word", f"--listening-ip={SERVER}", f"--relay-ip={SERVER}", f"--cert={chain}", f"--pkey={key}",
             "--min-port=40000", "--max-port=40100", "--no-cli", "--no-dtls"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        cls.addClassCleanup(cls.coturn.wait)
        cls.addClassCleanup(cls.coturn.kill)
        cls.server = Server.joom("--host", SERVER, place=cls.public.place)
        cls.addClassCleanup(cls.server.stop)

    def join(self, host, colour, tone, *arguments, room=None):
        person = Participant(room or self.id(), self.server.url, colour, tone, *arguments, place=host.place)
        self.addCleanup(person.__exit__)
        return person

    def call(self, ada=(), bob=()):
        """Both, with these arguments, when each hears the other; what passed at each meanwhile; and both."""
        wires = [Wire(self.ada), Wire(self.bob)]
        people = [self.join(self.ada, "#c82828", 440, *ada), self.join(self.bob, "#283cc8", 660, *bob)]
        people[0].wait_for_sound(660)
        people[1].wait_for_sound(440)
        # Candidates that nobody needed may come yet.
        time.sleep(0.5)
        return [wire.read() for wire in wires], people

    def kinds(self, candidates):
        return {candidate.split()[7] if candidate.split()[6] == "typ" else candidate for candidate in candidates}

    def assert_hidden(self, wires):
        """Nobody but the TURN server had a packet of Ada's, or was told where she is."""
        at_ada, at_bob = wires
        self.assertEqual({flow[2] for flow in at_ada.udp | at_ada.tcp if flow[0] == ADA}, {SERVER})
        self.assertEqual({flow[0] for flow in at_bob.udp | at_bob.tcp if flow[2] == BOB}, {SERVER})
        self.assertFalse(re.search(ADA.replace(".", r"\.") + r"(?!\d)", at_bob.text), "her address was told")
        relays = [each for each in at_bob.candidates if f" {SERVER} " in each]
        self.assertEqual({kind for each in relays for kind in [each.split()[7]]}, {"relay"}, at_bob.candidates)
        # Nor is there anything of hers in a description: all the others are Bob's.
        for candidate in at_bob.candidates:
            self.assertIn(candidate.split()[4], (SERVER, BOB), candidate)

    def test_of_relays_only_nothing_else_is_seen(self):
        wires, people = self.call(["--ice-server", f"turn:{NAME}", *CREDENTIAL, "--relay-only"])
        self.assert_hidden(wires)
        self.assertEqual({flow[3] for flow in wires[0].udp if flow[0] == ADA}, {3478})
        self.assertEqual(people[0].last("connected")["path"], "relay")
        # Usually addresses are told, or this test would show nothing.
        self.assertIn(f"{BOB} ", wires[0].text)

    def test_turn_over_tls_needs_only_tcp(self):
        with self.only_tls():
            wires, people = self.call(["--ice-server", f"turns:{NAME}", *CREDENTIAL])
        self.assertEqual({flow[3] for flow in wires[0].tcp if flow[0] == ADA and flow[2] == SERVER},
                         {5349, int(self.server.url.rsplit(":", 1)[1])})
        self.assertEqual({flow for flow in wires[0].udp if flow[0] == ADA}, set())
        # What passes there cannot be read: in plain TURN, names and realms can.
        self.assertNotIn("ada", wires[0].streams[5349])
        self.assertEqual(people[0].all("error"), [])

    def only_tls(self):
        """A firewall around Ada that lets out nothing but TCP to two ports."""
        test = self

        class Wall:
            def __enter__(self):
                port = test.server.url.rsplit(":", 1)[1]
                test.ada.run("nft", "-f", "-", text=True, input=f"""
                    table inet wall {{
                        chain out {{
                            type filter hook output priority filter
                            oifname lo accept
                            tcp dport {{ 5349, {port} }} accept
                            drop
                        }}
                    }}""")

            def __exit__(self, *_):
                test.ada.run("nft", "delete", "table", "inet", "wall")

        return Wall()

    def test_a_certificate_for_another_name_is_refused_and_said(self):
        url = "turns:other.example.org"
        ada = self.join(self.ada, "#c82828", 440, "--ice-server", url, *CREDENTIAL, "--relay-only")
        self.join(self.bob, "#283cc8", 660)
        error = ada.wait("error", lambda event: event["code"] == "ice_server")
        self.assertIn(f"{url} cannot help with calls:", error["message"])
        self.assertIn("certificate", error["message"].lower())
        error = ada.wait("error", lambda event: event["code"] == "media")
        self.assertIn("no TURN server gave one", error["message"])
        self.assertEqual(ada.all("connected"), [])

    def test_relays_only_without_one_is_said(self):
        ada = self.join(self.ada, "#c82828", 440, "--relay-only")
        self.join(self.bob, "#283cc8", 660)
        error = ada.wait("error")
        self.assertIn("no TURN server gave one. Name one with --ice-server", error["message"])
        self.assertEqual(ada.leave()[0], 3)

    def test_only_the_ports_that_were_named_are_used(self):
        wires, people = self.call(bob=["--ports", "50000-50015"])
        ports = {flow[1] for flow in wires[1].udp if flow[0] == BOB}
        self.assertTrue(ports and ports <= set(range(50000, 50016)), wires[1].udp)
        named = {int(candidate.split()[5]) for candidate in wires[0].candidates if candidate.split()[4] == BOB}
        self.assertTrue(named and named <= set(range(50000, 50016)), named)
        # As the system sees it, while the call is on.
        listed = self.bob.run("ss", "-Huan", capture_output=True, text=True).stdout
        bound = {int(line.split()[3].rsplit(":", 1)[1]) for line in listed.splitlines() if BOB in line.split()[3]}
        self.assertTrue(bound and bound <= set(range(50000, 50016)), listed)

    def test_ports_that_are_all_taken_are_said(self):
        taker = subprocess.Popen(
            [*self.bob.place, sys.executable, "-c",
             "import socket\nall = []\nfor port in range(50000, 50016):\n"
             "    all.append(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)); all[-1].bind(('0.0.0.0', port))\n"
             "    all.append(socket.socket(socket.AF_INET6, socket.SOCK_DGRAM))\n"
             "    all[-1].setsockopt(41, 26, 1); all[-1].bind(('::', port))\n"
             "print('taken', flush=True)\ninput()"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.addCleanup(taker.communicate, "\n")
        self.assertEqual(taker.stdout.readline(), "taken\n")
        bob = self.join(self.bob, "#283cc8", 660, "--ports", "50000-50015")
        self.join(self.ada, "#c82828", 440)
        error = bob.wait("error")
        self.assertIn("The UDP ports 50000-50015 are all in use.", error["message"])

    def test_nonsense_is_refused_with_what_to_do(self):
        for arguments, words in (
                (["--ports", "50000-50003"], "4 ports are too few"), (["--ice-server", "stuns:a.example"], "Write stun:"),
                (["--ice-server", "turn:a.example"], "name --ice-username and --ice-credential"),
                (["--ice-username", "u", "--ice-credential", "c"], "for 0 TURN servers")):
            with self.subTest(arguments=arguments):
                run = subprocess.run([program("joom-cli"), "join", "kitchen", "--server", "http://127.0.0.1:1", *arguments],
                                     capture_output=True, text=True, timeout=20, check=False)
                self.assertEqual(run.returncode, 64)
                self.assertIn(words, run.stderr)

    def test_the_doctor_tries_relays_out_and_says_why_one_is_of_no_use(self):
        good = [f"turn:{NAME}", f"turn:{NAME}?transport=tcp", f"turns:{NAME}"]
        bad = {f"turn:{NAME}:3478": "does not take the user name and password", "turns:other.example.org": "is not to be trusted",
               f"turn:{NAME}:9?transport=tcp": "cannot be reached"}
        arguments = []
        for urls, password in ((good, "pass:word"), (bad, "wrong")):
            for url in urls:
                arguments += ["--ice-server", url, "--ice-username", "ada", "--ice-credential", password]
        run = self.ada.run(program("joom-cli"), "doctor", "--json", *arguments, capture_output=True, text=True, check=False,
                           timeout=60)
        self.assertEqual(run.returncode, 1)
        checks = [check for check in map(json.loads, run.stdout.splitlines()) if check.get("name") == "ice-server"]
        self.assertEqual([(check["message"], check["status"]) for check in checks[:3]],
                         [(f"{url} passes packets on, from {SERVER}.", "ok") for url in good])
        self.assertEqual(len(checks), 6)
        for check, (url, words) in zip(checks[3:], bad.items()):
            self.assertEqual(check["status"], "failed")
            self.assertIn(url, check["message"])
            self.assertIn(words, check["message"])
            self.assertTrue(check["remedy"])


if __name__ == "__main__":
    report.main()
