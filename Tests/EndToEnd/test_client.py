#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""data/web/socket.io.js in a real browser, against a server that sends messages back (socketio conformance).

JOOM_CONFORMANCE_SERVER names the conformance-server binary (started with `--port 0`), or JOOM_CONFORMANCE_URL a
running server; skipped without either. Such a server answers `message` with `message-back` and acknowledges
`message-with-ack`, with the same arguments, and knows the namespaces "/" and "/custom".
"""
import os
import unittest

import report
from browser import Browser, wait_until
from servers import REPOSITORY, WEB, Front, Server, joom_server

BLANK = REPOSITORY / "Tests/Fixtures/blank-page"
CLIENT = (WEB / "socket.io.js").read_text()
BINARY = REPOSITORY / ".build/debug/conformance-server"

# `start(options)` makes a socket that notes all that happens in window.seen; `bytes` shows binary as numbers.
PRELUDE = """
const done = arguments[arguments.length - 1];
const bytes = (x) => x instanceof ArrayBuffer ? [...new Uint8Array(x)] : x;
const start = (options = {}, uri = undefined) => {
  const seen = [], socket = io(uri, {forceNew: true, reconnectionDelay: 50, reconnectionDelayMax: 100, ...options});
  for (const name of ["connect", "disconnect", "connect_error"])
    socket.on(name, (x) => seen.push([name, x instanceof Error ? x.message : x ?? null]));
  return Object.assign(socket, {seen});
};
const next = (socket, name) => new Promise((resolve) => socket.once(name, (...args) => resolve(args)));
const later = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const until = async (question) => { for (let i = 0; i < 200 && !question(); i++) await later(25); return question(); };
const finish = (work) => work().then(done, (error) => done("failed: " + error));
"""


class ClientTests(unittest.TestCase):
    """One browser, one server; every test makes sockets of its own."""

    @classmethod
    def setUpClass(cls):
        url, cls.server = os.environ.get("JOOM_CONFORMANCE_URL"), None
        binary = os.environ.get("JOOM_CONFORMANCE_SERVER", str(BINARY))
        if not url:
            if not os.access(binary, os.X_OK):
                raise unittest.SkipTest("no conformance server: set JOOM_CONFORMANCE_SERVER")
            # A debug build takes longer over a whole MB than the 200 ms that a pong behind it has.
            cls.server = Server(binary, "--port", "0", "--max-payload", "100000")
            cls.addClassCleanup(cls.server.stop)
            url = cls.server.url
        cls.front = Front(url, BLANK)
        cls.addClassCleanup(cls.front.listener.close)
        cls.browser = Browser(devices=False)
        cls.addClassCleanup(cls.browser.close)

    def setUp(self):
        self.browser.open(self.front.url + "/")
        self.browser.run(CLIENT)

    def run_async(self, body):
        return self.browser.driver.execute_async_script(PRELUDE + "finish(async () => {" + body + "});")

    def test_starts_with_polling_and_upgrades(self):
        answer = self.run_async("""
            const socket = start();
            const [first] = [socket.io.engine.transport.name];
            await next(socket, "connect");
            await until(() => socket.io.engine.transport.name === "websocket");
            return [first, socket.io.engine.transport.name, socket.connected, typeof socket.id];""")
        self.assertEqual(answer, ["polling", "websocket", True, "string"])

    def test_brings_arguments_both_ways_on_every_transport(self):
        for transports in (["polling"], ["websocket"], ["polling", "websocket"]):
            with self.subTest(transports=transports):
                answer = self.run_async(f"""
                    const socket = start({{transports: {transports}}});
                    socket.emit("message", 1, "가나다 \\u001e\\n", {{a: [null, true]}});
                    return next(socket, "message-back");""")
                self.assertEqual(answer, [1, "가나다 \x1e\n", {"a": [None, True]}])

    def test_brings_binary_both_ways_on_every_transport(self):
        for transports in (["polling"], ["websocket"]):
            with self.subTest(transports=transports):
                answer = self.run_async(f"""
                    const socket = start({{transports: {transports}}});
                    socket.emit("message", new Uint8Array([1, 2, 255]).buffer, {{deep: [new Uint8Array([9, 7, 8]).subarray(1)]}});
                    const [first, second] = await next(socket, "message-back");
                    return [bytes(first), bytes(second.deep[0])];""")
                self.assertEqual(answer, [[1, 2, 255], [7, 8]])

    def test_calls_acknowledgements(self):
        answer = self.run_async("""
            const socket = start();
            const plain = await new Promise((resolve) => socket.emit("message-with-ack", 1, "x", (...args) => resolve(args)));
            const timed = await new Promise((resolve) => socket.timeout(5000).emit("message-with-ack", 2, (...args) => resolve(args)));
            const late = await new Promise((resolve) => socket.timeout(100).emit("unheard-of", (error) => resolve(error.message)));
            const promised = await socket.emitWithAck("message-with-ack", new Uint8Array([5]));
            return [plain, timed, late, bytes(promised)];""")
        self.assertEqual(answer, [[1, "x"], [None, 2], "operation has timed out", [5]])

    def test_keeps_order_and_loses_nothing_while_upgrading(self):
        answer = self.run_async("""
            const socket = start(), got = [];
            socket.on("message-back", (n, data) => got.push([n, bytes(data)[0]]));
            for (let n = 0; n < 300; n++) {
              socket.emit("message", n, new Uint8Array([n % 256]));
              if (n % 10 === 0) await later(1);
            }
            await until(() => got.length === 300);
            return got;""")
        self.assertEqual(answer, [[n, n % 256] for n in range(300)])

    def test_splits_what_is_too_much_for_one_post(self):
        answer = self.run_async("""
            const socket = start({transports: ["polling"]}), got = [];
            await next(socket, "connect");
            socket.on("message-back", (n, text) => got.push([n, text.length]));
            for (let n = 0; n < 25; n++) socket.emit("message", n, "x".repeat(10_000));
            await until(() => got.length === 25);
            return [got, socket.seen];""")
        self.assertEqual(answer, [[[n, 10_000] for n in range(25)], [["connect", None]]])

    def test_comes_back_after_a_loss_with_what_was_said_meanwhile(self):
        answer = self.run_async("""
            const socket = start();
            await next(socket, "connect");
            const before = socket.id;
            socket.io.engine.end("transport close");
            socket.emit("message", "while away");
            const heard = await next(socket, "message-back");
            return [heard, socket.seen, socket.id !== before];""")
        self.assertEqual(answer, [["while away"], [["connect", None], ["disconnect", "transport close"], ["connect", None]], True])

    def test_stays_away_after_its_own_disconnect(self):
        answer = self.run_async("""
            const socket = start();
            await next(socket, "connect");
            socket.disconnect();
            await later(500);
            const away = [socket.connected, [...socket.seen]];
            socket.connect();
            await next(socket, "connect");
            return [...away, socket.connected];""")
        self.assertEqual(answer, [False, [["connect", None], ["disconnect", "io client disconnect"]], True])

    def test_tells_of_a_namespace_that_is_refused(self):
        answer = self.run_async("""
            const other = start({}, "/nowhere"), custom = start({}, "/custom");
            await next(custom, "connect");
            await until(() => other.seen.length);
            return [other.seen[0][0], typeof other.seen[0][1], other.active, custom.connected];""")
        self.assertEqual(answer, ["connect_error", "string", False, True])

    def test_answers_heartbeats(self):
        for transports in (["polling"], ["websocket"]):
            with self.subTest(transports=transports):
                answer = self.run_async(f"""
                    const socket = start({{transports: {transports}}});
                    await later(2500);
                    return socket.seen;""")
                self.assertEqual(answer, [["connect", None]])

    def test_says_when_a_server_is_not_there_and_goes_on_trying(self):
        answer = self.run_async("""
            const socket = start({path: "/nothing-here/"});
            await until(() => socket.seen.length >= 3);
            return [socket.seen.slice(0, 3).map(([name]) => name), socket.connected];""")
        self.assertEqual(answer, [["connect_error"] * 3, False])

    def test_refuses_reserved_names(self):
        answer = self.run_async("""
            try { start().emit("connect"); } catch (error) { return error.message; }""")
        self.assertIn("reserved", answer)

    def test_once_and_off_end_listening(self):
        answer = self.run_async("""
            const socket = start(), got = [], listener = (x) => got.push(["on", x]);
            socket.on("message-back", listener);
            socket.once("message-back", (x) => got.push(["once", x]));
            for (const x of [1, 2]) { socket.emit("message", x); await next(socket, "message-back"); }
            socket.off("message-back", listener);
            socket.emit("message", 3);
            await next(socket, "message-back");
            return got;""")
        self.assertEqual(answer, [["on", 1], ["once", 1], ["on", 2]])


@unittest.skipUnless(joom_server(), "no joom-server: set JOOM_SERVER")
class RelayTests(unittest.TestCase):
    """What a room's members get of each other through joom-server."""

    @classmethod
    def setUpClass(cls):
        cls.server = Server.joom()
        cls.addClassCleanup(cls.server.stop)
        cls.front = Front(cls.server.url, BLANK)
        cls.addClassCleanup(cls.front.listener.close)
        cls.browser = Browser(devices=False)
        cls.addClassCleanup(cls.browser.close)

    def relay(self, transports, count, size):
        """Emits `count` offers of `size` letters at once and returns [arrived, in order, transport of the sender]."""
        self.browser.open(self.front.url + "/")
        self.browser.run(CLIENT)
        return self.browser.driver.execute_async_script(PRELUDE + f"""finish(async () => {{
            const got = [], me = {{capabilities: ["joom/1"]}}, room = "relay" + Math.random();
            const there = start({{transports: {transports}}});
            await there.emitWithAck("join_room", room, me);
            there.on("offer", ({{sdp}}) => got.push(sdp));
            const here = start({{transports: {transports}}});
            here.emit("join_room", room, me);
            for (let n = 0; n < {count}; n++) {{
              here.emit("offer", {{type: "offer", sdp: n + "x".repeat({size})}}, room);
              if (n % 10 === 0) await later(1);
            }}
            await until(() => got.length === {count});
            const inOrder = got.every((sdp, n) => sdp.startsWith(n + "x"));
            return [got.length, inOrder, here.io.engine.transport.name];
        }});""")

    def test_splits_what_is_too_much_for_one_post(self):
        self.assertEqual(self.relay(["polling"], 40, 50_000), [40, True, "polling"])

    def test_keeps_order_and_loses_nothing_while_upgrading(self):
        self.assertEqual(self.relay(["polling", "websocket"], 300, 10), [300, True, "websocket"])


if __name__ == "__main__":
    report.main()
