#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Browsers call each other: guest page and seed-style page, through joom-server and through a seed-style server.

JOOM_SERVER names the joom-server binary; what needs it is skipped without. JOOM_SCREENSHOTS names a folder for pictures.
"""
import os
import pathlib
import re
import shutil
import tempfile
import unittest
import urllib.parse

import report
import seed_document
from browser import NOTE_WORD, Browser, wait_until
from participant import Participant
from servers import WEB, Front, Server, joom_server

RED, BLUE, GREEN = (200, 40, 40), (40, 60, 200), (40, 170, 60)
ADA, BOB = {"colour": RED, "tone": 440}, {"colour": BLUE, "tone": 660}
SELF = "#myFace"

# Two cameras of one colour each, so that a switch can be seen at the other end.
TWO_CAMERAS = """
const camera = (colour) => {
  const canvas = Object.assign(document.createElement("canvas"), {width: 320, height: 240}), context = canvas.getContext("2d");
  let x = 0;
  const draw = () => {
    context.fillStyle = colour; context.fillRect(0, 0, 320, 240);
    context.fillStyle = "black"; context.fillRect(x = (x + 4) % 300, 200, 16, 16);
  };
  setInterval(draw, 40);
  return canvas.captureStream(25).getVideoTracks()[0];
};
const colours = {one: "rgb(200,40,40)", two: "rgb(40,170,60)"};
window.opened = [];
const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
navigator.mediaDevices.enumerateDevices = async () =>
  Object.keys(colours).map((id) => ({kind: "videoinput", deviceId: id, label: "Camera " + id, groupId: ""}));
navigator.mediaDevices.getUserMedia = async ({audio, video}) => {
  const stream = audio ? await real({audio}) : new MediaStream();
  if (video) {
    const id = video.deviceId?.exact ?? "one", track = camera(colours[id]);
    track.getSettings = () => ({deviceId: id});
    window.opened.push(track);
    stream.addTrack(track);
  }
  return stream;
};
"""


# What Chromium's fake dialogue shows: no screen of ours, but one of its own, 16:9, green with something that moves.
SCREEN, SCREEN_SHAPE = (5, 140, 2), 16 / 9
# What the bar that a browser shows while it shares a screen does, and a closed window; no test can press the bar.
END_SCREEN = """
const [track] = document.getElementById("myFace").srcObject.getVideoTracks();
track.stop();
track.dispatchEvent(new Event("ended"));
"""


# Gives tests a hold on what the page made: window.connections, window.sockets.
HOLD = """
window.connections = [];
window.sockets = [];
window.RTCPeerConnection = class extends RTCPeerConnection {
  constructor(...args) { super(...args); window.connections.push(this); }
};
let made;
Object.defineProperty(window, "io", {
  set: (io) => { made = (...args) => { const socket = io(...args); window.sockets.push(socket); return socket; }; },
  get: () => made,
});
"""
# What a browser has over plain HTTP; window.copied is what it copies then.
PLAIN_CLIPBOARD = """
Object.defineProperty(navigator, "clipboard", {value: undefined});
addEventListener("copy", () => {
  const field = document.activeElement;
  window.copied = field.value?.slice(field.selectionStart, field.selectionEnd) ?? "";
});
"""
# A browser that asks, whose question nobody answers while window.asks is true; what it opened is in window.opened.
ASKS = """
window.asks = true;
window.opened = [];
const {mediaDevices} = navigator, open = mediaDevices.getUserMedia.bind(mediaDevices);
mediaDevices.getUserMedia = async (wanted) => {
  if (window.asks) await new Promise(() => {});
  const stream = await open(wanted);
  window.opened.push(...stream.getTracks());
  return stream;
};
"""
BREAK = "window.connections.at(-1).close()"
MEMBER = "return JSON.parse(sessionStorage.getItem('joom.call')).peerID"


def original_page():
    """A folder with the page Joom descends from, taken out of the document that JOOM_SEED_DOCUMENT names."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix="joom-seed-"))
    seed_document.write_page(os.environ["JOOM_SEED_DOCUMENT"], folder)
    return folder


def refusing(name):
    """JavaScript that lets every request for a device fail with the DOMException `name`."""
    return f"navigator.mediaDevices.getUserMedia = async () => {{ throw new DOMException('no', '{name}'); }};"


def save(browser, name):
    if folder := os.environ.get("JOOM_SCREENSHOTS"):
        browser.screenshot(pathlib.Path(folder) / f"{name}.png")


class Calls(unittest.TestCase):
    """Two browsers; subclasses say which server and which pages."""

    room_number = 0
    idle = {}  # browsers by what they were made with; starting one takes longer than most tests

    @classmethod
    def tearDownClass(cls):
        for browser in [browser for browsers in cls.idle.values() for browser in browsers]:
            browser.close()
        cls.idle.clear()

    @classmethod
    def use_server(cls, server):
        cls.server = server
        cls.addClassCleanup(server.stop)

    def setUp(self):
        Calls.room_number += 1
        self.room = f"room {Calls.room_number} é"

    def link(self, room=None):
        return f"{self.server.url}/r/{urllib.parse.quote(room or self.room)}"

    def browser(self, **options):
        key = repr(sorted(options.items()))
        known = self.idle.setdefault(key, [])
        browser = known.pop() if known else Browser(**options)
        self.addCleanup(known.append, browser)
        self.addCleanup(browser.forget)
        return browser

    def guest(self, name, room=None, **options):
        browser = self.browser(**options)
        browser.open(self.link(room))
        browser.enter_room(name=name)
        return browser

    def pair(self, **options):
        ada = self.guest("Ada", **ADA, **options)
        ada.wait_for_text("Waiting for the other person")
        bob = self.guest("Bob", **BOB, **options)
        ada.wait_for_picture(BLUE)
        bob.wait_for_picture(RED)
        return ada, bob

    def assert_call(self, first, second):
        first.wait_for_picture(BLUE)
        second.wait_for_picture(RED)
        first.wait_for_sound(660)
        second.wait_for_sound(440)

    def assert_mended_from_either_side(self):
        pair = self.pair(before_page=HOLD)
        for broken, other, colour in ((pair[0], pair[1], RED), (pair[1], pair[0], BLUE)):
            with self.subTest(colour=colour):
                # A quick mend shows the word for less time than it takes to look twice.
                other.run(NOTE_WORD, "Reconnecting")
                broken.run(BREAK)
                wait_until("the word Reconnecting", lambda: other.run("return window.wordSeen"), timeout=20)
                other.wait_for_picture(colour, timeout=40)
                self.assert_call(*pair)


class GuestPagesOnSeedServer(Calls):
    """No ids, no acknowledgements, no upgrade to WebSocket."""

    @classmethod
    def setUpClass(cls):
        cls.use_server(Server.seed_style(pages=WEB))

    def guest(self, name, room=None, **options):
        """By the form: a seed's server leads every other address back to it."""
        browser = self.browser(**options)
        browser.open(self.server.url + "/")
        browser.enter_room(room or self.room, name=name)
        return browser

    def test_two_guest_pages_see_and_hear_each_other(self):
        ada, bob = self.pair()
        self.assert_call(ada, bob)
        self.assertEqual([], [line for line in ada.log() + bob.log() if "Uncaught" in line])

    def test_mute_and_camera_off_reach_the_other_side(self):
        ada, bob = self.pair()
        bob.press("mute")
        ada.wait_for_silence()
        bob.press("camera")
        ada.wait_for_picture((0, 0, 0))
        bob.press("mute")
        bob.press("camera")
        ada.wait_for_sound(660)
        ada.wait_for_picture(BLUE)

    def test_broken_connection_is_mended_from_either_side(self):
        self.assert_mended_from_either_side()

    def test_both_welcomed_at_once_end_in_one_call(self):
        ada, bob = self.pair(before_page=HOLD)
        for person in (ada, bob):
            person.run(BREAK)  # a working one would be kept
        for person in (ada, bob):
            person.run("window.before = connections.length; sockets.at(-1).dispatch('welcome')")
        wait_until("a new connection of both", lambda: all(self.is_renewed(person) for person in (ada, bob)), timeout=40)
        self.assert_call(ada, bob)

    @staticmethod
    def is_renewed(person):
        return person.run("return connections.slice(window.before).some((c) => c.connectionState === 'connected')")

    def test_who_comes_back_is_called_again(self):
        ada, bob = self.pair()
        bob.press("leave")
        bob.wait_for_text("Enter room")
        bob.enter_room()
        self.assert_call(ada, bob)


class SeedPages(Calls):
    """The seed-style page against itself and against the guest page, through a seed-style server."""

    @classmethod
    def setUpClass(cls):
        cls.use_server(Server.seed_style())
        cls.guests = Front(cls.server.url, WEB)
        cls.addClassCleanup(cls.guests.listener.close)
        cls.seed_url, cls.guest_url = cls.server.url, cls.guests.url

    def enter(self, url, **options):
        browser = self.browser(**options)
        browser.open(url + "/")
        browser.enter_room(self.room)
        wait_until("the own picture", lambda: browser.picture(SELF))
        return browser

    def test_two_seed_pages_see_and_hear_each_other(self):
        self.assert_call(self.enter(self.seed_url, **ADA), self.enter(self.seed_url, **BOB))

    def test_guest_page_offers_to_a_seed_page(self):
        self.assert_call(self.enter(self.guest_url, **ADA), self.enter(self.seed_url, **BOB))

    def test_guest_page_answers_a_seed_page(self):
        self.assert_call(self.enter(self.seed_url, **ADA), self.enter(self.guest_url, **BOB))

    def test_seed_page_stays_while_guests_come_and_go(self):
        ada = self.enter(self.seed_url, **ADA)
        for _ in range(2):
            bob = self.enter(self.guest_url, **BOB)
            self.assert_call(ada, bob)
            bob.press("leave")


@unittest.skipUnless(joom_server(), "no joom-server: set JOOM_SERVER")
class SeedPagesOnJoomServer(SeedPages):
    """The same pages through our own server."""

    @classmethod
    def setUpClass(cls):
        cls.use_server(Server.joom())
        cls.seeds = Front(cls.server.url)
        cls.addClassCleanup(cls.seeds.listener.close)
        cls.seed_url, cls.guest_url = cls.seeds.url, cls.server.url

    def test_third_person_never_breaks_a_seed_style_call(self):
        ada, bob = self.enter(self.seed_url, **ADA), self.enter(self.seed_url, **BOB)
        self.assert_call(ada, bob)
        self.enter(self.seed_url, colour=GREEN)
        guest = self.guest("Eve", colour=GREEN)
        guest.wait_for_text("This room is full")
        self.assert_call(ada, bob)


@unittest.skipUnless(joom_server() and os.environ.get("JOOM_SEED_DOCUMENT"), "needs JOOM_SERVER and JOOM_SEED_DOCUMENT")
class OriginalPageOnJoomServer(SeedPages):
    """The page Joom descends from, unmodified, through our server and with our client."""

    @classmethod
    def setUpClass(cls):
        cls.use_server(Server.joom())
        pages = original_page()
        cls.addClassCleanup(shutil.rmtree, pages)
        cls.seeds = Front(cls.server.url, pages)
        cls.addClassCleanup(cls.seeds.listener.close)
        cls.seed_url, cls.guest_url = cls.seeds.url, cls.server.url


@unittest.skipUnless(joom_server(), "no joom-server: set JOOM_SERVER")
class SharedScreens(Calls):
    """A guest shows their screen, to Joom and to another guest."""

    @classmethod
    def setUpClass(cls):
        cls.use_server(Server.joom())

    def bob_and_joom(self):
        joom = self.enterContext(Participant(self.room, self.server.url, "#c82828", 440))
        bob = self.guest("Bob", **BOB)
        joom.wait_for_picture(BLUE)
        return bob, joom

    def assert_screen(self, bob, joom):
        wait_until("the screen is announced", lambda: self.announced(joom) == {"microphone": True, "camera": False, "screen": True})
        joom.wait_for_picture(SCREEN)
        joom.wait_now(lambda stats: abs(stats["frameWidth"] / stats["frameHeight"] - SCREEN_SHAPE) < 0.1)
        self.assertEqual((bob.label("screen"), bob.label("myTag")), ("Stop Sharing", "Your screen"))

    def assert_camera(self, bob, joom):
        wait_until("the camera is announced", lambda: self.announced(joom) == {"microphone": True, "camera": True, "screen": False})
        joom.wait_for_picture(BLUE)
        self.assertEqual((bob.label("screen"), bob.label("myTag")), ("Share Screen", "You"))

    @staticmethod
    def announced(joom):
        return {name: joom.last("state")[name] for name in ("microphone", "camera", "screen")}

    def test_joom_sees_the_screen_and_then_the_camera_again(self):
        bob, joom = self.bob_and_joom()
        for _ in range(4):
            bob.press("screen")
            self.assert_screen(bob, joom)
            bob.press("screen")
            self.assert_camera(bob, joom)
        joom.wait_for_sound(660)
        self.assertEqual(1, len(joom.all("connected")), "nothing is negotiated anew")

    def test_the_browsers_own_bar_gives_the_camera_back(self):
        bob, joom = self.bob_and_joom()
        for _ in range(2):
            bob.press("screen")
            self.assert_screen(bob, joom)
            bob.run(END_SCREEN)
            self.assert_camera(bob, joom)

    def test_the_camera_is_switched_behind_the_screen(self):
        bob, joom = self.bob_and_joom()
        bob.press("screen")
        self.assert_screen(bob, joom)
        bob.press("camera")
        self.assertEqual(bob.label("camera"), "Turn Camera On")
        self.assert_screen(bob, joom)
        bob.press("screen")
        wait_until("the camera stays off", lambda: self.announced(joom) == {"microphone": True, "camera": False, "screen": False})
        bob.press("camera")
        self.assert_camera(bob, joom)

    def test_who_comes_later_sees_the_screen(self):
        bob = self.guest("Bob", **BOB)
        bob.press("screen")
        bob.wait_for_picture(SCREEN, SELF)
        ada = self.guest("Ada", **ADA)
        ada.wait_for_picture(SCREEN)
        self.assertTrue(ada.picture()["shown"])
        self.assertEqual("none", bob.run("return getComputedStyle(arguments[0]).transform", bob.find(SELF)), "letters are not mirrored")
        for name, size in (("wide", (1000, 700)), ("phone", (360, 640))):
            bob.resize(*size)
            save(bob, f"screen-{name}")
            self.assertLessEqual(bob.run("return document.documentElement.scrollWidth"), size[0])
            right = max(button.rect["x"] + button.rect["width"] for button in bob.all("#call footer .round") if button.is_displayed())
            self.assertLessEqual(right, size[0])
        bob.command("Emulation.clearDeviceMetricsOverride")
        bob.press("leave")
        bob.wait_for_text("Enter room")
        self.assertIsNone(bob.run("return document.getElementById('preview').srcObject"), "the screen is let go of")

    def test_a_refusal_is_told_in_words_and_the_camera_stays(self):
        for name, words in (("NotAllowedError", "Your screen is not shown"), ("NotReadableError", "Your screen cannot be shown")):
            with self.subTest(name):
                bob = self.guest("Bob", room=self.room + name, **BOB)
                bob.wait_for_picture(BLUE, SELF)
                bob.run("window.real = navigator.mediaDevices.getDisplayMedia.bind(navigator.mediaDevices);"
                        "navigator.mediaDevices.getDisplayMedia = async () => { throw new DOMException('no', arguments[0]); }"
                        .replace("arguments[0]", repr(name)))
                bob.press("screen")
                bob.wait_for_text(words)
                bob.wait_for_picture(BLUE, SELF)
                self.assertEqual(bob.label("screen"), "Share Screen")
                bob.run("navigator.mediaDevices.getDisplayMedia = window.real")
                bob.press("screen")
                bob.wait_for_picture(SCREEN, SELF)
                wait_until("no complaint is left", lambda b=bob, w=words: w not in b.find("body").text)
                bob.press("leave")

    def test_no_button_where_no_screen_can_be_shown(self):
        bob = self.guest("Bob", **BOB, before_page="delete MediaDevices.prototype.getDisplayMedia;")
        bob.wait_for_text("Waiting for the other person")
        self.assertFalse(bob.find("#screen").is_displayed())
        self.assertTrue(bob.find("#camera").is_displayed())


# A page that believes that it may talk to other servers, and lets tests speak over its channels; its policy forbids it still.
BOLD = HOLD + """
const ask = window.fetch;
window.fetch = (url, how) => (how?.method !== "HEAD" ? ask(url, how)
  : Promise.resolve(new Response(null, {headers: {"Content-Security-Policy": "connect-src 'self' wss:;"}})));
window.channels = [];
const open = RTCPeerConnection.prototype.createDataChannel;
RTCPeerConnection.prototype.createDataChannel = function (...args) {
  const channel = open.apply(this, args);
  window.channels.push(channel);
  return channel;
};
"""
SAY_MOVED = """channels.filter(({label, readyState}) => label === "joom" && readyState === "open").at(-1)
  .send(JSON.stringify({type: "moved", link: arguments[0]}))"""


@unittest.skipUnless(joom_server(), "no joom-server: set JOOM_SERVER")
class Moves(Calls):
    """What a page makes of the word that its room goes on elsewhere; that it does: test_network_hosting."""

    KEY = "#k=AAECAwQFBgcICQoLDA0ODw"

    @classmethod
    def setUpClass(cls):
        cls.use_server(Server.joom())

    def link(self, room=None):
        return super().link(room) + self.KEY

    def test_only_the_owner_leads_a_page_and_only_to_a_safe_place(self):
        ada = self.guest("Ada", **ADA, before_page=BOLD)
        ada.wait_for_text("Waiting for the other person")
        bob = self.guest("Bob", **BOB, before_page=BOLD)
        ada.wait_for_picture(BLUE)
        bob.wait_for_picture(RED)
        room = urllib.parse.quote(self.room)
        good = f"https://127.0.0.1:9/r/{room}{self.KEY}"
        bob.run(SAY_MOVED, good)  # who does not own the room
        for link in (f"http://127.0.0.1:9/r/{room}{self.KEY}", f"https://127.0.0.1:9/r/other{self.KEY}",
                     f"https://127.0.0.1:9/r/{room}", f"https://user@127.0.0.1:9/r/{room}{self.KEY}", f"{good}&fp={'A' * 43}",
                     f"javascript:alert(1)//r/{room}{self.KEY}", f"data:text/html,x/r/{room}{self.KEY}", "x" * 2_000, "", None, 7, {}):
            ada.run(SAY_MOVED, link)
        bob.wait_for_sound(440)
        for page in (ada, bob):
            self.assertEqual(1, page.run("return sockets.length"))
            self.assertFalse(page.find("#call .banner").is_displayed())
        ada.run(SAY_MOVED, good)
        bob.wait_for_text("Ada moved the room to 127.0.0.1:9, and this page could not follow. That server does not", "#call .banner", 8)
        self.assertEqual(good, bob.find("#call .banner a").get_attribute("href"))
        self.assert_call(ada, bob)
        self.assertTrue(bob.find("#link").get_property("value").startswith(self.server.url), "the way in is the old one")


@unittest.skipUnless(joom_server(), "no joom-server: set JOOM_SERVER")
class GuestPagesOnJoomServer(Calls):
    """All that the extension of the protocol adds."""

    @classmethod
    def setUpClass(cls):
        cls.use_server(Server.joom())

    def test_two_guest_pages_see_and_hear_each_other(self):
        ada, bob = self.pair()
        self.assert_call(ada, bob)
        ada.wait_for_text("Call with Bob")
        bob.wait_for_text("Call with Ada")
        self.assertEqual([], [line for line in ada.log() + bob.log() if "Uncaught" in line or "Content Security" in line])
        # The policy of this server lets no page go elsewhere, so none says that it could.
        self.assertFalse(ada.driver.execute_async_script(
            "const done = arguments[0]; import('/public/moving.js').then(({canFollow}) => canFollow()).then(done, (e) => done(String(e)))"))
        # What began to move would have to stop where the person wants no motion (prefers-reduced-motion).
        styles = ada.run("return [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]).map((rule) => rule.cssText).join('')")
        self.assertNotRegex(styles, "transition|animation|@keyframes|scroll-behavior")
        self.assertEqual(0, ada.run("return document.getAnimations().length"))
        save(ada, "call")

    def test_mute_silences_and_is_shown(self):
        ada, bob = self.pair()
        self.assertEqual(bob.label("mute"), "Mute")
        bob.press("mute")
        self.assertEqual(bob.label("mute"), "Unmute")
        ada.wait_for_silence()
        wait_until("the mark of a muted microphone", lambda: ada.find(".peer .muted-mark").is_displayed())
        bob.press("mute")
        ada.wait_for_sound(660)

    def test_camera_off_shows_a_placeholder_and_releases_the_camera(self):
        ada, bob = self.pair()
        bob.press("camera")
        self.assertEqual(bob.label("camera"), "Turn Camera On")
        ada.wait_for_text("Camera is off", ".peer")
        self.assertFalse(ada.picture()["shown"])
        self.assertIsNone(bob.run("return document.getElementById('myFace').srcObject"))
        save(ada, "camera-off")
        bob.press("camera")
        ada.wait_for_picture(BLUE)
        self.assertTrue(ada.picture()["shown"])

    def test_camera_switch_replaces_what_the_other_side_sees(self):
        ada = self.guest("Ada", before_page=TWO_CAMERAS)
        bob = self.guest("Bob", **BOB)
        bob.wait_for_picture(RED)
        ada.press("mute")
        ada.choose_camera("two")
        bob.wait_for_picture(GREEN, timeout=5)
        self.assertEqual(ada.label("mute"), "Unmute")
        bob.wait_for_silence()
        live = ada.run("return window.opened.filter((track) => track.readyState === 'live').length")
        self.assertEqual(live, 1, "the camera before is released")

    def test_camera_switch_while_off_keeps_it_off(self):
        ada = self.guest("Ada", before_page=TWO_CAMERAS)
        bob = self.guest("Bob", **BOB)
        bob.wait_for_picture(RED)
        ada.press("camera")
        bob.wait_for_text("Camera is off", ".peer")
        ada.choose_camera("two")
        self.assertEqual(ada.label("camera"), "Turn Camera On")
        self.assertEqual(1, ada.run("return window.opened.length"), "no camera is opened while off")
        ada.press("camera")
        bob.wait_for_picture(GREEN)

    def test_who_leaves_before_the_browsers_question_is_answered_is_not_there(self):
        ada = self.guest("Ada", before_page=ASKS)
        ada.press("leave")
        ada.wait_for_text("Enter room")
        self.assertTrue(ada.find("#enter").is_enabled())
        ada.run("window.asks = false")
        bob = self.guest("Bob", **BOB)
        bob.wait_for_text("Waiting for the other person")

    def test_nobody_waits_for_ever_for_the_answer_to_a_question(self):
        self.guest("Ada", before_page=ASKS)
        bob = self.guest("Bob", **BOB)
        bob.wait_for_text("Call with Ada")

    def test_mute_counts_at_once_also_while_a_question_is_open(self):
        ada = self.guest("Ada", before_page=ASKS + "window.asks = false;", **ADA)
        bob = self.guest("Bob", **BOB)
        bob.wait_for_sound(440)
        ada.press("camera")
        bob.wait_for_text("Camera is off", ".peer")
        ada.run("window.asks = true")
        ada.press("camera")
        ada.press("mute")
        bob.wait_for_silence()

    def test_a_camera_is_closed_first_where_only_one_opens_at_a_time(self):
        one_at_a_time = TWO_CAMERAS + """
            const two = navigator.mediaDevices.getUserMedia;
            navigator.mediaDevices.getUserMedia = (wanted) => {
              const isOpen = window.opened.some((track) => track.kind === 'video' && track.readyState === 'live');
              return wanted.video && isOpen ? Promise.reject(new DOMException('in use', 'NotReadableError')) : two(wanted);
            };
        """
        ada = self.guest("Ada", before_page=one_at_a_time)
        bob = self.guest("Bob", **BOB)
        bob.wait_for_picture(RED)
        ada.choose_camera("two")
        bob.wait_for_picture(GREEN)

    def test_leaving_is_seen_at_once(self):
        ada, bob = self.pair()
        bob.press("leave")
        bob.wait_for_text("Enter room")
        ada.wait_for_text("Bob left", timeout=3)
        ada.wait_for_text("Waiting for the other person", timeout=3)

    def test_closed_tab_is_seen_within_ten_seconds(self):
        ada, bob = self.pair()
        bob.open("about:blank")
        ada.wait_for_text("Bob left", timeout=10)

    def test_reloaded_tab_comes_back_into_the_call(self):
        ada, bob = self.pair()
        bob.driver.refresh()
        self.assert_call(ada, bob)
        self.assertEqual(1, len(ada.all(".peer")))

    def test_a_tab_that_is_restored_much_later_asks_first(self):
        ada = self.guest("Ada", **ADA)
        ada.wait_for_text("Waiting")
        ada.run("""addEventListener('pagehide', () => {
          const call = JSON.parse(sessionStorage.getItem('joom.call'));
          sessionStorage.setItem('joom.call', JSON.stringify({...call, at: call.at - 200_000}));
        })""")
        ada.driver.refresh()
        ada.wait_for_text("Enter room")

    def test_call_survives_the_server(self):
        with Server.joom() as server:
            room, self.server = self.server, server
            self.addCleanup(setattr, self, "server", room)
            ada, bob = self.pair()
            server.kill()
            ada.wait_for_text("The server cannot be reached")
            self.assert_call(ada, bob)
            server.restart()
            ada.wait_for_text("The server is back")
            eve = self.guest("Eve", colour=GREEN)
            ada.wait_for_picture(GREEN, 'video[aria-label="Eve"]')
            wait_until("both are there for Eve", lambda: len(eve.all(".peer")) == 2)

    def test_broken_connection_is_mended_from_either_side(self):
        self.assert_mended_from_either_side()

    def test_both_welcomed_at_once_end_in_one_call(self):
        people = self.pair(before_page=HOLD)
        ids = [person.run(MEMBER) for person in people]
        for person, other in zip(people, reversed(ids)):
            person.run("window.before = connections.length;"
                       "sockets.at(-1).dispatch('welcome', {from: arguments[0], capabilities: ['joom/1']})", other)
        wait_until("a new connection of both", lambda: all(GuestPagesOnSeedServer.is_renewed(p) for p in people), timeout=10)
        self.assert_call(*people)

    def test_a_welcome_that_comes_after_their_offer_ends_in_one_call(self):
        people = self.pair(before_page=HOLD)
        ids = [person.run(MEMBER) for person in people]
        for first, second in ((0, 1), (1, 0)):
            with self.subTest(smaller_id_offers=ids[first] < ids[second]):
                for person in people:
                    person.run("window.before = connections.length")
                people[second].run("let come = false; sockets.at(-1).on('offer', () => { if (come) return; come = true;"
                                   "sockets.at(-1).dispatch('welcome', {from: arguments[0], capabilities: ['joom/1']}); });",
                                   ids[first])
                people[first].run("sockets.at(-1).dispatch('welcome', {from: arguments[0], capabilities: ['joom/1']})", ids[second])
                wait_until("a new connection of both", lambda: all(GuestPagesOnSeedServer.is_renewed(p) for p in people), timeout=10)
                self.assert_call(*people)

    def test_nonsense_from_the_server_leaves_the_call_alone(self):
        ada, bob = self.pair(before_page=HOLD)
        other = bob.run(MEMBER)
        for event, value in (("offer", None), ("offer", {"type": "offer", "sdp": "x"}), ("answer", {"type": "answer", "sdp": "x"}),
                             ("ice", {"candidate": "x"}), ("ice", 7), ("negotiate", {}), ("state", None), ("bye", None)):
            ada.run("sockets.at(-1).dispatch(arguments[0], arguments[1], {from: arguments[2]})", event, value, other)
        self.assert_call(ada, bob)
        self.assertEqual(1, len(ada.all(".peer")))

    def test_four_people_see_each_other(self):
        people = [self.guest(name, colour=colour) for name, colour in
                  (("Ada", RED), ("Bob", BLUE), ("Cleo", GREEN), ("Dan", (190, 180, 40)))]
        for person in people:
            wait_until("three moving pictures", lambda p=person: self.moving(p) == 3, timeout=40)
        save(people[0], "four")

    @staticmethod
    def moving(person):
        return person.run("""return [...document.querySelectorAll(".peer video")]
            .filter((v) => v.videoWidth && v.getVideoPlaybackQuality().totalVideoFrames > 10).length""")

    def test_joining_without_any_device_says_so_and_works(self):
        ada = self.guest("Ada", devices=False)
        ada.wait_for_text("No camera was found")
        bob = self.guest("Bob", **BOB)
        ada.wait_for_picture(BLUE)
        ada.wait_for_sound(660)
        bob.wait_for_text("Camera is off", ".peer")

    def test_refused_devices_are_told_in_words(self):
        for name, words in (("NotAllowedError", "may not use"), ("NotReadableError", "Another program holds")):
            with self.subTest(name):
                self.guest("Ada", room=self.room + name, before_page=refusing(name)).wait_for_text(words)

    def test_server_that_is_not_there_is_told_in_words(self):
        with Server.joom() as server:
            ada = self.browser(**ADA)
            ada.open(server.url)
            server.kill()
            ada.enter_room(self.room)
            ada.wait_for_text("does not answer")
            server.restart()
            ada.wait_for_text("Waiting for the other person")
            wait_until("no complaint is left", lambda: "does not answer" not in ada.find("body").text)

    def test_plain_http_is_told_in_words(self):
        page = self.browser(before_page="delete Navigator.prototype.mediaDevices;")
        page.open(self.link())
        page.wait_for_text("plain HTTP")
        page.enter_room(name="Ada")
        page.wait_for_text("Waiting for the other person")

    def test_name_and_choices_are_remembered(self):
        ada = self.guest("Ada", **ADA)
        ada.wait_for_text("Waiting")
        ada.press("camera")
        ada.press("leave")
        ada.open(self.link())
        self.assertEqual("Ada", ada.find("#name").get_property("value"))
        self.assertEqual("Turn Camera On", ada.label("camera"))

    def test_a_name_that_is_too_long_is_cut(self):
        ada = self.guest("a" + "가" * 59, **ADA)
        ada.wait_for_text("Waiting")
        self.assertEqual("a" + "가" * 42, ada.run("return JSON.parse(localStorage.getItem('joom.name'))"))

    def test_link_names_the_room_for_browser_and_app(self):
        ada = self.guest("Ada", **ADA)
        ada.wait_for_text("Waiting")
        self.assertEqual(self.link(), ada.find("#link").get_property("value"))
        address = self.server.url.removeprefix("http:")
        self.assertEqual(f"joom:{address}/{urllib.parse.quote(self.room)}?tls=0", ada.find("#openInJoom").get_attribute("href"))

    def test_the_link_is_copied_without_a_clipboard(self):
        ada = self.guest("Ada", before_page=PLAIN_CLIPBOARD, size=(1200, 700), **ADA)
        ada.wait_for_text("Waiting")
        ada.press("copyWaiting")
        ada.wait_for_text("Link copied", "#notices")
        self.assertEqual(self.link(), ada.run("return window.copied"))
        self.guest("Bob", **BOB)
        ada.wait_for_picture(BLUE)
        self.assertFalse(ada.find("#link").is_displayed(), "there is no field to copy from now")
        ada.run("window.copied = null")
        ada.press("copyLink")
        wait_until("the link is copied", lambda: ada.run("return window.copied") == self.link())
        self.assertEqual("copyLink", ada.run("return document.activeElement.id"))
        self.assertEqual([], ada.all("textarea"))


if __name__ == "__main__":
    report.main()
