# SPDX-License-Identifier: GPL-3.0-or-later
"""The servers that end-to-end tests run against, each on a free port of the loopback interface.

JOOM_SERVER names the joom-server binary; without it .build/debug and .build/release are looked into.
"""
import os
import pathlib
import re
import socket
import subprocess
import sys
import threading

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
SEED_PAGE = REPOSITORY / "Tests/Fixtures/seed-page"
WEB = REPOSITORY / "data/web"


def program(name):
    """The path of one of our programs as built last; the variable JOOM_SERVER, JOOM_CLI, ... names another."""
    override = os.environ.get(name.upper().replace("-", "_"))
    candidates = [override] + [str(REPOSITORY / ".build" / kind / name) for kind in ("debug", "release")]
    return next((path for path in candidates if path and os.access(path, os.X_OK)), None)


def joom_server():
    """The path of the joom-server to test, or None."""
    return program("joom-server")


class Server:
    """A server process; `url` is what it printed when it was ready."""

    def __init__(self, *command, **environment):
        self.command = list(command)
        # Tests do not wait until clients have gone one after the other.
        self.environment = {**os.environ, "JOOM_DRAIN_SECONDS": "0", **environment}
        self.process = None
        self.start()

    @classmethod
    def joom(cls, *arguments, place=()):
        """Our own server; `place` is a command in front that runs it elsewhere, such as in a namespace."""
        return cls(*place, joom_server(), "--port", "0", *arguments, JOOM_DATADIR=str(REPOSITORY / "data"))

    @classmethod
    def seed_style(cls, *arguments, pages=SEED_PAGE):
        """The fixture that relays without ids or acknowledgements, with `pages` as its page."""
        return cls(sys.executable, str(REPOSITORY / "Tests/Fixtures/seed-server.py"), str(pages), *arguments)

    def start(self, port=None):
        command = list(self.command)
        if port:
            command += ["--port", str(port)]  # the last one counts
        self.process = subprocess.Popen(command, env=self.environment, stdout=subprocess.PIPE, text=True, cwd=REPOSITORY)
        line = self.process.stdout.readline()
        match = re.search(r"https?://\S+", line)
        if not match:
            self.stop()
            raise RuntimeError(f"{command[0]} did not start: {line!r}")
        self.url = match.group().rstrip("/.")
        threading.Thread(target=self.process.stdout.read, daemon=True).start()

    def kill(self):
        """Ends it without a good-bye, as a power cut does."""
        self.process.kill()
        self.process.wait()

    def restart(self):
        """Comes back on the port it had."""
        self.stop()
        port = int(self.url.rsplit(":", 1)[1])
        if "--port" in self.command:
            index = self.command.index("--port")
            del self.command[index:index + 2]
        self.start(port)

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.kill()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()


class Front:
    """Serves a folder's index.html and /public/ files and passes all else, byte for byte, to the server at `url`.

    So the seed-style page is of the same origin as the joom-server it talks to, as it would be there.
    """

    def __init__(self, url, pages=SEED_PAGE):
        host, port = url.removeprefix("http://").split(":")
        self.target, self.pages = (host, int(port)), pathlib.Path(pages)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = "http://127.0.0.1:%d" % self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.listener.close()

    def _accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client):
        head = b""
        while b"\r\n\r\n" not in head:
            chunk = client.recv(65536)
            if not chunk:
                return client.close()
            head += chunk
        path = head.split(b" ", 2)[1].decode().partition("?")[0]
        if path == "/" or path.startswith("/public/"):
            return self._serve_file(client, self.pages / (pathlib.PurePosixPath(path).name or "index.html"))
        if b"\r\nupgrade:" not in head.lower():
            # One request for one connection, so that no later request slips past the look at its path.
            head = re.sub(rb"\r\n[Cc]onnection:[^\r]*", b"", head).replace(b"\r\n", b"\r\nConnection: close\r\n", 1)
        server = socket.create_connection(self.target)
        server.sendall(head)
        with client, server:
            upward = threading.Thread(target=self._pump, args=(client, server), daemon=True)
            upward.start()
            self._pump(server, client)
            upward.join()
        return None

    @staticmethod
    def _serve_file(client, path):
        kind = {".html": "text/html; charset=utf-8", ".js": "text/javascript"}.get(path.suffix, "application/octet-stream")
        body = path.read_bytes() if path.is_file() else b""
        status = "200 OK" if path.is_file() else "404 Not Found"
        client.sendall(f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode() + body)
        client.close()

    @staticmethod
    def _pump(source, sink):
        try:
            while chunk := source.recv(65536):
                sink.sendall(chunk)
        except OSError:
            pass
        for end in (source, sink):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
