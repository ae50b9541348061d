#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A server as limited as the one Joom descends from: relays five events without ids or acknowledgements.

Engine.IO v4 long polling only (`upgrades: []`), Socket.IO v5, namespace "/", no binary. Unknown events and further
arguments are ignored, as there. Serves `--pages DIR` as "/" and "/public/", and `--client FILE` as the client.

    server.py [--port 0] [--pages DIR] [--client FILE]      prints "Seed-style server on http://127.0.0.1:PORT"
"""
import argparse
import collections
import http.server
import json
import mimetypes
import pathlib
import secrets
import signal
import sys
import threading
import time
import urllib.parse

PING_INTERVAL = 25.0  # seconds
PING_TIMEOUT = 20.0
MAX_PAYLOAD = 1_000_000
REPOSITORY = pathlib.Path(__file__).resolve().parents[3]

lock = threading.Condition()  # guards everything below and wakes the polls
sessions = {}
rooms = collections.defaultdict(set)


class Session:
    """One connected page."""

    def __init__(self):
        self.sid = secrets.token_urlsafe(15)
        self.queue = []
        self.next_ping = time.monotonic() + PING_INTERVAL
        self.seen = time.monotonic()

    def emit(self, *arguments):
        self.queue.append("42" + json.dumps(arguments, ensure_ascii=True))
        lock.notify_all()

    def receive(self, packet):
        """Handles one Engine.IO packet; returns False when it ends the session."""
        self.seen = time.monotonic()
        if packet == "1" or packet.startswith("41"):
            return False
        if packet.startswith("40"):
            self.queue.append("40" + json.dumps({"sid": secrets.token_urlsafe(15)}))
            lock.notify_all()
        elif packet.startswith("42"):
            name, *arguments = json.loads(packet[2:].lstrip("0123456789"))
            self.handle(name, arguments)
        return True

    def handle(self, name, arguments):
        if name == "join_room" and arguments:
            rooms[str(arguments[0])].add(self)
            self.relay(arguments[0], "welcome")
        elif name in ("offer", "answer", "ice") and len(arguments) >= 2:
            self.relay(arguments[1], name, arguments[0])

    def relay(self, room, *event):
        for member in rooms[str(room)] - {self}:
            member.emit(*event)

    def end(self):
        sessions.pop(self.sid, None)
        for members in rooms.values():
            members.discard(self)


class Handler(http.server.BaseHTTPRequestHandler):
    """HTTP for pages, the client and polling."""

    protocol_version = "HTTP/1.1"
    pages = REPOSITORY / "Tests/Fixtures/seed-page"
    client = REPOSITORY / "data/web/socket.io.js"

    def log_message(self, *_):
        pass

    def do_GET(self):
        path = urllib.parse.urlsplit(self.path).path
        if path == "/socket.io/socket.io.js":
            self.serve_file(self.client)
        elif path == "/socket.io/":
            self.poll()
        elif path.startswith("/public/"):
            self.serve_file(self.pages / pathlib.PurePosixPath(path).name)
        else:
            self.serve_file(self.pages / "index.html")

    def do_POST(self):
        session = self.session()
        length = int(self.headers.get("Content-Length", 0))
        if session is None or length > MAX_PAYLOAD:
            return self.answer(400, b'{"code":1,"message":"Session ID unknown"}', "application/json")
        body = self.rfile.read(length).decode()
        with lock:
            for packet in body.split("\x1e"):
                if not session.receive(packet):
                    session.end()
                    lock.notify_all()
        return self.answer(200, b"ok", "text/html")

    def session(self):
        query = urllib.parse.parse_qs(urllib.parse.urlsplit(self.path).query)
        return sessions.get(query.get("sid", [""])[0])

    def poll(self):
        if "sid=" not in self.path:
            return self.open()
        session = self.session()
        if session is None:
            return self.answer(400, b'{"code":1,"message":"Session ID unknown"}', "application/json")
        with lock:
            while not session.queue and session.sid in sessions:
                rest = session.next_ping - time.monotonic()
                if rest <= 0:
                    session.queue.append("2")
                    session.next_ping = time.monotonic() + PING_INTERVAL
                else:
                    lock.wait(rest)
            body = "\x1e".join(session.queue or ["6"])
            session.queue.clear()
        return self.answer(200, body.encode(), "text/plain; charset=UTF-8")

    def open(self):
        session = Session()
        with lock:
            sessions[session.sid] = session
        values = {
            "sid": session.sid,
            "upgrades": [],
            "pingInterval": int(PING_INTERVAL * 1000),
            "pingTimeout": int(PING_TIMEOUT * 1000),
            "maxPayload": MAX_PAYLOAD,
        }
        self.answer(200, ("0" + json.dumps(values)).encode(), "text/plain; charset=UTF-8")

    def serve_file(self, path):
        if not path.is_file():
            return self.answer(404, b"not here", "text/plain")
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        return self.answer(200, path.read_bytes(), kind)

    def answer(self, status, body, kind):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        try:
            self.wfile.write(body)
        except OSError:
            self.close_connection = True  # the page is gone


def reap():
    """Ends sessions whose page went away without a word."""
    while True:
        time.sleep(1)
        with lock:
            limit = time.monotonic() - PING_INTERVAL - PING_TIMEOUT
            for session in [s for s in sessions.values() if s.seen < limit]:
                session.end()
            lock.notify_all()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--pages", type=pathlib.Path, default=Handler.pages)
    parser.add_argument("--client", type=pathlib.Path, default=Handler.client)
    options = parser.parse_args()
    Handler.pages, Handler.client = options.pages, options.client
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", options.port), Handler)
    server.daemon_threads = True
    threading.Thread(target=reap, daemon=True).start()
    print(f"Seed-style server on http://127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
