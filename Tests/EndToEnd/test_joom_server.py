#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""joom-server as an operator starts and stops it, and what it says over plain HTTP."""
import http.client
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import struct
import subprocess
import tempfile
import time
import unittest
import urllib.request

import report
from servers import Server, program


class CommandLine(unittest.TestCase):
    def test_it_says_where_it_listens_and_leaves_cleanly(self):
        for number in (signal.SIGTERM, signal.SIGINT):
            with self.subTest(signal=number):
                process = subprocess.Popen([program("joom-server"), "--port", "0"], stdout=subprocess.PIPE, text=True)
                self.assertRegex(process.stdout.readline(), r"^Joom listening on http://127\.0\.0\.1:\d+$")
                process.send_signal(number)
                self.assertEqual(process.wait(10), 0)
                process.stdout.close()

    def test_an_occupied_port_is_one_sentence_and_status_1(self):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = str(taken.getsockname()[1])
            run = subprocess.run([program("joom-server"), "--port", port], capture_output=True, text=True, timeout=20)
        self.assertEqual((run.returncode, run.stdout), (1, ""))
        self.assertRegex(run.stderr, rf"^joom-server: Port {port} on 127.0.0.1 is taken .*\.\n$")

    def test_nonsense_is_status_64(self):
        for arguments in (["--port", "x"], ["--port", "70000"], ["--host", ""], ["--dance"], ["kitchen"]):
            with self.subTest(arguments=arguments):
                run = subprocess.run([program("joom-server"), *arguments], capture_output=True, text=True, timeout=20)
                self.assertEqual((run.returncode, run.stdout), (64, ""))
                self.assertTrue(run.stderr.startswith("Error: "), run.stderr)


@unittest.skipUnless(os.geteuid() == 0, "only root can be somebody else; everybody else is ordinary anyway")
class OrdinaryUser(unittest.TestCase):
    def test_it_needs_no_rights(self):
        with tempfile.TemporaryDirectory() as directory:
            os.chmod(directory, 0o755)
            server = shutil.copy(program("joom-server"), directory)
            process = subprocess.Popen([server, "--port", "0"], stdout=subprocess.PIPE, text=True, user="nobody", cwd="/")
            self.addCleanup(process.stdout.close)
            self.addCleanup(process.wait)
            self.addCleanup(process.terminate)
            place = re.search(r"http://(\S+)", process.stdout.readline())[1]
            connection = http.client.HTTPConnection(place, timeout=10)
            self.addCleanup(connection.close)
            connection.request("GET", "/healthz")
            self.assertEqual(connection.getresponse().status, 200)


class WhoDoesNotRead(unittest.TestCase):
    """A client that asks and asks and reads nothing costs little memory, and nobody else anything."""

    LIMIT = 60_000_000
    HANDSHAKE = (b"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\n"
                 b"Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                 b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")

    def setUp(self):
        self.server = Server.joom()
        self.addCleanup(self.server.stop)
        host, port = self.server.url.removeprefix("http://").split(":")
        self.socket = socket.socket()
        self.addCleanup(self.socket.close)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        self.socket.connect((host, int(port)))
        self.socket.settimeout(2)

    @staticmethod
    def websocket_frame(text):
        data = text.encode()
        assert 126 <= len(data) < 65536
        return b"\x81\xfe" + len(data).to_bytes(2, "big") + bytes(4) + data

    def enter(self, connection, room):
        """Takes a seat over a WebSocket."""
        connection.sendall(self.HANDSHAKE)
        self.assertIn(b" 101 ", connection.recv(1024))
        connection.sendall(b"\x81\x82" + bytes(4) + b"40")
        connection.sendall(self.websocket_frame('420["join_room","%s",{"name":"%s"}]' % (room, "n" * 100)))

    def memory(self):
        """Resident bytes of the server."""
        with open(f"/proc/{self.server.process.pid}/status", encoding="ascii") as status:
            return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmRSS"))

    def flood(self, data, times):
        before = self.memory()
        try:
            for _ in range(times):
                self.socket.sendall(data)
        except OSError:
            pass  # not read any more, or closed: both are fine
        connection = http.client.HTTPConnection(self.server.url.removeprefix("http://"), timeout=10)
        connection.request("GET", "/healthz")
        self.assertEqual(connection.getresponse().status, 200)
        connection.close()
        self.assertLess(self.memory() - before, self.LIMIT)

    def test_of_pages(self):
        self.flood(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n" * 1000, 100)

    def test_of_pongs(self):
        self.socket.sendall(self.HANDSHAKE)
        self.assertIn(b" 101 ", self.socket.recv(1024))
        ping = b"\x89\xfd" + bytes(4) + b"x" * 125
        self.flood(ping * 1000, 400)

    def test_of_descriptions(self):
        """Rooms in which one sends 18 MB and the other reads none of it."""
        host, port = self.server.url.removeprefix("http://").split(":")
        offer = self.websocket_frame('42["offer",{"type":"offer","sdp":"%s"},"0"]' % ("v" * 40_000))
        before = self.memory()
        for room in range(8):
            sleeper, sender = socket.socket(), socket.socket()
            self.addCleanup(sleeper.close)
            self.addCleanup(sender.close)
            sleeper.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
            for connection in (sleeper, sender):
                connection.connect((host, int(port)))
                connection.settimeout(10)
                self.enter(connection, room)
            data = offer.replace(b'"0"', b'"%d"' % room)
            for _ in range(450):
                sender.sendall(data)
        self.assertLess(self.memory() - before, self.LIMIT)


class WhoResets(unittest.TestCase):
    """A client that is gone before the answer to its handshake is written leaves nothing behind."""

    CLIENTS = 300

    def test_before_the_answer(self):
        server = Server.joom("--set", "limits.connections_per_address=0")
        self.addCleanup(server.stop)
        host, port = server.url.removeprefix("http://").split(":")
        for number in range(self.CLIENTS):
            client = socket.create_connection((host, int(port)), 10)
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            client.sendall(WhoDoesNotRead.HANDSHAKE)
            # Some of them meet the time between the server's reading and its writing, whatever the machine.
            time.sleep(number * 1e-6)
            client.close()
        # Heartbeats would take 45 s to find them, and find the sessions only.
        names, deadline = ("joom_sessions", "joom_websockets"), time.monotonic() + 20
        while any(left := [self.figure(server, name) for name in names]) and time.monotonic() < deadline:
            time.sleep(0.2)
        self.assertEqual(left, [0, 0])

    @staticmethod
    def figure(server, name):
        with urllib.request.urlopen(f"{server.url}/metrics", timeout=20) as answer:
            return int(re.search(rf"^{name} (\d+)$", answer.read().decode(), re.MULTILINE)[1])


class FewDescriptors(unittest.TestCase):
    """A server that may not open another file waits until it may, and does nothing else meanwhile."""

    CLIENTS = 100

    def test_it_waits_in_peace(self):
        server = Server.joom("--set", "limits.connections_per_address=0", place=("prlimit", "--nofile=48:64"))
        self.addCleanup(server.stop)
        limits = pathlib.Path(f"/proc/{server.process.pid}/limits").read_text()
        self.assertRegex(limits, r"Max open files +64 +64 ", "all that the system allows")
        host, port = server.url.removeprefix("http://").split(":")
        clients = [socket.create_connection((host, int(port)), 10) for _ in range(self.CLIENTS)]
        time.sleep(0.5)
        before = self.busy(server)
        time.sleep(1)
        self.assertLess(self.busy(server) - before, 0.2)
        for client in clients:
            client.close()
        with urllib.request.urlopen(f"{server.url}/healthz", timeout=20) as answer:
            self.assertEqual(answer.status, 200)

    @staticmethod
    def busy(server):
        """Seconds for which a server has computed so far."""
        fields = pathlib.Path(f"/proc/{server.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Pages(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server.joom()
        cls.addClassCleanup(cls.server.stop)

    def get(self, path):
        connection = http.client.HTTPConnection(self.server.url.removeprefix("http://"), timeout=10)
        connection.request("GET", path)
        response = connection.getresponse()
        body = response.read()
        connection.close()
        return response, body

    def test_the_guest_page_is_at_the_root_and_at_rooms(self):
        for path in ("/", "/r/kitchen", "/r/%EB%B0%A9"):
            response, body = self.get(path)
            self.assertEqual(response.status, 200, path)
            self.assertIn(b"<title>", body)
            self.assertIn("default-src 'none'", response.getheader("Content-Security-Policy"))

    def test_the_client_is_where_pages_look_for_it(self):
        response, body = self.get("/socket.io/socket.io.js")
        self.assertEqual(response.status, 200)
        self.assertIn("javascript", response.getheader("Content-Type"))
        self.assertIn(b"io", body)

    def test_other_paths_lead_to_the_root(self):
        for path in ("/nowhere", "/r/", "/public/../../etc/passwd", "/.git/config"):
            response, _ = self.get(path)
            self.assertEqual((response.status, response.getheader("Location")), (302, "/"), path)

    def test_what_pages_ask_for_is_there(self):
        _, page = self.get("/")
        named = re.findall(rb'(?:src|href)="(/[^"#]+)"', page)
        self.assertTrue(named)
        for path in named:
            self.assertEqual(self.get(path.decode())[0].status, 200, path)
        self.assertNotIn(b"//", b"".join(re.findall(rb'(?:src|href)="([^"]*)"', page)), "nothing from elsewhere")

    def test_it_says_what_it_is(self):
        response, body = self.get("/healthz")
        self.assertEqual(response.status, 200)
        self.assertRegex(json.loads(body)["joom"], r"^\d+\.\d+")


if __name__ == "__main__":
    report.main()
