# SPDX-License-Identifier: GPL-3.0-or-later
"""What each person in each room has to hear, and who heard otherwise: the rules of Protocol.md without sockets.

A *stay* is one person's time in one room; its number is its peer id. Whatever a stay says carries room, stay and a number
that counts up, so a hearer knows of every message whose it is and which is missing. The server keeps one order, hence:

- who is welcomed is heard from their first message on; who was there before us, from one of those on that were under way;
- from then on every number follows the one before it, and nothing comes from anybody else;
- when somebody has left, all they said was heard; when they are lost, all that the server had acknowledged.
"""
from collections import deque


class Stay:
    """One person in one room, from the question for a seat to the end."""

    def __init__(self, number, room):
        self.number, self.room, self.id = number, room, f"s{number}"
        self.is_seated, self.leaving, self.gone = False, False, None
        # By hearer, None for all of the room: how many messages were said, and how many of them acknowledged.
        self.said, self.acknowledged = {None: 0}, {None: 0}
        self.unanswered = deque()
        # By the other's id: by hearer (None or ourselves) the number of the last message, or None before the first.
        self.heard = {}
        # By the other's id: the numbers that the first message to all may have.
        self.first = {}
        self.before = {}


class Ledger:
    """All stays, and what went wrong."""

    # Seconds: a connection's end is seen at once, a silence after a ping in 25 s that waits 20 s; both with machines under
    # load in mind.
    PATIENCE = {"welcome": 60, "left": 60, "close": 60, "reset": 60, "silence": 120}

    def __init__(self):
        self.stays, self.rooms, self.owed, self.faults = {}, {}, {}, []
        self.said = self.heard = self.joins = 0
        self.ends = dict.fromkeys(("left", "close", "reset", "silence"), 0)

    def fault(self, text):
        """Notes what is wrong; the first of it is enough to go by."""
        if len(self.faults) < 20:
            self.faults.append(text)

    # What people do

    def ask(self, room):
        """Somebody asks for a seat."""
        stay = Stay(len(self.stays), room)
        self.stays[stay.id] = stay
        # No message acknowledged by now is for the newcomer, and whoever is seated now is to be named.
        stay.before = {other.id: other.acknowledged[None] for other in self.rooms.get(room, ())}
        stay.certain = {other.id for other in self.rooms.get(room, ()) if not other.leaving}
        return stay

    def say(self, stay, to=None):
        """The number of what is said now, to all or to one."""
        stay.said[to] = stay.said.get(to, 0) + 1
        stay.unanswered.append(to)
        self.said += 1
        return stay.said[to]

    def leave(self, stay):
        """Somebody says good-bye; until the server's answer they may hear more."""
        stay.leaving = True
        stay.before = {other: self.stays[other].acknowledged[None] for other in stay.heard}

    def end(self, stay, how, now):
        """A stay is over, by `left` (and the answer was heard), `close`, `reset` or `silence`."""
        self.ends[how] += 1
        stay.gone = how
        self.rooms.get(stay.room, set()).discard(stay)
        if how == "left":
            for other, count in stay.before.items():
                if other in stay.heard and self.lacks(stay, self.stays[other], stay.heard[other], {None: count}):
                    self.fault(f"{stay.id} left {stay.room} without having heard all of {other}")
        for other in self.rooms.get(stay.room, ()):
            if stay.id in other.heard:
                self.owe("bye", other, stay, now)
        for key in [key for key in self.owed if key[1] == stay.id]:
            del self.owed[key]

    def owe(self, what, hearer, about, now):
        """The hearer is to be told by then."""
        patience = self.PATIENCE["welcome" if what == "welcome" else about.gone]
        self.owed.setdefault((what, hearer.id, about.id), now + patience)

    def overdue(self, now):
        """Finds what has not come in time."""
        for key in [key for key, deadline in self.owed.items() if deadline < now]:
            del self.owed[key]
            self.fault("{1} was not told: {0} of {2}".format(*key))

    # What the server says

    def seated(self, stay, you, peers, now):
        """The answer to `ask`."""
        self.joins += 1
        if you != stay.id:
            self.fault(f"{stay.id} was taken for {you}")
        missing = {other for other in stay.certain - set(peers) if not (self.stays[other].gone or self.stays[other].leaving)}
        if missing:
            self.fault(f"{stay.id} was not told of {missing} in {stay.room}")
        stay.is_seated = True
        self.rooms.setdefault(stay.room, set()).add(stay)
        for peer in peers:
            other = self.stays.get(peer)
            if other is None or other.room != stay.room:
                self.fault(f"{stay.id} in {stay.room} was told of {peer}, who is not there")
                continue
            self.meet(stay, other, now)
            stay.first[peer] = (stay.before.get(peer, 0) + 1, other.said[None] + 1)
            if not other.gone and stay.id not in other.heard:
                self.owe("welcome", other, stay, now)

    def meet(self, stay, other, now):
        """One knows of another."""
        stay.heard[other.id] = {None: None, stay.id: 0}
        if other.gone:
            self.owe("bye", stay, other, now)

    def welcomed(self, stay, peer, now):
        """`welcome` of somebody who is new."""
        other = self.stays.get(peer)
        if not stay.is_seated or other is None or other.room != stay.room or peer in stay.heard:
            self.fault(f"{stay.id} in {stay.room} was to welcome {peer}")
            return
        self.owed.pop(("welcome", stay.id, peer), None)
        self.meet(stay, other, now)
        stay.heard[peer][None] = 0

    def hear(self, stay, sender, room, number, to):
        """A message, by what it carries; `sender` is also who the server says it is from."""
        self.heard += 1
        if stay.room != room or sender not in stay.heard or to not in (None, stay.id):
            self.fault(f"{stay.id} in {stay.room} heard what {sender} said in {room} to {to or 'all'}")
            return
        last = stay.heard[sender][to]
        low, high = stay.first[sender] if last is None else (last + 1, last + 1)
        if not low <= number <= high:
            self.fault(f"{stay.id} heard number {number} of {sender} in {room}, not {low} to {high}")
        stay.heard[sender][to] = number

    def acknowledged(self, stay, is_done):
        """The answer to the oldest `say` that has none."""
        if not stay.unanswered:
            self.fault(f"{stay.id} got an answer to nothing")
            return
        to = stay.unanswered.popleft()
        if is_done:
            stay.acknowledged[to] = stay.acknowledged.get(to, 0) + 1
        elif to is None or not (self.stays[to].gone or self.stays[to].leaving):
            self.fault(f"{stay.id} in {stay.room} was refused a message to {to or 'all'}")

    def parted(self, stay, peer, reason):
        """`bye` of somebody."""
        other = self.stays.get(peer)
        self.owed.pop(("bye", stay.id, peer), None)
        heard = stay.heard.pop(peer, None)
        if heard is None or other is None:
            self.fault(f"{stay.id} in {stay.room} was to part from {peer}, whom it did not know")
        elif other.leaving and reason == "left":
            self.check(stay, other, heard, other.said)
        elif other.gone and reason == "lost":
            self.check(stay, other, heard, other.acknowledged)
        else:
            self.fault(f"{peer} is said to be {reason}, but is {other.gone or 'there'}")

    def check(self, stay, other, heard, counts):
        """All of what another said to us, or to all since we came, has to have been heard."""
        if self.lacks(stay, other, heard, counts):
            self.fault(f"{stay.id} heard {heard} of {counts} that {other.id} said in {stay.room}")

    @staticmethod
    def lacks(stay, other, heard, counts):
        """Something is missing from what was heard; what was under way when we came need not be there."""
        last = heard[None] if heard[None] is not None else stay.first[other.id][1] - 1
        return last < counts[None] or heard[stay.id] < counts.get(stay.id, 0)

    # The end of a round

    def is_settled(self):
        """Everything said was answered and heard, and everybody who is owed something has it."""
        return not self.owed and not any(
            stay.unanswered or stay.leaving or not stay.is_seated
            or any(self.lacks(stay, self.stays[peer], heard, self.stays[peer].said) for peer, heard in stay.heard.items())
            for room in self.rooms.values() for stay in room)

    def check_all(self):
        """Says what is missing when it does not settle."""
        for room in self.rooms.values():
            for stay in room:
                for peer, heard in stay.heard.items():
                    self.check(stay, self.stays[peer], heard, self.stays[peer].said)
        for what, hearer, about in self.owed:
            self.fault(f"{hearer} was not told: {what} of {about}")
