#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Several joom-servers that share their rooms through a real Redis."""
import asyncio
import logging
import pathlib
import subprocess
import tempfile
import time
import unittest
import urllib.request

import msgpack
import redis
import report
import socketio
from browser import Browser, wait_until
from participant import Participant
from redis_server import Redis, free_port
from servers import Server

# A server is missed after its lease of 7 s, the others look each second; twice that for a machine under load.
PATIENCE = 20
# The client library forgets to close what it polled with, and asyncio writes pages about it.
logging.getLogger("asyncio").setLevel(logging.CRITICAL)


class Person:
    """Somebody in a room: a Socket.IO client of an independent implementation."""

    def __init__(self):
        self.client = socketio.AsyncClient(reconnection=False)
        self.events = []
        self.news = asyncio.Event()
        self.seat = None
        for name in ("welcome", "offer", "answer", "ice", "bye", "knock", "admit", "owner", "lock", "state", "presence"):
            self.client.on(name, self.handler(name))

    def handler(self, name):
        async def handle(*arguments):
            self.events.append((name, *arguments))
            self.news.set()
        return handle

    async def connect(self, server):
        # The second of both transports is what a browser ends with.
        await self.client.connect(server.url, transports=["polling"])
        return self

    async def join(self, room, **options):
        self.seat = await self.client.call("join_room", (room, {"capabilities": ["joom/1"], **options}), timeout=PATIENCE)
        return self.seat

    async def say(self, event, *arguments):
        return await self.client.call(event, arguments, timeout=PATIENCE)

    def heard(self, name):
        return [event for event in self.events if event[0] == name]

    async def wait_for(self, name, count=1, seconds=PATIENCE):
        """The first argument of the event, None where it has none."""
        deadline = time.monotonic() + seconds
        while len(self.heard(name)) < count:
            self.news.clear()
            left = deadline - time.monotonic()
            if left <= 0:
                raise AssertionError(f"no {name} in {seconds} s, but {self.events}")
            try:
                await asyncio.wait_for(self.news.wait(), left)
            except asyncio.TimeoutError:
                pass
        event = self.heard(name)[count - 1]
        return event[1] if len(event) > 1 else None

    @property
    def id(self):
        return self.seat["you"]


class Case(unittest.IsolatedAsyncioTestCase):
    CAPACITY = "4"

    async def asyncSetUp(self):
        self.redis = Redis()
        self.addCleanup(self.redis.stop)
        self.people = []
        self.one = await self.node()
        self.other = await self.node()

    async def asyncTearDown(self):
        for person in self.people:
            await person.client.disconnect()

    async def node(self):
        server = Server.joom("--redis", self.redis.url, "--capacity", self.CAPACITY)
        self.addCleanup(server.stop)
        await self.connected(server)
        return server

    async def person(self, server):
        person = await Person().connect(server)
        self.people.append(person)
        return person

    @staticmethod
    def metric(server, name):
        with urllib.request.urlopen(server.url + "/metrics", timeout=10) as answer:
            lines = answer.read().decode().splitlines()
        return next(float(line.split()[1]) for line in lines if line.startswith(name + " "))

    async def connected(self, server, value=1):
        deadline = time.monotonic() + PATIENCE
        while self.metric(server, "joom_redis_connected") != value:
            self.assertLess(time.monotonic(), deadline, f"joom_redis_connected did not become {value}")
            await asyncio.sleep(0.05)


class Rooms(Case):
    async def test_people_on_two_servers_meet(self):
        ada = await self.person(self.one)
        self.assertEqual((await ada.join("kitchen", name="Ada"))["peers"], [])
        bob = await self.person(self.other)
        seat = await bob.join("kitchen", name="Bob")
        self.assertEqual([peer["name"] for peer in seat["peers"]], ["Ada"])
        self.assertEqual(seat["owner"], ada.id)
        self.assertEqual((await ada.wait_for("welcome"))["from"], bob.id)
        for number in range(20):
            answer = await ada.say("ice", {"candidate": f"candidate:{number} ü"}, "kitchen", {"to": bob.id, "session": "0" * 16})
            self.assertTrue(answer["ok"], answer)
        await bob.wait_for("ice", 20)
        self.assertEqual([event[1]["candidate"] for event in bob.heard("ice")],
                         [f"candidate:{number} ü" for number in range(20)], "in order")
        self.assertEqual(bob.heard("ice")[0][2], {"from": ada.id, "session": "0" * 16})
        self.assertEqual((await bob.say("leave_room", "kitchen"))["ok"], True)
        self.assertEqual(await ada.wait_for("bye"), {"from": bob.id, "reason": "left"})

    async def test_an_owner_decides_across_servers(self):
        ada, bob, eve = await self.person(self.one), await self.person(self.other), await self.person(self.other)
        await ada.join("kitchen")
        await bob.join("kitchen")
        self.assertTrue((await ada.say("lock", "kitchen", {"value": True}))["ok"])
        self.assertEqual(await bob.wait_for("lock"), {"value": True})
        refused = await eve.join("kitchen", name="Eve")
        self.assertEqual(refused["error"]["code"], "locked")
        knocker = await ada.wait_for("knock")
        self.assertEqual(knocker["name"], "Eve")
        self.assertEqual((await bob.say("admit", "kitchen", {"to": knocker["from"]}))["error"]["code"], "not_member")
        self.assertTrue((await ada.say("admit", "kitchen", {"to": knocker["from"]}))["ok"])
        await eve.wait_for("admit")
        self.assertTrue((await eve.join("kitchen", name="Eve"))["ok"])
        self.assertTrue((await ada.say("remove", "kitchen", {"to": eve.id}))["ok"])
        self.assertEqual((await eve.wait_for("bye"))["reason"], "removed")
        self.assertEqual((await bob.wait_for("bye"))["from"], eve.id)
        self.assertTrue((await ada.say("owner", "kitchen", {"to": bob.id}))["ok"])
        self.assertEqual((await bob.wait_for("owner"))["owner"], bob.id)
        self.assertTrue((await bob.say("lock", "kitchen", {"value": False}))["ok"])

    async def test_a_key_holds_on_every_server(self):
        ada, bob, eve = await self.person(self.one), await self.person(self.other), await self.person(self.other)
        await ada.join("kitchen", admission="right")
        self.assertEqual((await eve.join("kitchen", admission="wrong"))["error"]["code"], "denied")
        self.assertTrue((await bob.join("kitchen", admission="right"))["ok"])
        self.assertNotIn("right", self.redis.command("HGET", "joom:room:kitchen", "record"))

    async def test_a_door_bell_rings_on_another_server(self):
        eve, ada = await self.person(self.other), await self.person(self.one)
        self.assertTrue((await eve.say("watch_room", "kitchen"))["ok"])
        await eve.wait_for("presence")
        await ada.join("kitchen", name="Ada")
        self.assertEqual((await eve.wait_for("presence", 2)), {"room": "kitchen", "names": ["Ada"]})
        await ada.say("leave_room", "kitchen")
        self.assertEqual((await eve.wait_for("presence", 3)), {"room": "kitchen", "names": []})
        self.assertTrue((await eve.say("unwatch_room", "kitchen"))["ok"])

    async def test_a_seat_moves_to_another_server(self):
        ada, bob = await self.person(self.one), await self.person(self.other)
        await ada.join("kitchen")
        await bob.join("kitchen", peer_id="bob")
        again = await self.person(self.one)
        seat = await again.join("kitchen", peer_id="bob", resume=bob.seat["resume"])
        self.assertEqual(seat["you"], "bob")
        await ada.wait_for("welcome", 2)
        self.assertEqual(ada.heard("bye"), [])

    async def test_an_empty_room_is_forgotten(self):
        ada = await self.person(self.one)
        await ada.join("kitchen")
        await ada.say("leave_room", "kitchen")
        self.assertEqual(self.redis.command("HGET", "joom:room:kitchen", "record").strip(), "null")
        self.assertLessEqual(int(self.redis.command("PTTL", "joom:room:kitchen")), 120_000)
        self.assertEqual(self.metric(self.one, "joom_rooms"), 0)
        bob = await self.person(self.other)
        seat = await bob.join("kitchen")
        self.assertEqual((seat["peers"], seat["owner"]), ([], bob.id))


class LastSeat(Case):
    CAPACITY = "2"

    async def test_of_two_who_want_the_last_seat_one_gets_it(self):
        for number in range(10):
            room = f"room {number}"
            first = await self.person(self.one)
            await first.join(room)
            pair = [await self.person(self.one), await self.person(self.other)]
            seats = await asyncio.gather(*(person.join(room) for person in pair))
            self.assertEqual(sorted(seat["ok"] for seat in seats), [False, True])
            loser = next(seat for seat in seats if not seat["ok"])
            self.assertEqual(loser["error"]["code"], "room_full")
            await first.wait_for("welcome")
            self.assertEqual(len(first.heard("welcome")), 1)

    async def test_many_at_once_on_three_servers_get_the_seats_there_are(self):
        third = await self.node()
        people = [await self.person(server) for server in (self.one, self.other, third) for _ in range(4)]
        seats = await asyncio.gather(*(person.join("hall") for person in people))
        self.assertEqual(sum(seat["ok"] for seat in seats), 2)


class Trouble(Case):
    async def test_who_was_on_a_server_that_died_is_gone_within_ten_seconds(self):
        ada, bob = await self.person(self.one), await self.person(self.other)
        await ada.join("kitchen")
        await bob.join("kitchen", peer_id="bob")
        # Until then a server does not believe that others are gone: Redis might have been started just now.
        await asyncio.sleep(8)
        self.other.kill()
        started = time.monotonic()
        self.assertEqual(await ada.wait_for("bye"), {"from": "bob", "reason": "lost"})
        waited = time.monotonic() - started
        print(f"bye {waited:.1f} s after kill -9 of a server")
        self.assertLess(waited, 10)
        again = await self.person(self.one)
        seat = await again.join("kitchen", peer_id="bob", resume=bob.seat["resume"])
        self.assertEqual(seat["you"], "bob", "the id was kept")

    async def test_rooms_go_on_without_redis_and_come_together_after_it(self):
        ada, bob = await self.person(self.one), await self.person(self.other)
        await ada.join("kitchen", name="Ada")
        await bob.join("kitchen", name="Bob")
        await ada.wait_for("welcome")
        self.redis.kill()
        await self.connected(self.one, 0)
        await self.connected(self.other, 0)
        # Each server goes on with what it has.
        cid = await self.person(self.one)
        seat = await cid.join("kitchen", name="Cid")
        self.assertEqual((seat["ok"], seat["degraded"], len(seat["peers"])), (True, True, 2))
        self.assertTrue((await ada.say("state", "kitchen", {"microphone": True, "camera": False}))["ok"])
        await cid.wait_for("state")
        dan = await self.person(self.other)
        self.assertTrue((await dan.join("hall"))["degraded"])
        self.assertEqual(ada.heard("bye") + bob.heard("bye"), [])
        self.redis.start()
        await self.connected(self.one)
        await self.connected(self.other)
        # Bob was in Cid's list, so Bob has to offer.
        self.assertEqual((await bob.wait_for("welcome"))["from"], cid.id)
        self.assertTrue((await bob.say("offer", {"type": "offer", "sdp": "v=0\r\n"}, "kitchen", {"to": cid.id}))["ok"])
        self.assertEqual((await cid.wait_for("offer"))["sdp"], "v=0\r\n")
        eve = await self.person(self.other)
        seat = await eve.join("kitchen")
        self.assertEqual((sorted(peer.get("name") for peer in seat["peers"]), seat.get("degraded")),
                         (["Ada", "Bob", "Cid"], None))
        self.assertEqual((await (await self.person(self.one)).join("kitchen"))["error"]["code"], "room_full")
        self.assertEqual(ada.heard("bye") + bob.heard("bye") + cid.heard("bye"), [])

    async def test_a_redis_that_hangs_is_noticed(self):
        ada = await self.person(self.one)
        self.redis.process.send_signal(19)
        try:
            await self.connected(self.one, 0)
            self.assertTrue((await ada.join("kitchen"))["degraded"])
        finally:
            self.redis.process.send_signal(18)
        await self.connected(self.one)
        await self.connected(self.other)
        bob = await self.person(self.other)
        # Whether Ada's server has told Redis of her by then, or tells Bob a moment later, is chance.
        if not (await bob.join("kitchen"))["peers"]:
            self.assertEqual((await bob.wait_for("welcome"))["from"], ada.id)


class Balanced(unittest.TestCase):
    """Three servers behind one HAProxy, as docs/server.md sets it up, and people who know only its address."""

    def setUp(self):
        store = Redis()
        self.addCleanup(store.stop)
        self.servers = [Server.joom("--redis", store.url, "--set", "trusted_proxies=127.0.0.1") for _ in range(3)]
        for server in self.servers:
            self.addCleanup(server.stop)
            wait_until("the server has Redis", lambda server=server: Case.metric(server, "joom_redis_connected") == 1)
        self.port = free_port()
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        configuration = pathlib.Path(directory.name) / "haproxy.cfg"
        places = "".join(f"  server s{number} {server.url.removeprefix('http://')} check inter 500 cookie s{number}\n"
                         for number, server in enumerate(self.servers))
        configuration.write_text(
            "defaults\n  mode http\n  timeout connect 5s\n  timeout client 90s\n  timeout server 90s\n  timeout tunnel 1h\n"
            f"frontend joom\n  bind 127.0.0.1:{self.port}\n  default_backend servers\n"
            "backend servers\n  balance roundrobin\n  cookie joom insert indirect nocache httponly\n  option forwardfor\n"
            "  option redispatch\n  option httpchk GET /readyz\n" + places, encoding="utf-8")
        proxy = subprocess.Popen(["haproxy", "-f", str(configuration)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.addCleanup(proxy.wait)
        self.addCleanup(proxy.terminate)
        self.url = f"http://127.0.0.1:{self.port}"
        wait_until("the proxy has a server", self.answers)

    def answers(self):
        try:
            return urllib.request.urlopen(self.url + "/readyz", timeout=5).status == 200
        except OSError:
            return False

    def members(self):
        return [Case.metric(server, "joom_members") if server.process.poll() is None else 0 for server in self.servers]

    def test_a_page_and_a_program_on_different_servers_see_each_other_and_outlive_one(self):
        with Browser(colour=(30, 160, 60)) as page:
            page.open(self.url)
            page.enter_room("kitchen", name="Ada")
            wait_until("the page is in the room", lambda: sum(self.members()) == 1)
            # The proxy gives each newcomer the next server.
            with Participant("kitchen", self.url) as bob:
                page.wait_for_picture()
                bob.wait("first-frame")
                members = self.members()
                self.assertEqual(sorted(members), [0, 1, 1], "on two servers")
                first = bob.wait("connected")["session"]
                index = next(index for index, count in enumerate(members) if count)
                self.servers[index].kill()
                wait_until("both are back in the room, on the servers that are left",
                           lambda: sum(self.members()) == 2, timeout=60)
                frames = bob.wait("stats")["framesDecoded"]
                bob.wait("stats", lambda stats: stats["framesDecoded"] > frames + 60)
                self.assertEqual({event["peer"] for event in bob.all("left")}, set(), "nobody was taken for gone")
                print(f"sessions {first} -> {[event['session'] for event in bob.all('connected')]}")


class NodeServer:
    """A client in a room of a Node server with Socket.IO's Redis adapter, as far as other servers see it.

    Written from what such servers put on the wire: patterns subscribed to, MessagePack, own messages skipped.
    """

    def __init__(self, port, room):
        self.redis = redis.Redis(port=port)
        self.room = room
        self.events = []
        self.subscription = self.redis.pubsub()
        self.subscription.psubscribe("socket.io#/#*")
        self.subscription.get_message(timeout=5)

    def say(self, event, *arguments, channel=None):
        body = ["nodnod", {"type": 2, "data": [event, *arguments], "nsp": "/"},
                {"rooms": [self.room], "except": ["node-sid"], "flags": {}}]
        return self.redis.publish(channel or f"socket.io#/#{self.room}#", msgpack.packb(body))

    async def hear(self, name, seconds=PATIENCE):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            message = self.subscription.get_message(ignore_subscribe_messages=True)
            if message is None:
                await asyncio.sleep(0.02)
                continue
            server, packet, options = msgpack.unpackb(message["data"])
            if server != "nodnod" and self.room in options["rooms"] and packet["data"][0] == name:
                return packet["data"][1:]
        raise AssertionError(f"the Node server heard no {name}")

    def close(self):
        self.subscription.close()
        self.redis.close()


class Neighbours(unittest.IsolatedAsyncioTestCase):
    async def test_a_room_reaches_over_to_a_node_server(self):
        store = Redis()
        self.addCleanup(store.stop)
        server = Server.joom("--redis", store.url, "--redis-adapter", "classic")
        self.addCleanup(server.stop)
        await self.connected(server)
        node = NodeServer(store.port, "blue")
        self.addCleanup(node.close)
        ada = await Person().connect(server)
        self.addAsyncCleanup(ada.client.disconnect)
        self.assertTrue((await ada.join("blue"))["ok"])
        self.assertEqual(await node.hear("welcome"), [], "in the seed's own form")
        self.assertTrue((await ada.say("offer", {"type": "offer", "sdp": "v=0\r\n é"}, "blue"))["ok"])
        self.assertEqual(await node.hear("offer"), [{"type": "offer", "sdp": "v=0\r\n é"}])
        node.say("answer", {"type": "answer", "sdp": "v=0\r\n"})
        self.assertEqual(await ada.wait_for("answer"), {"type": "answer", "sdp": "v=0\r\n"})
        node.say("ice", {"candidate": "candidate:1"})
        self.assertEqual(await ada.wait_for("ice"), {"candidate": "candidate:1"})
        node.say("welcome", channel="socket.io#/#")
        await ada.wait_for("welcome")
        # Nothing that the seed does not know, no rubbish, and nothing from rooms that nobody is in.
        node.say("bye", {"from": "x"})
        node.redis.publish("socket.io#/#blue#", b"\x93\xa6abc")
        self.assertEqual(node.say("offer", {}, channel="socket.io#/#red#"), 1, "only the Node server listens there")
        node.say("offer", {"type": "offer", "sdp": "v=0\r\n"})
        await ada.wait_for("offer")
        self.assertEqual(ada.heard("bye"), [])
        self.assertEqual(len(ada.heard("offer")), 1)
        self.assertTrue((await ada.say("leave_room", "blue"))["ok"])
        deadline = time.monotonic() + PATIENCE
        while node.say("ice", None) != 1:
            self.assertLess(time.monotonic(), deadline, "the room is not listened to any longer")
            await asyncio.sleep(0.05)

    async def test_a_room_that_was_entered_while_redis_was_away_is_heard_later(self):
        store = Redis()
        self.addCleanup(store.stop)
        store.kill()
        server = Server.joom("--redis", store.url, "--redis-adapter", "classic")
        self.addCleanup(server.stop)
        ada = await Person().connect(server)
        self.addAsyncCleanup(ada.client.disconnect)
        self.assertTrue((await ada.join("blue"))["ok"])
        store.start()
        await self.connected(server)
        node = NodeServer(store.port, "blue")
        self.addCleanup(node.close)
        deadline = time.monotonic() + PATIENCE
        while node.say("answer", {"type": "answer", "sdp": "v=0\r\n"}) != 2:
            self.assertLess(time.monotonic(), deadline, "the room is not listened to")
            await asyncio.sleep(0.05)
        self.assertEqual(await ada.wait_for("answer"), {"type": "answer", "sdp": "v=0\r\n"})

    connected = Case.connected
    metric = staticmethod(Case.metric)


class Credentials(unittest.TestCase):
    def test_a_password_is_shown_to_redis_and_to_nobody_else(self):
        store = Redis("--requirepass", "se:cr@t")
        self.addCleanup(store.stop)
        server = Server.joom("--redis", f"redis://:se:cr@t@127.0.0.1:{store.port}/3")
        self.addCleanup(server.stop)
        deadline = time.monotonic() + PATIENCE
        while Case.metric(server, "joom_redis_connected") != 1:
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.05)


if __name__ == "__main__":
    report.main()
