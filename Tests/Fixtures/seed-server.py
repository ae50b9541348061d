#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A signalling server that behaves as the seed's does, for tests on machines without a network.

Relays join_room, offer, answer and ice without ids, checks or acknowledgements, holes included:
an array joins several rooms, an empty array as room reaches everybody, who is in no room may send.
Engine.IO v4 and Socket.IO v5 by polling, upgrade and WebSocket; standard library only.

    seed-server.py [--host H] [--port P] [--polling-only] [--tamper offer|answer] [DIRECTORY]

DIRECTORY holds the page: index.html at /, anything else under /public/ (also without its own public/
folder, so that app.js is found as /public/js/app.js). Every other path redirects to /, as the seed's does.
With --tamper it is a hostile relay: it changes the DTLS fingerprints of descriptions of that kind.
"""
import argparse
import asyncio
import base64
import hashlib
import itertools
import json
import mimetypes
import os
import pathlib
import re
import secrets
import signal
from urllib.parse import parse_qs, unquote, urlsplit

CLIENT = pathlib.Path(__file__).resolve().parents[2] / "data/web/socket.io.js"
PING_INTERVAL, PING_TIMEOUT, MAX_PAYLOAD = 25.0, 20.0, 1_000_000
SEPARATOR = "\x1e"


class Session:
    """One client: where its packets go, which rooms it is in."""

    def __init__(self, server, websocket=None):
        self.server = server
        self.sid = secrets.token_urlsafe(15)
        self.socket_id = None
        self.rooms = set()
        self.queue = []
        self.websocket = websocket
        self.is_upgrading = False
        self.wakeup = asyncio.Event()
        self.ponged = asyncio.Event()
        self.is_closed = False
        server.sessions[self.sid] = self
        self.heart = asyncio.create_task(self.beat())

    def handshake(self):
        upgrades = [] if self.websocket or self.server.polling_only else ["websocket"]
        return "0" + json.dumps({
            "sid": self.sid, "upgrades": upgrades, "pingInterval": int(PING_INTERVAL * 1000),
            "pingTimeout": int(PING_TIMEOUT * 1000), "maxPayload": MAX_PAYLOAD})

    def send(self, packet):
        if self.is_closed:
            return
        if self.websocket:
            self.websocket.send(packet)
        else:
            self.queue.append(packet)
            self.wakeup.set()

    async def beat(self):
        while True:
            await asyncio.sleep(PING_INTERVAL)
            self.ponged.clear()
            self.send("2")
            try:
                await asyncio.wait_for(self.ponged.wait(), PING_TIMEOUT)
            except asyncio.TimeoutError:
                self.close()
                return

    async def poll(self):
        """Waits for packets; while the client upgrades, every poll is released at once."""
        while not self.queue and not self.is_closed:
            if self.is_upgrading:
                return "6"
            self.wakeup.clear()
            await self.wakeup.wait()
        packets, self.queue = self.queue, []
        return SEPARATOR.join(packets) or "1"

    def switch(self, websocket):
        self.websocket, packets, self.queue = websocket, self.queue, []
        self.is_upgrading = False
        for packet in packets:
            websocket.send(packet)
        self.wakeup.set()

    def receive(self, packet):
        kind, body = packet[:1], packet[1:]
        if kind == "3":
            self.ponged.set()
        elif kind == "1":
            self.close()
        elif kind == "4":
            self.receive_socket(body)
        elif kind != "6":
            self.close()

    def receive_socket(self, text):
        kind, body = text[:1], text[1:]
        if kind == "0":
            self.socket_id = secrets.token_urlsafe(15)
            self.rooms = {self.socket_id}
            self.send("40" + json.dumps({"sid": self.socket_id}))
        elif kind == "1":
            self.socket_id, self.rooms = None, set()
        elif kind == "2" and self.socket_id:
            try:
                arguments = json.loads(body.lstrip("0123456789"))
                self.server.event(self, *arguments)
            except (ValueError, TypeError):
                self.close()
        elif kind != "3":
            self.close()

    def close(self):
        if self.is_closed:
            return
        self.is_closed = True
        self.server.sessions.pop(self.sid, None)
        self.wakeup.set()
        self.heart.cancel()
        if self.websocket:
            self.websocket.close()


class WebSocket:
    """Frames of RFC 6455, the server's half."""

    def __init__(self, reader, writer):
        self.reader, self.writer = reader, writer

    def frame(self, opcode, data):
        length = len(data)
        if length < 126:
            head = bytes([0x80 | opcode, length])
        elif length < 65536:
            head = bytes([0x80 | opcode, 126]) + length.to_bytes(2, "big")
        else:
            head = bytes([0x80 | opcode, 127]) + length.to_bytes(8, "big")
        if not self.writer.is_closing():
            self.writer.write(head + data)

    def send(self, text):
        self.frame(1, text.encode())

    def close(self):
        self.frame(8, (1000).to_bytes(2, "big"))
        self.writer.close()

    async def messages(self):
        """Yields text messages until the other side closes."""
        parts = []
        while True:
            first, second = await self.reader.readexactly(2)
            length = second & 127
            if length > 125:
                length = int.from_bytes(await self.reader.readexactly(2 if length == 126 else 8), "big")
            if not second & 128 or length > MAX_PAYLOAD:
                return
            mask = await self.reader.readexactly(4)
            data = await self.reader.readexactly(length)
            data = bytes(byte ^ key for byte, key in zip(data, itertools.cycle(mask)))
            opcode = first & 15
            if opcode == 8:
                return
            if opcode == 9:
                self.frame(10, data)
            elif opcode in (0, 1):
                parts.append(data)
                if first & 128:
                    yield b"".join(parts).decode()
                    parts = []


class Server:
    """HTTP, sessions and the five events."""

    def __init__(self, options):
        self.sessions = {}
        self.polling_only = options.polling_only
        self.directory = pathlib.Path(options.directory).resolve() if options.directory else None
        self.tamper = options.tamper

    # The five events of the seed's server; Socket.IO's `to` leaves the sender out.

    def event(self, session, name, *arguments):
        arguments = list(arguments) + [None, None]
        if name == "join_room":
            rooms = arguments[0] if isinstance(arguments[0], list) else [arguments[0]]
            session.rooms.update(json.dumps(room) for room in rooms)
            self.relay(session, arguments[0], ["welcome"])
        elif name in ("offer", "answer", "ice"):
            if name == self.tamper:
                arguments[0] = tampered(arguments[0])
            self.relay(session, arguments[1], [name, arguments[0]])

    def relay(self, sender, room, event):
        rooms = room if isinstance(room, list) else [room]
        keys = {json.dumps(room) for room in rooms} | {room for room in rooms if isinstance(room, str)}
        packet = "42" + json.dumps(event, separators=(",", ":"), ensure_ascii=False)
        for session in list(self.sessions.values()):
            if session is not sender and session.socket_id and (not rooms or keys & session.rooms):
                session.send(packet)

    # HTTP/1.1

    async def serve(self, reader, writer):
        session = None
        try:
            while True:
                request = await read_request(reader)
                if request is None:
                    break
                method, target, headers, body = request
                url = urlsplit(target)
                query = {key: values[0] for key, values in parse_qs(url.query).items()}
                if url.path == "/socket.io/" and query.get("transport") == "websocket":
                    await self.websocket(reader, writer, headers, query)
                    break
                if url.path == "/socket.io/":
                    session = self.sessions.get(query.get("sid"))
                    await self.polling(method, query, body, writer)
                else:
                    self.page(url.path, writer)
                await writer.drain()
                if headers.get("connection", "").lower() == "close":
                    break
        except (asyncio.IncompleteReadError, ConnectionError, UnicodeDecodeError, ValueError):
            pass
        finally:
            writer.close()

    async def polling(self, method, query, body, writer):
        if query.get("EIO") != "4":
            return refuse(writer, 5, "Unsupported protocol version")
        if query.get("transport") != "polling":
            return refuse(writer, 0, "Transport unknown")
        if "sid" not in query:
            if method != "GET":
                return refuse(writer, 2, "Bad handshake method")
            return respond(writer, 200, "text/plain; charset=UTF-8", Session(self).handshake().encode())
        session = self.sessions.get(query["sid"])
        if session is None:
            return refuse(writer, 1, "Session ID unknown")
        if session.websocket:
            return refuse(writer, 3, "Bad request")
        if method == "GET":
            packets = await session.poll()
            return respond(writer, 200, "text/plain; charset=UTF-8", packets.encode())
        for packet in body.decode().split(SEPARATOR):
            session.receive(packet)
        return respond(writer, 200, "text/html", b"ok")

    async def websocket(self, reader, writer, headers, query):
        key = headers.get("sec-websocket-key")
        if self.polling_only or not key or query.get("EIO") != "4":
            return refuse(writer, 3, "Bad request")
        digest = hashlib.sha1((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").encode()).digest()
        writer.write(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                     b"Sec-WebSocket-Accept: " + base64.b64encode(digest) + b"\r\n\r\n")
        websocket = WebSocket(reader, writer)
        session = self.sessions.get(query.get("sid")) if "sid" in query else Session(self, websocket)
        if session is None:
            return websocket.close()
        if "sid" not in query:
            websocket.send(session.handshake())
        try:
            async for message in websocket.messages():
                if session.websocket is websocket:
                    session.receive(message)
                elif message == "2probe":
                    websocket.send("3probe")
                    session.is_upgrading = True
                    session.wakeup.set()
                elif message == "5":
                    session.switch(websocket)
                else:
                    break
        finally:
            session.is_upgrading = False
            if session.websocket is websocket:
                session.close()

    def page(self, path, writer):
        file = self.find(unquote(path))
        if file:
            kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
            return respond(writer, 200, kind, file.read_bytes())
        if path == "/":
            return respond(writer, 200, "text/html; charset=utf-8", b"<!doctype html><title>Joom</title>")
        return respond(writer, 302, "text/plain", b"", "Location: /\r\n")

    def find(self, path):
        if path == "/socket.io/socket.io.js":
            return CLIENT
        if not self.directory:
            return None
        names = {"/": ["index.html"]}.get(path, [])
        if path.startswith("/public/"):
            names = [path[1:], path[len("/public/"):], os.path.basename(path)]
        for name in names:
            file = (self.directory / name).resolve()
            if file.is_file() and file.is_relative_to(self.directory):
                return file
        return None


def tampered(description):
    """The description with the last digit of each fingerprint changed, as somebody in the middle would need it."""
    flip = lambda match: match[1] + ("0" if match[2] != "0" else "1")
    return {**description, "sdp": re.sub(r"(a=fingerprint:.*)([0-9A-Fa-f])(?=\r?\n)", flip, description["sdp"])}


async def read_request(reader):
    line = await reader.readline()
    if not line.strip():
        return None
    method, target, _ = line.decode().split(" ", 2)
    headers = {}
    while (line := await reader.readline()).strip():
        name, _, value = line.decode().partition(":")
        headers[name.strip().lower()] = value.strip()
    length = int(headers.get("content-length", "0"))
    if not 0 <= length <= MAX_PAYLOAD:
        return None
    return method, target, headers, await reader.readexactly(length)


def respond(writer, status, kind, body, extra=""):
    reason = {200: "OK", 302: "Found", 400: "Bad Request"}[status]
    head = (f"HTTP/1.1 {status} {reason}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n"
            f"Cache-Control: no-store\r\n{extra}\r\n")
    writer.write(head.encode() + body)


def refuse(writer, code, message):
    respond(writer, 400, "application/json", json.dumps({"code": code, "message": message}).encode())


async def main():
    parser = argparse.ArgumentParser(description="A signalling server that behaves as the seed's does.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--polling-only", action="store_true", help="offer and accept no WebSocket")
    parser.add_argument("--tamper", choices=["offer", "answer"], help="change the fingerprints of these")
    parser.add_argument("directory", nargs="?", help="the page")
    options = parser.parse_args()
    server = await asyncio.start_server(Server(options).serve, options.host, options.port, limit=MAX_PAYLOAD)
    port = server.sockets[0].getsockname()[1]
    print(f"seed server on http://{options.host}:{port}", flush=True)
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await stop.wait()
    server.close()


if __name__ == "__main__":
    asyncio.run(main())
