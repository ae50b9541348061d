#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the public suites of Engine.IO v4 and Socket.IO v5 ask of a server, said in our words to our own.

The requests come from a browser's page of another origin, so CORS is asked for too. Where they come from:
github.com/socketio/engine.io-protocol and socket.io-protocol, folder test-suite.
"""
import os
import unittest

import report
from browser import Browser
from servers import REPOSITORY, Front, Server
from test_client import BINARY

BLANK = REPOSITORY / "Tests/Fixtures/blank-page"
SERVICES = ("/engine.io/", "/socket.io/")
SEPARATOR = "\x1e"

# `get` and `post` give [status, body]; `open` gives a WebSocket whose `next()` is the next message, "closed" at its end.
PRELUDE = """
const [server, path, done] = arguments;
const later = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const polling = (sid) => `${server}${path}?EIO=4&transport=polling` + (sid ? "&sid=" + sid : "");
const ask = async (url, options) => { const answer = await fetch(url, options); return [answer.status, await answer.text()]; };
const get = (sid) => ask(polling(sid)), post = (sid, body) => ask(polling(sid), {method: "POST", body});
const session = async () => JSON.parse((await get())[1].slice(1)).sid;
const open = (query = "EIO=4&transport=websocket") => {
  const socket = new WebSocket(`${server.replace("http", "ws")}${path}?${query}`), queue = [], waiting = [];
  const push = (x) => waiting.length ? waiting.shift()(x) : queue.push(x);
  socket.binaryType = "arraybuffer";
  socket.onmessage = ({data}) => push(data instanceof ArrayBuffer ? [...new Uint8Array(data)] : data);
  socket.onclose = () => push("closed");
  const next = () => queue.length ? queue.shift() : new Promise((resolve) => waiting.push(resolve));
  const said = async () => { let x = await next(); while (x === "2") { socket.send("3"); x = await next(); } return x; };
  const opened = new Promise((resolve) => { socket.onopen = resolve; });
  return Object.assign(socket, {next, said, opened});
};
const upgrade = (sid) => open("EIO=4&transport=websocket&sid=" + sid);
const joined = async (connect = "40") => {
  const socket = open();
  await socket.next();
  socket.send(connect);
  const granted = await socket.said();
  return Object.assign(socket, {granted, auth: await socket.said()});
};
const finish = (work) => work().then(done, (error) => done("failed: " + error));
"""


class Conformance(unittest.TestCase):
    """One browser and one server for all tests."""

    @classmethod
    def setUpClass(cls):
        binary = os.environ.get("JOOM_CONFORMANCE_SERVER", str(BINARY))
        if not os.access(binary, os.X_OK):
            raise unittest.SkipTest("no conformance server: set JOOM_CONFORMANCE_SERVER")
        cls.server = Server(binary, "--port", "0")
        cls.addClassCleanup(cls.server.stop)
        cls.front = Front(cls.server.url, BLANK)
        cls.addClassCleanup(cls.front.listener.close)
        cls.browser = Browser(devices=False)
        cls.addClassCleanup(cls.browser.close)
        cls.browser.open(cls.front.url + "/")

    def ask(self, body, path="/socket.io/"):
        script = PRELUDE + "finish(async () => {" + body + "});"
        return self.browser.driver.execute_async_script(script, self.server.url, path)

    def check(self, body, expected, paths=SERVICES):
        for path in paths:
            with self.subTest(path=path):
                self.assertEqual(self.ask(body, path), expected)


class EngineTests(Conformance):
    """Sessions, heartbeats and upgrades; the same at both paths."""

    def test_a_session_opens_with_exactly_five_facts(self):
        keys = ["maxPayload", "pingInterval", "pingTimeout", "sid", "upgrades"]
        for opening, upgrades in (("(await get())[1]", ["websocket"]), ("await open().next()", [])):
            self.check(f"""
                const packet = {opening}, {{sid, ...rest}} = JSON.parse(packet.slice(1));
                return [packet[0], typeof sid, Object.keys({{sid, ...rest}}).sort(), rest];""",
                ["0", "string", keys, {"upgrades": upgrades, "pingInterval": 300, "pingTimeout": 200, "maxPayload": 1000000}])

    def test_nonsense_is_refused(self):
        self.check("""
            const statuses = [];
            for (const query of ["transport=polling", "EIO=abc&transport=polling", "EIO=4", "EIO=4&transport=abc"])
              statuses.push((await ask(server + path + "?" + query))[0]);
            for (const method of ["POST", "PUT"]) statuses.push((await ask(polling(), {method}))[0]);
            const sockets = [];
            for (const query of ["transport=websocket", "EIO=abc&transport=websocket", "EIO=4", "EIO=4&transport=abc"])
              sockets.push(await open(query).next());
            return [statuses, sockets];""", [[400] * 6, ["closed"] * 4])

    def test_heartbeats_over_polling(self):
        self.check("""
            const sid = await session(), seen = [];
            for (let i = 0; i < 3; i++) seen.push(await get(sid), await post(sid, "3"));
            return seen;""", [[200, "2"], [200, "ok"]] * 3)

    def test_heartbeats_over_a_web_socket(self):
        self.check("""
            const socket = open(), seen = [];
            await socket.next();
            if (path === "/socket.io/") { socket.send("40"); await socket.said(); await socket.said(); }
            for (let i = 0; i < 5; i++) { seen.push(await socket.next()); socket.send("3"); }
            return seen;""", ["2"] * 5)

    def test_silence_ends_a_session(self):
        self.check("""
            const sid = await session(), socket = open();
            await socket.next();
            await later(600);
            return [(await get(sid))[0], await socket.next(), await socket.next()];""", [400, "2", "closed"])

    def test_a_client_ends_its_session(self):
        self.check("""
            const sid = await session(), poll = get(sid);
            await later(20);
            const posted = await post(sid, "1"), socket = open();
            await socket.next();
            socket.send("1");
            return [await poll, posted, (await get(sid))[0], await socket.next()];""",
            [[200, "6"], [200, "ok"], 400, "closed"])

    def test_two_polls_at_once_end_a_session(self):
        self.check("""
            const sid = await session(), first = get(sid);
            await later(20);
            const second = await ask(polling(sid) + "&t=again");
            return [await first, second[0], (await get(sid))[0]];""", [[200, "1"], 400, 400])

    def test_what_is_no_packet_ends_a_session(self):
        self.check("""
            const sid = await session(), socket = open();
            await socket.next();
            socket.send("abc");
            return [(await post(sid, "abc"))[0], (await get(sid))[0], await socket.next()];""", [400, 400, "closed"])

    def test_an_upgrade_ends_polling_and_other_sockets(self):
        self.check("""
            const sid = await session(), socket = upgrade(sid);
            await socket.opened;
            socket.send("2probe");
            const probe = await socket.next(), released = await get(sid);
            socket.send("5");
            await later(20);
            const refused = (await get(sid))[0], other = await upgrade(sid).next();
            socket.send("40");
            return [probe, released, refused, other, (await socket.said()).slice(0, 2)];""",
            ["3probe", [200, "6"], 400, "closed", "40"], paths=["/socket.io/"])
        self.check("""
            const sid = await session(), socket = upgrade(sid);
            await socket.opened;
            socket.send("2probe");
            const probe = await socket.next(), released = await get(sid);
            socket.send("5");
            socket.send("4hello");
            return [probe, released, await socket.said(), (await get(sid))[0], await upgrade(sid).next()];""",
            ["3probe", [200, "6"], "4hello", 400, "closed"], paths=["/engine.io/"])

    def test_messages_come_back_as_they_came(self):
        for body in ("4hello", SEPARATOR.join(["4test1", "4test2", "4test3"]), "4방" + SEPARATOR + "bAQIDBA=="):
            self.check(f"""
                const sid = await session();
                return [await post(sid, {body!r}), await get(sid)];""", [[200, "ok"], [200, body]], paths=["/engine.io/"])
        self.check("""
            const socket = open();
            await socket.next();
            socket.send("4hello");
            const text = await socket.said();
            socket.send(new Uint8Array([1, 2, 3, 4]));
            return [text, await socket.said()];""", ["4hello", [1, 2, 3, 4]], paths=["/engine.io/"])

    def test_a_page_of_another_origin_may_ask_with_headers_of_its_own(self):
        self.check("return (await ask(polling(), {headers: {'X-Extra': '1'}}))[0];", 200)


class SocketTests(Conformance):
    """Namespaces, events and acknowledgements."""

    def test_namespaces_are_granted_with_an_id_and_greeted_with_what_was_sent_along(self):
        for name in ("", "/custom,"):
            for auth in ("", '{"token":"123"}'):
                with self.subTest(name=name, auth=auth):
                    granted, greeting = self.ask(f"""
                        const socket = await joined('40{name}{auth}');
                        return [socket.granted, socket.auth];""")
                    self.assertRegex(granted, f'^40{name}{{"sid":"[^"]+"}}$')
                    self.assertEqual(greeting, f'42{name}["auth",{auth or "{}"}]')

    def test_an_unknown_namespace_is_refused(self):
        answer = self.ask("""
            const socket = open();
            await socket.next();
            socket.send("40/random");
            return socket.said();""")
        self.assertEqual(answer, '44/random,{"message":"Invalid namespace"}')

    def test_who_does_not_ask_for_a_namespace_is_closed(self):
        answer = self.ask("""
            const socket = open(), start = performance.now();
            await socket.next();
            const end = await socket.said();
            return [end, performance.now() - start];""")
        self.assertEqual(answer[0], "closed")
        self.assertTrue(900 < answer[1] < 2000, answer)

    def test_leaving_a_namespace_keeps_the_connection(self):
        answer = self.ask("""
            const socket = await joined();
            socket.send("40/custom");
            await socket.said();
            await socket.said();
            socket.send("41/custom,");
            socket.send('42["message","still here"]');
            const answer = await socket.said();
            socket.send("41");
            return [answer, await socket.next()];""")
        self.assertEqual(answer, ['42["message-back","still here"]', "2"])

    def test_events_and_acknowledgements_bring_arguments_back(self):
        for sent, answer in (('42["message",1,"2",{"3":[true]}]', '42["message-back",1,"2",{"3":[true]}]'),
                             ('42456["message-with-ack",1,"2",{"3":[false]}]', '43456[1,"2",{"3":[false]}]')):
            with self.subTest(sent=sent):
                self.assertEqual(self.ask(f"const socket = await joined(); socket.send({sent!r}); return socket.said();"), answer)

    def test_attachments_come_back_in_their_places(self):
        holes = '{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}'
        for sent, answer in ((f'452-["message",{holes}]', f'452-["message-back",{holes}]'),
                             (f'452-789["message-with-ack",{holes}]', f'462-789[{holes}]')):
            with self.subTest(sent=sent):
                self.assertEqual(self.ask(f"""
                    const socket = await joined();
                    socket.send({sent!r});
                    socket.send(new Uint8Array([1, 2, 3]));
                    socket.send(new Uint8Array([4, 5, 6]));
                    return [await socket.said(), await socket.said(), await socket.said()];"""),
                    [answer, [1, 2, 3], [4, 5, 6]])

    def test_broken_rules_close_the_connection(self):
        for sent in ("4abc", '42["x', "42{}", "42[]", "40", '42["connect"]', '42/custom,["x"]', '451-["x"', "4511-[]", '44{"message":"x"}'):
            with self.subTest(sent=sent):
                self.assertEqual(self.ask(f"const socket = await joined(); socket.send({sent!r}); return socket.said();"), "closed")
        for sent in ('42["x"]', "40[]", "4", '40"x"'):
            with self.subTest(sent=sent):
                self.assertEqual(self.ask(f"""
                    const socket = open();
                    await socket.next();
                    socket.send({sent!r});
                    return socket.said();"""), "closed")


if __name__ == "__main__":
    report.main()
