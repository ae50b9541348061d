#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The chat beside a call: in the window, between joom-cli and guest pages, kept over a lost connection."""
import unittest

import report
from browser import Browser, wait_until
from servers import Server
from test_guest_page import ADA, BOB, BREAK, HOLD, RED
from test_app import App, desktop
from test_joom_cli import ADA as CLI_ADA
from test_joom_cli import Calls

READ = "return [...document.querySelectorAll('#chatList li')].map((row) => [...row.children].map((part) => part.textContent))"


def write(page, text):
    """Opens the chat if it is closed, and sends a line."""
    if not page.find("#chat").is_displayed():
        page.press("chatButton")
    page.find("#chatText").send_keys(text + "\n")


class OnThePage(Calls):
    """The guest page with joom-cli and with itself."""

    @classmethod
    def setUpClass(cls):
        cls.use(Server.joom())

    def page(self, name, **arguments):
        page = Browser(**arguments)
        self.addCleanup(page.close)
        page.open(self.server.url + "/r/room")
        page.enter_room(self.room, name=name)
        return page

    def wait_for_rows(self, page, rows):
        wait_until(f"the chat has {rows}", lambda: page.run(READ) == rows)

    def test_with_joom_cli(self):
        page = self.page("Bob", **BOB)
        ada = self.join(CLI_ADA, "--name", "Ada", "--say", "Look: https://example.org/a?b=1. <b>No</b>")
        badge = page.find("#chatButton .badge")
        wait_until("one is new", lambda: badge.text == "1")
        page.press("chatButton")
        self.wait_for_rows(page, [["Ada", "Look: https://example.org/a?b=1. <b>No</b>"]])
        self.assertEqual(badge.text, "")
        self.assertEqual(page.run("return document.activeElement.id"), "chatText")
        link = page.find("#chatList a")
        self.assertEqual(link.get_attribute("href"), "https://example.org/a?b=1")
        self.assertEqual(link.get_attribute("rel"), "noopener noreferrer")
        self.assertEqual(len(page.all("#chatList b")), 0)
        write(page, "Seen 👋")
        self.assertEqual(ada.wait("message")["text"], "Seen 👋")
        self.wait_for_rows(page, [["Ada", "Look: https://example.org/a?b=1. <b>No</b>"], ["You", "Seen 👋"]])

    def test_alone_nobody_reads_it(self):
        page = self.page("Bob", **BOB)
        write(page, "Anybody?")
        self.wait_for_rows(page, [["You", "Anybody?", "Nobody was there to read this"]])
        ada = self.join(CLI_ADA)
        ada.wait("connected")
        write(page, "Now?")
        self.assertEqual([event["text"] for event in [ada.wait("message")]], ["Now?"])
        page.press("leave")
        page.enter_room(self.room, name="Bob")
        self.assertEqual(page.run(READ), [])

    def test_it_goes_on_when_a_connection_is_replaced(self):
        bob = self.page("Bob", before_page=HOLD, **BOB)
        ada = self.page("Ada", before_page=HOLD, **ADA)
        bob.wait_for_picture(RED)
        write(bob, "before")
        self.wait_for_rows(ada, [["Bob", "before"]])
        ada.run(BREAK)
        write(ada, "while it is away")
        self.wait_for_rows(bob, [["You", "before"], ["Ada", "while it is away"]])
        self.wait_for_rows(ada, [["Bob", "before"], ["You", "while it is away"]])

    def test_a_flood_and_nonsense_disturb_nobody(self):
        bob = self.page("Bob", before_page=HOLD, **BOB)
        ada = self.page("Ada", before_page=HOLD, **ADA)
        bob.wait_for_picture(RED)
        ada.run("""
            const channels = [];
            const make = RTCPeerConnection.prototype.createDataChannel;
            RTCPeerConnection.prototype.createDataChannel = function (...all) {
              const channel = make.apply(this, all);
              window.pipes = (window.pipes ?? []).concat(channel);
              return channel;
            };
            connections.at(-1).close();
        """)
        wait_until("a new channel", lambda: ada.run(
            "return (window.pipes ?? []).some((one) => one.label === 'plugins' && one.readyState === 'open')"), timeout=40)
        ada.run("""
            const pipe = pipes.filter((one) => one.label === 'plugins' && one.readyState === 'open').at(-1);
            for (const text of ['{', '[]', 'null', '{"plugin":"chat"}', '{"plugin":"chat","body":null}',
                                '{"plugin":"chat","body":{"type":"text","id":7,"text":"x"}}', 'x'.repeat(60000)]) pipe.send(text);
            for (let count = 0; count < 2000; count += 1)
              pipe.send(JSON.stringify({plugin: 'chat', body: {type: 'text', id: `f${count}`, text: `flood ${count}`}}));
        """)
        wait_until("some of it is there", lambda: len(bob.run(READ)) >= 50)
        self.assertLess(len(bob.run(READ)), 300)
        bob.wait_for_picture(RED)
        bob.wait_for_sound(440)


class InTheWindow(App):
    """The window's panel, through the accessibility tree."""

    def test_what_is_written_is_read_on_both_sides(self):
        self.start("--name", "Ada")
        self.enter()
        bob = self.peer(self.link(), "#283cc8", 660, "--name", "Bob", "--say", "Hello <Ada> & all")
        desktop.find(None, "Bob: Hello <Ada> & all")
        desktop.find("push button", "Chat (1)").click()
        desktop.find(None, "Hello <Ada> & all")
        field = desktop.find("text", "Write a message")
        field.set_text("Hi Bob")
        desktop.press_key("Return")
        self.assertEqual(bob.wait("message")["text"], "Hi Bob")
        desktop.find(None, "Hi Bob")
        self.save("chat")
        desktop.press_key("F9")
        desktop.wait(lambda: not desktop.find_all("text", "Write a message"), "the panel to close")
        desktop.find("push button", "Chat")
        desktop.press_key("c")
        self.assertEqual(desktop.find("text", "Write a message").text, "", "the key's letter is no message")


if __name__ == "__main__":
    report.main()
