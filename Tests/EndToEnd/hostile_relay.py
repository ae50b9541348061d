# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody who holds the way to the server, and changes what passes on it."""
import re
import socket
import threading

FINGERPRINT = re.compile(rb"(sha-256 )(?:[0-9A-Fa-f]{2}:){31}[0-9A-Fa-f]{2}")
PROOF = re.compile(rb'"mac":"[^"]*"')
# As long as what it replaces, so that no frame's length changes.
OTHER = rb"\g<1>" + b":".join([b"EE"] * 32)


def exchange_certificates(text):
    """Puts a certificate of the attacker's in the place of each."""
    return FINGERPRINT.sub(OTHER, text)


def exchange_and_strip(text):
    """The same, and the proof is gone as if there had never been a key."""
    return PROOF.sub(lambda found: b'"mac":' + b"null".ljust(len(found.group()) - 6), exchange_certificates(text))


class HostileRelay:
    """Between people and the server at `url`: each WebSocket frame that the server sends passes through `change`.

    `change` must keep a frame's length. `changed` counts those that it changed.
    """

    def __init__(self, url, change):
        host, port = url.removeprefix("http://").split(":")
        self.target, self.change, self.changed = (host, int(port)), change, 0
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = "http://127.0.0.1:%d" % self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def stop(self):
        self.listener.close()

    def _accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            server = socket.create_connection(self.target)
            for pump, source, sink in ((self._copy, client, server), (self._alter, server, client)):
                threading.Thread(target=self._run, args=(pump, source, sink), daemon=True).start()

    @staticmethod
    def _run(pump, source, sink):
        try:
            pump(source, sink)
        except (OSError, EOFError):
            pass
        for end in (source, sink):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    @staticmethod
    def _copy(source, sink):
        while chunk := source.recv(65536):
            sink.sendall(chunk)

    def _alter(self, source, sink):
        stream = source.makefile("rb")
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            line = stream.readline()
            if not line:
                raise EOFError
            head += line
        sink.sendall(head)
        if b" 101 " not in head.split(b"\r\n", 1)[0]:
            while chunk := stream.read1(65536):
                sink.sendall(chunk)
            return
        while True:
            frame = self._read(stream, 2)
            size = frame[1] & 127
            if size > 125:
                length = self._read(stream, 2 if size == 126 else 8)
                frame, size = frame + length, int.from_bytes(length, "big")
            body = self._read(stream, size)
            altered = self.change(body)
            assert len(altered) == len(body)
            self.changed += altered != body
            sink.sendall(frame + altered)

    @staticmethod
    def _read(stream, size):
        data = stream.read(size)
        if len(data) < size:
            raise EOFError
        return data
