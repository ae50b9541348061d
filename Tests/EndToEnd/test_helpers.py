#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What joom-server does for finding a path: it answers STUN, and vouches for members at a real coturn."""
import json
import os
import pathlib
import re
import shutil
import socket
import subprocess
import tempfile
import time
import unittest

import report
from servers import REPOSITORY, program

SECRET = "a secret of both"


def free_port(kind):
    with socket.socket(type=kind) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def frame(text):
    data = text.encode()
    size = bytes([0x80 | len(data)]) if len(data) < 126 else b"\xfe" + len(data).to_bytes(2, "big")
    return b"\x81" + size + bytes(4) + data


class Helpers(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        directory = tempfile.TemporaryDirectory()
        cls.addClassCleanup(directory.cleanup)
        cls.directory = pathlib.Path(directory.name)
        cls.stun, cls.turn = free_port(socket.SOCK_DGRAM), free_port(socket.SOCK_DGRAM)
        secret = cls.directory / "secret"
        secret.write_text(SECRET + "\n", encoding="ascii")
        cls.process = subprocess.Popen(
            [program("joom-server"), "--port", "0", "--set", f"stun.port={cls.stun}", "--set", "stun.name=127.0.0.1",
             "--set", f"turn.urls=turn:127.0.0.1:{cls.turn}?transport=udp", "--set", f"turn.secret_file={secret}"],
            stdout=subprocess.PIPE, text=True, env={**os.environ, "JOOM_DATADIR": str(REPOSITORY / "data")})
        cls.addClassCleanup(cls.process.wait)
        cls.addClassCleanup(cls.process.stdout.close)
        cls.addClassCleanup(cls.process.kill)
        cls.port = int(cls.process.stdout.readline().rsplit(":", 1)[1])

    def ice_servers(self):
        """What a member is told."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=10) as client:
            client.sendall(b"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\n"
                           b"Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                           b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n" + frame("40")
                           + frame('421["join_room","blue",{"peer_id":"ada"}]'))
            received = b""
            while not (match := re.search(rb'431(\[.*\])', received)):
                received += client.recv(4096)
            return json.loads(match[1])[0]["ice_servers"]

    def test_stun_tells_where_it_sees_us(self):
        self.assertEqual(self.ice_servers()[0], {"urls": [f"stun:127.0.0.1:{self.stun}"]})
        request = bytes.fromhex("000100002112a442") + bytes(range(12))
        with socket.socket(type=socket.SOCK_DGRAM) as client:
            client.bind(("127.0.0.1", 0))
            client.settimeout(10)
            for nonsense in (b"", b"x", request[:-1], b"\x80" * 1400):
                client.sendto(nonsense, ("127.0.0.1", self.stun))
            client.sendto(request, ("127.0.0.1", self.stun))
            answer = client.recv(1500)
            port = client.getsockname()[1]
        self.assertEqual(answer[:2], b"\x01\x01")
        self.assertEqual(answer[8:20], bytes(range(12)))
        self.assertEqual(int.from_bytes(answer[26:28], "big") ^ 0x2112, port)
        self.assertEqual(bytes(a ^ b for a, b in zip(answer[28:32], bytes.fromhex("2112a442"))), bytes([127, 0, 0, 1]))

    def test_libnice_is_answered(self):
        # It asks as RFC 3489 did: without a cookie, and for an address that is not scrambled.
        request = bytes.fromhex("00010000") + bytes(range(16))
        with socket.socket(type=socket.SOCK_DGRAM) as client:
            client.settimeout(10)
            client.sendto(request, ("127.0.0.1", self.stun))
            answer = client.recv(1500)
            port = client.getsockname()[1]
        self.assertEqual(answer, bytes.fromhex("0101000c") + bytes(range(16)) + bytes.fromhex("000100080001")
                         + port.to_bytes(2, "big") + bytes([127, 0, 0, 1]))

    @unittest.skipUnless(shutil.which("turnutils_stunclient"), "needs coturn")
    def test_another_stun_client_understands_it(self):
        run = subprocess.run(["turnutils_stunclient", "-p", str(self.stun), "127.0.0.1"], capture_output=True, text=True,
                             timeout=30)
        self.assertRegex(run.stdout, r"UDP reflexive addr: 127\.0\.0\.1:\d+")


@unittest.skipUnless(shutil.which("turnserver"), "needs coturn")
class Turn(Helpers):
    def setUp(self):
        relay = free_port(socket.SOCK_DGRAM)
        log = self.directory / "turn.log"
        self.coturn = subprocess.Popen(
            ["turnserver", "-n", "--listening-ip=127.0.0.1", "--relay-ip=127.0.0.1", f"--listening-port={self.turn}",
             "--use-auth-secret", f"--static-auth-secret={SECRET}", "--realm=test", "--allow-loopback-peers", "--no-tls",
             "--no-dtls", "--no-cli", f"--min-port={relay}", f"--max-port={relay + 20}", f"--log-file={log}",
             "--simple-log", f"--userdb={self.directory / 'turn.db'}", f"--pidfile={self.directory / 'turn.pid'}"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.addCleanup(self.coturn.wait)
        self.addCleanup(self.coturn.terminate)
        deadline = time.monotonic() + 20
        request = bytes.fromhex("000100002112a442") + bytes(12)
        with socket.socket(type=socket.SOCK_DGRAM) as client:
            client.settimeout(0.2)
            while True:
                client.sendto(request, ("127.0.0.1", self.turn))
                try:
                    client.recv(1500)
                    return
                except OSError:
                    self.assertLess(time.monotonic(), deadline, "coturn does not answer")

    def relay(self, username, credential):
        """Sends a few packets through the relay; true when they came back."""
        run = subprocess.run(["turnutils_uclient", "-y", "-n", "3", "-m", "1", "-p", str(self.turn), "-u", username,
                              "-w", credential, "127.0.0.1"], capture_output=True, text=True, timeout=60)
        return run.returncode == 0 and "lost packets 0 (0.000000%)" in run.stdout

    def test_a_member_is_let_in_and_others_are_not(self):
        told = self.ice_servers()[1]
        self.assertEqual(told["urls"], [f"turn:127.0.0.1:{self.turn}?transport=udp"])
        expiry, peer = told["username"].split(":")
        self.assertEqual(peer, "ada")
        self.assertAlmostEqual(int(expiry), time.time() + 86400, delta=60)
        self.assertTrue(self.relay(told["username"], told["credential"]))
        later = f"{int(expiry) + 1}:{peer}"
        self.assertFalse(self.relay(later, told["credential"]), "a longer life than was given")


if __name__ == "__main__":
    report.main()
