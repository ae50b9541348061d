#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""joom-server in an operator's hands: its configuration, certificates, sockets of others, and how it stops."""
import http.client
import json
import os
import pathlib
import select
import signal
import socket
import ssl
import subprocess
import tempfile
import time
import unittest

import report
from servers import program

HANDSHAKE = (b"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\n"
             b"Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")


class UnixConnection(http.client.HTTPConnection):
    """HTTP over a Unix socket."""

    def __init__(self, path):
        super().__init__("localhost", timeout=10)
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(10)
        self.sock.connect(self.path)


class Case(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.directory = pathlib.Path(directory.name)

    def start(self, *arguments, **options):
        """A server; what it says when it is ready is in `line`."""
        options.setdefault("stderr", subprocess.DEVNULL)
        process = subprocess.Popen([program("joom-server"), *arguments], stdout=subprocess.PIPE, text=True, **options)
        self.addCleanup(process.wait)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.kill)
        process.line = process.stdout.readline()
        return process

    def run_once(self, *arguments, **environment):
        return subprocess.run([program("joom-server"), *arguments], capture_output=True, text=True, timeout=20,
                              env={**os.environ, **environment})

    def write(self, name, text):
        path = self.directory / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    def certificate(self, name):
        """A certificate of its own for localhost, and its key."""
        certificate, key = self.directory / "certificate.pem", self.directory / "key.pem"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                        "-days", "2", "-subj", f"/CN={name}", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
                        "-keyout", key, "-out", certificate], check=True, capture_output=True)
        return str(certificate), str(key)

    def enter(self, port):
        """A client over WebSocket in the namespace."""
        client = socket.create_connection(("127.0.0.1", port), timeout=10)
        self.addCleanup(client.close)
        client.sendall(HANDSHAKE)
        self.assertIn(b" 101 ", client.recv(4096))
        client.sendall(b"\x81\x82" + bytes(4) + b"40")
        received = b""
        while b"40{" not in received:
            received += client.recv(4096)
        return client


class Configuration(Case):
    def test_a_good_file_is_in_order(self):
        path = self.write("server.toml", 'port = 0\n[limits]\nsessions = 100\n')
        run = self.run_once("--config", path, "--check-config")
        self.assertEqual((run.returncode, run.stdout, run.stderr), (0, "The configuration is in order.\n", ""))
        self.assertRegex(self.start("--config", path).line, r"^Joom listening on http://127\.0\.0\.1:\d+$")

    def test_everything_that_is_wrong_is_named(self):
        path = self.write("server.toml", 'prot = 1\ncapacity = 99\n')
        for extra in ([], ["--check-config"]):
            run = self.run_once("--config", path, *extra, JOOM_LIMITS_SESSIONS="many")
            self.assertEqual((run.returncode, run.stdout), (78, ""))
            self.assertEqual(run.stderr.splitlines(), [
                f"joom-server: {path}: prot: is no setting; is port meant?",
                f"joom-server: {path}: capacity: is 99, but has to be a whole number from 2 to 32.",
                'joom-server: JOOM_LIMITS_SESSIONS: is "many", but has to be a whole number from 1 to 1000000.',
            ])

    def test_the_command_line_wins(self):
        path = self.write("server.toml", 'host = "192.0.2.1"\nport = 1\n')
        line = self.start("--config", path, "--set", "host=127.0.0.1", "--port", "0").line
        self.assertRegex(line, r"^Joom listening on http://127\.0\.0\.1:\d+$")

    def test_the_later_file_wins(self):
        first = self.write("first.toml", 'host = "192.0.2.1"\nport = 0\n')
        second = self.write("second.toml", 'host = "127.0.0.1"\n')
        line = self.start("--config", first, "--config", second).line
        self.assertRegex(line, r"^Joom listening on http://127\.0\.0\.1:\d+$")

    def test_the_example_is_in_order(self):
        example = pathlib.Path(__file__).resolve().parents[2] / "data/systemd/joom-server.toml"
        run = self.run_once("--config", str(example), "--check-config")
        self.assertEqual((run.returncode, run.stderr), (0, ""))

    def test_a_key_of_another_certificate_is_named(self):
        certificate, _ = self.certificate("one")
        os.rename(certificate, self.directory / "old.pem")
        _, key = self.certificate("two")
        run = self.run_once("--certificate", str(self.directory / "old.pem"), "--key", key, "--check-config")
        self.assertEqual(run.returncode, 78)
        self.assertEqual(run.stderr, f"joom-server: tls: {key} is not the key of {self.directory}/old.pem.\n")

    def test_logs_are_objects_where_asked(self):
        process = self.start("--port", "0", "--set", "log.format=json", stderr=subprocess.PIPE)
        self.addCleanup(process.stderr.close)
        process.send_signal(signal.SIGTERM)
        self.assertEqual(process.wait(10), 0)
        entry = json.loads(process.stderr.readline())
        self.assertEqual((entry["message"], entry["level"], entry["seconds"]), ("stopping", "notice", "10"))


class Places(Case):
    def test_https_and_a_new_certificate_without_a_restart(self):
        certificate, key = self.certificate("one")
        process = self.start("--port", "0", "--certificate", certificate, "--key", key)
        port = int(process.line.rsplit(":", 1)[1])
        self.assertTrue(process.line.startswith("Joom listening on https://127.0.0.1:"), process.line)

        def get():
            trust = ssl.create_default_context(cafile=certificate)
            connection = http.client.HTTPSConnection("localhost", port, timeout=10, context=trust)
            self.addCleanup(connection.close)
            connection.request("GET", "/")
            self.assertIn("max-age", connection.getresponse().getheader("Strict-Transport-Security"))

        get()
        self.certificate("two")
        with self.assertRaises(ssl.SSLError):
            get()
        process.send_signal(signal.SIGHUP)
        deadline = time.monotonic() + 10
        while True:
            try:
                get()
                break
            except ssl.SSLError:
                self.assertLess(time.monotonic(), deadline)
        # Nonsense in the files leaves the last good certificate in use.
        good = pathlib.Path(certificate).read_text(encoding="ascii")
        self.write("certificate.pem", "nonsense")
        process.send_signal(signal.SIGHUP)
        time.sleep(0.3)
        self.write("certificate.pem", good)
        get()

    def test_a_unix_socket(self):
        path = str(self.directory / "joom.sock")
        process = self.start("--unix-socket", path)
        self.assertEqual(process.line, f"Joom listening on unix:{path}\n")
        self.assertEqual(os.stat(path).st_mode & 0o777, 0o660)
        for target, status in (("/healthz", 200), ("/metrics", 403)):
            connection = UnixConnection(path)
            self.addCleanup(connection.close)
            connection.request("GET", target)
            self.assertEqual(connection.getresponse().status, status)
        second = self.run_once("--unix-socket", path)
        self.assertEqual(second.returncode, 1)
        self.assertIn(f"another program answers on {path}", second.stderr)
        # What a killed server left behind is in nobody's way.
        process.kill()
        process.wait()
        self.assertEqual(self.start("--unix-socket", path).line, f"Joom listening on unix:{path}\n")

    def test_sockets_that_systemd_opened(self):
        listener = socket.create_server(("127.0.0.1", 0))
        self.addCleanup(listener.close)
        port = listener.getsockname()[1]
        # The shell knows its own id, which becomes the server's.
        script = 'exec 3<&%d; export LISTEN_PID=$$ LISTEN_FDS=1; exec "%s"' % (listener.fileno(), program("joom-server"))
        process = subprocess.Popen(["bash", "-c", script], stdout=subprocess.PIPE, text=True, pass_fds=[listener.fileno()])
        self.addCleanup(process.wait)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.kill)
        self.assertEqual(process.stdout.readline(), "Joom listening on 1 inherited socket\n")
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        self.addCleanup(connection.close)
        connection.request("GET", "/readyz")
        self.assertEqual(connection.getresponse().status, 200)


class Stopping(Case):
    def test_clients_are_told_and_closed_within_the_time(self):
        process = self.start("--port", "0", "--set", "drain_seconds=2")
        clients = [self.enter(int(process.line.rsplit(":", 1)[1])) for _ in range(4)]
        process.send_signal(signal.SIGTERM)
        received, times = {client: b"" for client in clients}, []
        while len(times) < len(clients):
            for client in select.select([client for client in clients if client.fileno() >= 0], [], [], 10)[0]:
                received[client] += client.recv(4096)
                if b"\x88" in received[client]:
                    times.append(time.monotonic())
                    client.close()
        for data in received.values():
            self.assertIn(b'42["closing",{"seconds":2}]', data)
            self.assertNotIn(b"\x0241", data, "after a 41 nobody comes back")
        self.assertEqual(process.wait(10), 0)
        self.assertGreater(max(times) - min(times), 0.5)

    def test_a_second_signal_is_for_those_in_a_hurry(self):
        process = self.start("--port", "0", "--set", "drain_seconds=600")
        client = self.enter(int(process.line.rsplit(":", 1)[1]))
        process.send_signal(signal.SIGTERM)
        self.assertIn(b"closing", client.recv(4096))
        process.send_signal(signal.SIGTERM)
        self.assertEqual(process.wait(10), 0)


if __name__ == "__main__":
    report.main()
