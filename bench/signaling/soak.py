#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Has a crowd come, talk and go through a signalling server, and checks who heard what and what the server is left with.

    bench/signaling/soak.py --clients 2000 --seconds 600 -- .build/release/joom-server --port 0 --capacity 32 \\
        --set limits.connections_per_address=0 --set limits.joins_per_second=0 --set limits.events_per_second=0

People enter rooms at random, say things to all or to one, leave, or drop: with a good-bye, with a reset, or in silence. The
same load is played twice, half of the time each, and after each everybody goes. Then the server must have no room, member,
session or descriptor more than before, and after the second time no more memory than after the first, but for ALLOWANCE: what
a server needs once (buffers, the ids of the lost, the holes of malloc) it has by then, and what it loses with each client
adds up. A seed decides what is done; the machine decides when, so two runs are alike, not equal. Ends with status 1 and what was
wrong, or with 0.
"""
import argparse
import json
import os
import random
import resource
import selectors
import socket
import struct
import sys
import time
import urllib.request

from ledger import Ledger
from load import HANDSHAKE, Client, Process, frame

# Bytes that the memory may have grown by. A session costs about 8 KB, so this is what 1,000 of them cost, of the 9,000 that
# half of ten minutes sees: one in nine. Two rounds without a leak differ by less (docs/benchmarks.md has figures).
ALLOWANCE = 8 << 20
# Makes what is said as long as what calls say; in front of it stands who said it, where, and the how manyth it is.
FILLER = "candidate:842163049 1 udp 1677729535 203.0.113.7 46154 typ srflx raddr 0.0.0.0 rport 0 generation 0 "


def words(stay, number, to):
    """What is said: a candidate, and now and then a description of several kilobytes, the same again for the same arguments."""
    text = f"{stay.room}|{stay.id}|{number}|{to or ''}|"
    if number % 18 == 1:
        return "offer", {"type": "offer", "sdp": text + FILLER * (10 + number * 7 % 40)}
    return "ice", {"candidate": text + FILLER, "sdpMid": "0", "sdpMLineIndex": 0}


class Person(Client):
    """Somebody with a connection: first `upgrading`, then `entering` the namespace, then in rooms, one after the other."""

    def __init__(self, sock):
        super().__init__(sock)
        self.state, self.stay, self.next_ack = "upgrading", None, 0
        self.asked = {}

    def send(self, text):
        self.socket.sendall(frame(text))

    def emit(self, purpose, name, *arguments):
        """An event whose answer is for `purpose`."""
        self.asked[self.next_ack] = purpose
        self.send(f"42{self.next_ack}" + json.dumps([name, *arguments]))
        self.next_ack += 1


class Crowd:
    """Everybody, and the one thread that they live in."""

    def __init__(self, server, count, rooms, seed):
        self.server, self.count, self.random = server, count, random.Random(seed)
        self.rooms = [f"room {number}" for number in range(rooms)]
        self.ledger, self.selector = Ledger(), selectors.DefaultSelector()
        self.people, self.silent, self.connections = [], [], 0

    # What people do

    def come(self):
        """One more person."""
        sock = socket.create_connection((self.server.host, self.server.port), 60)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sock.sendall(HANDSHAKE % self.server.host.encode())
        person = Person(sock)
        self.people.append(person)
        self.connections += 1
        self.selector.register(sock, selectors.EVENT_READ, person)

    def enter(self, person):
        person.stay = self.ledger.ask(self.random.choice(self.rooms))
        person.emit("seat", "join_room", person.stay.room, {"peer_id": person.stay.id, "capabilities": ["joom/1"]})

    def talk(self, person):
        """Says something to all in the room, or to one of them."""
        stay = person.stay
        if not stay or not stay.is_seated or stay.leaving:
            return
        others = sorted(peer for peer in stay.heard if stay.id in self.ledger.stays[peer].heard)
        to = self.random.choice(others) if others and self.random.random() < 0.5 else None
        name, value = words(stay, self.ledger.say(stay, to), to)
        person.emit("said", name, value, stay.room, *([{"to": to}] if to else []))

    def leave(self, person):
        """Says good-bye to the room; the answer decides what comes after."""
        if person.stay and person.stay.is_seated and not person.stay.leaving:
            self.ledger.leave(person.stay)
            person.emit("left", "leave_room", person.stay.room)

    def drop(self, person, how):
        """The connection ends: with a close frame, a reset, or in that nothing more is read or answered."""
        self.people.remove(person)
        self.selector.unregister(person.socket)
        if person.stay:
            self.ledger.end(person.stay, how, time.monotonic())
        if how == "silence":
            self.silent.append(person)
            return
        if how == "reset":
            person.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        else:
            person.socket.sendall(b"\x88\x80" + bytes(4))
        person.socket.close()

    def act(self):
        """One step of one person, by chance: mostly they talk."""
        person, dice = self.random.choice(self.people), self.random.random()
        if dice < 0.90:
            self.talk(person)
        elif dice < 0.95:
            self.leave(person)
        else:
            self.drop(person, "close" if dice < 0.97 else "reset" if dice < 0.99 else "silence")

    # What the server says

    def receive(self, timeout):
        for key, _ in self.selector.select(timeout):
            person = key.data
            if person.socket.fileno() < 0:
                continue
            try:
                data = person.socket.recv(262_144)
            except OSError as error:
                data = b""
                self.ledger.fault(f"a connection broke: {error}")
            if not data:
                self.ledger.fault("the server closed a connection")
                self.drop(person, "reset")
            elif person.state == "upgrading":
                self.upgraded(person, data)
            else:
                for message in person.take(data):
                    self.read(person, message.decode())

    def upgraded(self, person, data):
        head, end, rest = (person.buffer + data).partition(b"\r\n\r\n")
        person.buffer = b"" if end else head
        if end:
            person.state = "entering"
            for message in person.take(rest):
                self.read(person, message.decode())

    def read(self, person, text):
        if text == "2":
            person.send("3")
        elif text.startswith("0{"):
            person.send("40")
        elif text.startswith("40{"):
            person.state = "here"
            self.enter(person)
        elif text.startswith("43"):
            start = text.index("[")
            self.answered(person, person.asked.pop(int(text[2:start]), None), json.loads(text[start:])[0])
        elif text.startswith("42["):
            self.told(person, *json.loads(text[2:]))
        else:
            self.ledger.fault(f"the server said {text[:80]}")

    def answered(self, person, purpose, answer):
        stay = person.stay
        if purpose == "said":
            self.ledger.acknowledged(stay, answer["ok"])
        elif not answer["ok"] or purpose is None:
            self.ledger.fault(f"{stay.id} in {stay.room} was answered {answer} to {purpose}")
        elif purpose == "seat":
            self.ledger.seated(stay, answer["you"], [peer["id"] for peer in answer["peers"]], time.monotonic())
        else:
            self.ledger.end(stay, "left", time.monotonic())
            person.stay = None
            self.enter(person)

    def told(self, person, name, *arguments):
        stay, value = person.stay, arguments[0] if arguments else {}
        if stay is None:
            self.ledger.fault(f"somebody in no room heard {name}")
        elif name == "welcome":
            self.ledger.welcomed(stay, value["from"], time.monotonic())
        elif name == "bye":
            self.ledger.parted(stay, value["from"], value["reason"])
        elif name in ("ice", "offer"):
            room, sender, number, to, _ = (value.get("candidate") or value["sdp"]).split("|")
            origin = self.ledger.stays.get(sender)
            if origin is None or arguments[1]["from"] != sender or words(origin, int(number), to) != (name, value):
                self.ledger.fault(f"{stay.id} heard {str(arguments)[:200]}, which nobody said")
            self.ledger.hear(stay, sender, room, int(number), to or None)
        elif name != "owner":
            self.ledger.fault(f"{stay.id} heard {name} {value}")

    # Rounds

    def play(self, seconds, rate):
        """A crowd comes, does `rate` things a second, and goes; who dropped is replaced."""
        begin, done, actions = time.monotonic(), 0, 0
        while (elapsed := time.monotonic() - begin) < seconds and not self.ledger.faults:
            # What a busy machine was late for is not made up for.
            done = max(done, int(elapsed * rate) - 64)
            while done < elapsed * rate:
                done += 1
                if len(self.people) < self.count:
                    self.come()
                elif self.people:
                    self.act()
                    actions += 1
            self.receive(0.002)
            self.ledger.overdue(time.monotonic())
        self.settle(90)
        return actions

    def settle(self, seconds):
        """Nobody does anything until everybody heard everything, but for what silent people are still owed."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and not self.ledger.faults and not self.is_settled():
            self.receive(0.05)
        if not self.ledger.faults and not self.is_settled():
            self.ledger.check_all()

    def is_settled(self):
        return all(person.stay and person.stay.is_seated for person in self.people) and self.ledger.is_settled()

    def go(self):
        """Everybody drops; those in silence are dropped by the server, unless there was a fault."""
        for person in list(self.people):
            self.drop(person, self.random.choice(("close", "reset")))
            self.receive(0)
        end = time.monotonic() + 90
        while time.monotonic() < end and not self.ledger.faults and self.server.metrics()["joom_sessions"]:
            time.sleep(0.5)
        for person in self.silent:
            person.socket.close()
        self.silent = []


class Server(Process):
    """The server under test, and what it holds."""

    def descriptors(self):
        return len(os.listdir(f"/proc/{self.popen.pid}/fd"))

    def metrics(self):
        with urllib.request.urlopen(f"http://{self.host}:{self.port}/metrics", timeout=60) as answer:
            lines = answer.read().decode().splitlines()
        return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines if line[0] != "#")}

    def remains(self):
        """What is left of clients: all zero when nobody is there."""
        figures = self.metrics()
        return {name: figures[name] for name in ("joom_rooms", "joom_members", "joom_sessions", "joom_websockets")}

    def wait_for(self, descriptors, seconds=30):
        """What remains when nobody is there and only so many descriptors are open, or else when time is up."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            remains = self.remains()
            time.sleep(0.3)
            if not any(remains.values()) and self.descriptors() == descriptors:
                break
        return remains, self.descriptors()


def play_round(crowd, seconds, rate, descriptors):
    """Plays the load once; the memory that the server holds after it."""
    ledger, server = crowd.ledger, crowd.server
    connections, said, heard, cpu = crowd.connections, ledger.said, ledger.heard, server.cpu()[0]
    crowd.play(seconds, rate)
    crowd.go()
    remains, left = server.wait_for(descriptors)
    if any(remains.values()):
        ledger.fault(f"nobody is there, but the server has {remains}")
    if left != descriptors:
        ledger.fault(f"the server has {left} descriptors open, and had {descriptors} before")
    print(f"{crowd.connections - connections} connections, {ledger.said - said} messages said, {ledger.heard - heard} heard; "
          f"ends so far: {ledger.ends}; server: {server.cpu()[0] - cpu:.1f} s CPU, {left} descriptors, "
          f"{server.memory() / 1048576:.1f} MiB", flush=True)
    return server.memory()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clients", type=int, default=2_000)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--rate", type=int, default=500, help="things that are done a second, nine of ten of them messages")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("command", nargs="+")
    arguments = parser.parse_args()
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))
    server = Server(arguments.command)
    try:
        server.metrics()
        # The question for the figures is a connection itself.
        time.sleep(1)
        descriptors = server.descriptors()
        print(f"seed {arguments.seed}; server: {descriptors} descriptors, {server.memory() / 1048576:.1f} MiB", flush=True)
        crowd = Crowd(server, arguments.clients, max(2, arguments.clients // 4), arguments.seed)
        first, second = (play_round(crowd, arguments.seconds / 2, arguments.rate, descriptors) for _ in range(2))
        if second - first > ALLOWANCE and not crowd.ledger.faults:
            crowd.ledger.fault(f"the server holds {second - first} bytes more after the second time")
        print("\n".join(crowd.ledger.faults) or
              f"{crowd.ledger.joins} stays: everybody heard everything in their room and nothing else, and nothing is left")
        return 1 if crowd.ledger.faults else 0
    finally:
        server.popen.kill()
        server.popen.wait()


if __name__ == "__main__":
    sys.exit(main())
