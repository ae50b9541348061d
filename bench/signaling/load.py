#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Plays calls through a signalling server and measures what they cost it.

    bench/signaling/load.py --connections 1000 --rate 3000 --beside "node bench/signaling/relay.mjs" -- \\
        .build/release/joom-server --port 0 \\
        --set limits.connections_per_address=0 --set limits.joins_per_second=0 --set limits.events_per_second=0

The command, and the one beside it that takes turns with it, is any server that speaks the seed's protocol at /socket.io/ and
prints its URL first. All figures are of its process, from /proc, so a busy generator does not make them worse; latency
includes the generator's own share.
"""
import argparse
import os
import random
import re
import resource
import selectors
import shlex
import socket
import statistics
import subprocess
import sys
import time

TICK = os.sysconf("SC_CLK_TCK")
HANDSHAKE = (b"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: %s\r\nConnection: Upgrade\r\n"
             b"Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")


def frame(text):
    """A masked text frame; the mask of zeros costs nobody anything."""
    data = text.encode()
    if len(data) < 126:
        return bytes([0x81, 0x80 | len(data)]) + bytes(4) + data
    return b"\x81\xfe" + len(data).to_bytes(2, "big") + bytes(4) + data


class Client:
    """One end of a pair."""

    def __init__(self, sock):
        self.socket, self.buffer, self.sent, self.peer = sock, b"", [], None

    def take(self, data):
        """The frames that are complete."""
        self.buffer += data
        while len(self.buffer) >= 2:
            length, start = self.buffer[1] & 127, 2
            if length == 126:
                length, start = int.from_bytes(self.buffer[2:4], "big"), 4
            if len(self.buffer) < start + length:
                return
            yield self.buffer[start:start + length]
            self.buffer = self.buffer[start + length:]


class Process:
    """The server under test."""

    def __init__(self, command):
        self.popen = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        match = re.search(r"http://([^:/]+):(\d+)", self.popen.stdout.readline())
        if not match:
            sys.exit("the server did not say where it listens")
        self.host, self.port = match[1], int(match[2])

    def cpu(self):
        """Seconds of all its threads: all, and those outside of the kernel."""
        with open(f"/proc/{self.popen.pid}/stat", encoding="ascii") as stat:
            fields = stat.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICK, int(fields[11]) / TICK

    def memory(self):
        """Resident bytes."""
        with open(f"/proc/{self.popen.pid}/statm", encoding="ascii") as statm:
            return int(statm.read().split()[1]) * resource.getpagesize()


class Load:
    def __init__(self, server, connections):
        self.server, self.selector, self.latencies = server, selectors.DefaultSelector(), []
        self.clients = [self.open(number) for number in range(connections)]
        for one, other in zip(self.clients[::2], self.clients[1::2]):
            one.peer, other.peer = other, one

    def open(self, number):
        """A member of a room of two, waiting for nothing."""
        sock = socket.create_connection((self.server.host, self.server.port))
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sock.sendall(HANDSHAKE % self.server.host.encode())
        while b"\"maxPayload\"" not in (data := sock.recv(4096)):
            pass
        sock.sendall(frame("40"))
        data = b""
        while b'40{"sid"' not in data:
            data += sock.recv(4096)
        sock.sendall(frame('42["join_room","room %d"]' % (number // 2)))
        sock.setblocking(False)
        client = Client(sock)
        self.selector.register(sock, selectors.EVENT_READ, client)
        return client

    def receive(self, timeout):
        for key, _ in self.selector.select(timeout):
            client = key.data
            data = client.socket.recv(262_144)
            if not data:
                sys.exit("the server closed a connection")
            now = time.perf_counter()
            for message in client.take(data):
                if message == b"2":
                    client.socket.send(frame("3"))
                elif message[:5] in (b'42["o', b'42["a', b'42["i'):
                    self.latencies.append(now - client.peer.sent.pop(0))

    def settle(self, seconds):
        end = time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            self.receive(left)

    @staticmethod
    def script(room):
        """Offer, answer, and eight candidates each way: who says what."""
        def description(kind):
            sdp = "a=candidate line\\r\\n" * random.randint(210, 420)
            return '42["%s",{"type":"%s","sdp":"%s"},"%s"]' % (kind, kind, sdp, room)
        ice = ('42["ice",{"candidate":"candidate:842163049 1 udp 1677729535 203.0.113.7 46154 typ srflx raddr 0.0.0.0 '
               'rport 0 generation 0","sdpMid":"0","sdpMLineIndex":0},"%s"]' % room)
        return [(0, description("offer")), (1, description("answer"))] + [(side, ice) for _ in range(8) for side in (0, 1)]

    def play(self, rate, seconds):
        """Sends `rate` messages a second; the number sent."""
        scripts = {}
        begin, count = time.perf_counter(), 0
        pairs = len(self.clients) // 2
        while (elapsed := time.perf_counter() - begin) < seconds:
            while count < elapsed * rate:
                pair, step = count % pairs, count // pairs % 18
                if step == 0 or pair not in scripts:
                    scripts[pair] = [(side, frame(text)) for side, text in self.script(f"room {pair}")]
                side, data = scripts[pair][step]
                client = self.clients[pair * 2 + side]
                client.sent.append(time.perf_counter())
                client.socket.send(data)
                count += 1
                if count % 32 == 0:
                    self.receive(0)
            self.receive(0.001)
        return count


def measure(command, arguments):
    """What a server costs: its figures."""
    server = Process(command)
    try:
        cpu, memory = server.cpu()[0], server.memory()
        load = Load(server, arguments.connections)
        connect = (server.cpu()[0] - cpu) / arguments.connections
        load.settle(2)
        idle = (server.memory() - memory) / arguments.connections
        before = server.cpu()
        count = load.play(arguments.rate, arguments.seconds)
        load.settle(1)
        busy, own = (after - was for after, was in zip(server.cpu(), before))
    finally:
        server.popen.kill()
        server.popen.wait()
    times = sorted(load.latencies)
    arrived = max(len(times), 1)
    return {
        "KB each": idle / 1024, "ms CPU to connect": connect * 1000, "lost": count - len(times),
        "us CPU a message": busy / arrived * 1e6, "of it outside of the kernel": own / arrived * 1e6,
        "p50 ms": times[len(times) // 2] * 1000, "p99 ms": times[len(times) * 99 // 100] * 1000,
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--connections", type=int, default=1_000)
    parser.add_argument("--rate", type=int, default=3_000)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--beside", type=shlex.split, metavar="COMMAND")
    parser.add_argument("command", nargs="+")
    arguments = parser.parse_args()
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))
    results = {}
    print(f"{arguments.connections} connections, {arguments.rate} messages a second:")
    for _ in range(arguments.rounds):
        for command in filter(None, (arguments.command, arguments.beside)):
            name = os.path.basename(command[0])
            results.setdefault(name, []).append(measure(command, arguments))
            print(f"{name}: {show(results[name][-1])}  load {os.getloadavg()[0]:.1f}", flush=True)
    for name, found in results.items():
        print(f"medians of {len(found)}, {name}: {show({key: statistics.median(each[key] for each in found) for key in found[0]})}")


def show(figures):
    return "  ".join(f"{key} {value:.2f}" for key, value in figures.items())


if __name__ == "__main__":
    main()
