#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Locked rooms from both sides of the door: joom-cli, the window and the guest page.

Runs in a session of Tests/Desktop/session.py, as test_app.py does.
"""
import re
import signal
import unittest
import urllib.parse

import report
from browser import Browser, wait_until
from participant import Participant
from servers import Server, joom_server
from test_app import BLUE, INSIDE, App
from test_guest_page import save
from test_joom_cli import ADA, BOB, Calls, check_events

if INSIDE:
    from Desktop import desktop


class BetweenPrograms(Calls):
    """Two joom-cli, of which one owns the room."""

    @classmethod
    def setUpClass(cls):
        cls.use(Server.joom())

    def wait_outside(self, who, *arguments):
        """Somebody who waits at the door of a room that is locked."""
        participant = Participant(self.room, self.server.url, *who, *arguments)
        self.addCleanup(participant.__exit__)
        participant.wait("waiting")
        return participant

    def test_who_knocks_is_let_in_and_put_out(self):
        ada = self.join(ADA, "--name", "Ada", "--commands")
        ada.say("lock")
        ada.wait("lock", lambda event: event["value"])
        bob = self.wait_outside(BOB, "--name", "Bob")
        self.assertEqual(ada.wait("knock")["name"], "Bob")
        self.assertIsNone(ada.last("peer"))
        ada.say("admit Bob")
        self.assertEqual(bob.wait("joined")["owner"], ada.wait("joined")["you"])
        self.assertTrue(bob.wait("joined")["locked"])
        ada.wait_for_picture(BLUE)
        ada.say("unlock")
        bob.wait("lock", lambda event: not event["value"])
        ada.say("remove Bob")
        bob.wait("error", lambda event: event["code"] == "removed")
        self.assertEqual(ada.wait("left")["reason"], "removed")
        self.assertEqual(bob.leave()[0], 1)
        for person in (ada, bob):
            check_events(self, person.events)

    def test_a_lock_outlives_the_server(self):
        with Server.joom() as server:
            people = []
            for who in (ADA, BOB):
                people.append(Participant(self.room, server.url, *who, "--commands"))
                self.addCleanup(people[-1].__exit__)
                people[-1].wait("joined")
            ada, bob = people
            ada.wait_for_picture(BLUE)
            ada.say("lock")
            bob.wait("lock", lambda event: event["value"])
            server.kill()
            server.restart()
            # Whoever is back first owns the room, and locks it when the other one is back, too.
            for person in people:
                person.wait("lock", lambda event: event["value"] and event is not person.all("lock")[0], timeout=30)
            with Participant(self.room, server.url, *BOB, "--name", "Cem") as cem:
                cem.wait("waiting")
            for person in people:
                self.assertEqual(person.all("waiting"), [], "nobody knocks at a room that they are in")
                self.assertIsNone(person.last("left"))

    def test_who_is_refused_hears_why(self):
        ada = self.join(ADA, "--commands")
        ada.say("lock")
        ada.wait("lock")
        bob = self.wait_outside(BOB, "--name", "Bob")
        knock = ada.wait("knock")
        ada.say(f"deny {knock['peer']}")
        bob.wait("error", lambda event: event["code"] == "denied")
        self.assertEqual(bob.leave()[0], 1)
        self.assertIsNone(bob.last("joined"))

    def test_the_room_is_handed_over_with_those_who_wait(self):
        ada = self.join(ADA, "--name", "Ada", "--commands")
        bob = self.join(BOB, "--name", "Bob", "--commands")
        ada.wait("peer")
        bob.say("lock")
        bob.wait("error", lambda event: event["code"] == "not_owner")
        ada.say("lock")
        bob.wait("lock")
        zoe = self.wait_outside((None, None), "--name", "Zoe")
        ada.wait("knock")
        ada.say("owner Bob")
        bob.wait("owner")
        self.assertEqual(bob.wait("knock")["name"], "Zoe")
        bob.say("admit")
        zoe.wait("joined")

    def test_a_server_that_stops_says_so_before(self):
        server = Server(joom_server(), "--port", "0", JOOM_DRAIN_SECONDS="2")
        self.addCleanup(server.stop)
        ada = self.join(ADA, server=server.url)
        server.process.send_signal(signal.SIGTERM)
        ada.wait("error", lambda event: event["code"] == "server_closes")
        ada.wait("error", lambda event: event["code"] == "server_lost")


class GuestPage(Calls):
    """A browser as the owner, and before somebody else's door."""

    @classmethod
    def setUpClass(cls):
        cls.use(Server.joom())

    def guest(self, name, **options):
        browser = Browser(colour=BLUE, tone=660, **options)
        self.addCleanup(browser.close)
        browser.open(f"{self.server.url}/r/{urllib.parse.quote(self.room)}")
        browser.enter_room(name=name)
        return browser

    def test_a_lock_outlives_the_server(self):
        ada, bob = self.guest("Ada"), self.guest("Bob")
        for page in (ada, bob):
            page.wait_for_picture(BLUE)
        wait_until("a door to lock", lambda: ada.find("#lockRoom").is_displayed())
        ada.press("lockRoom")
        bob.wait_for_text("The room is locked")
        self.server.kill()
        for page in (ada, bob):
            page.wait_for_text("The server cannot be reached")
            wait_until("old news are gone", lambda: "The room is locked" not in page.find("body").text)
        self.server.restart()
        # Whoever is back first owns the room now, and locks it when the other one is back, too.
        for page in (ada, bob):
            page.wait_for_text("The server is back")
            page.wait_for_text("The room is locked")
        with Participant(self.room, self.server.url, *BOB, "--name", "Cem") as cem:
            cem.wait("waiting")
        for page in (ada, bob):
            page.wait_for_picture(BLUE)

    def test_a_browser_may_own_the_room(self):
        ada = self.guest("Ada", size=(390, 760))
        # The words come first; the button with the seat, which the server gives.
        wait_until("a door to lock", lambda: ada.find("#lockRoom").is_displayed())
        ada.press("lockRoom")
        self.assertEqual(ada.label("lockRoom"), "Unlock the room")
        bob = Participant(self.room, self.server.url, *BOB, "--name", "Bob")
        self.addCleanup(bob.__exit__)
        bob.wait("waiting")
        ada.wait_for_text("Bob would like to join", "#knock")
        save(ada, "guest-knock")
        ada.press("admit")
        bob.wait("first-frame", timeout=40)
        ada.find(".peer .remove").click()
        bob.wait("error", lambda event: event["code"] == "removed")
        ada.wait_for_text("Bob left")

    def test_a_browser_waits_before_the_door(self):
        ada = self.join(ADA, "--commands")
        ada.say("lock")
        ada.wait("lock")
        bob = self.guest("Bob")
        bob.wait_for_text("Waiting to be let in")
        save(bob, "guest-outside")
        knock = ada.wait("knock")
        ada.say("deny")
        bob.wait_for_text("You were not let in")
        bob.press("enter")
        bob.wait_for_text("Waiting to be let in")
        ada.wait("knock", lambda event: event["peer"] != knock["peer"])
        ada.say("admit")
        bob.wait_for_picture((200, 40, 40))
        ada.say("remove Bob")
        bob.wait_for_text("The owner removed you")
        # The same person comes back, so that even an open room asks its owner.
        ada.say("unlock")
        bob.press("enter")
        bob.wait_for_text("Waiting to be let in")


class Window(App):
    """The window as the owner, and before somebody else's door."""

    def test_the_owner_sees_who_knocks(self):
        self.start("--name", "Ada")
        self.enter()
        link = self.link()
        desktop.find("push button", "People").click()
        desktop.find("check box", "Lock the Room").click()
        desktop.find(None, re.compile("^The room is locked"))
        desktop.press_key("Escape")
        desktop.wait_gone("check box", "Lock the Room")
        bob = Participant(link, None, "#283cc8", 660, "--name", "Bob")
        self.addCleanup(bob.__exit__)
        bob.wait("waiting")
        desktop.find(None, "Bob would like to join")
        self.save("knock")
        desktop.find("push button", "Let Bob In").click()
        bob.wait("first-frame", timeout=40)
        self.wait_for_colour(BLUE)
        desktop.find("push button", "People").click()
        remove = desktop.find("push button", "Remove Bob")
        self.save("people")
        remove.click()
        bob.wait("error", lambda event: event["code"] == "removed")
        desktop.find(None, "Bob was removed from the room")

    def test_who_waits_may_go_or_is_told_why_not(self):
        with Server.joom() as server:
            ada = Participant(self.room, server.url, "#283cc8", 660, "--commands")
            self.addCleanup(ada.__exit__)
            ada.wait("joined")
            ada.say("lock")
            ada.wait("lock")
            self.start("--name", "Bob", "--server", server.url, self.room)
            desktop.find(None, "Waiting to Be Let In")
            self.save("waiting-at-the-door")
            ada.wait("knock")
            desktop.find("push button", "Cancel").click()
            self.enter()
            ada.wait("knock", lambda event: event is not ada.all("knock")[0])
            ada.say("deny")
            desktop.find(None, re.compile("^You were not let in"))
            self.save("not-let-in")
            desktop.find("push button", "Try Again").click()
            ada.wait("knock", lambda event: event not in ada.all("knock")[:2])
            ada.say("admit")
            self.wait_for_colour(BLUE)
            ada.say("remove Bob")
            desktop.find(None, re.compile("^The owner removed you"))


if __name__ == "__main__":
    report.main()
