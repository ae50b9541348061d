# SPDX-License-Identifier: GPL-3.0-or-later
"""What a screen reader sees: the accessibility bus, asked for a whole level of widgets at a time.

libatspi asks for one property after another, and a program that draws all the time, as a call does, answers few of
them per second. Here all questions about a level are under way at once.
"""
import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, Gio, GLib  # noqa: E402

PREFIX = "org.a11y.atspi."
ROOT = "/org/a11y/atspi/accessible/root"
NULL = "/org/a11y/atspi/null"
PROPERTIES = "org.freedesktop.DBus.Properties"
WINDOW_COORDINATES = 1
_bus = None


class Node:
    """One widget as it was when it was asked."""

    def __init__(self, owner, path, parent=None):
        self.owner, self.path, self.parent = owner, path, parent
        self.role, self.name, self.states, self.box, self.children = "", "", set(), None, []

    def questions(self):
        """All that is asked about every widget."""
        return [
            (self, "Accessible", "GetChildren", None),
            (self, "Accessible", "GetRole", None),
            (self, "Accessible", "GetState", None),
            (self, "Component", "GetExtents", GLib.Variant("(u)", (WINDOW_COORDINATES,))),
            (self, PROPERTIES, "Get", GLib.Variant("(ss)", (PREFIX + "Accessible", "Name"))),
        ]

    def learn(self, children, role, states, box, name):
        """Takes the answers; None where there was none."""
        self.role = Atspi.role_get_name(Atspi.Role(role)) if role is not None else ""
        bits = states[0] | states[1] << 32 if states else 0
        self.states = {Atspi.StateType(bit).value_nick for bit in range(int(Atspi.StateType.LAST_DEFINED))
                       if bits >> bit & 1}
        self.box, self.name = box, name or ""
        self.children = [Node(owner, path, self) for owner, path in children or [] if path != NULL]

    @property
    def has_size(self):
        """GTK 4.8 says `showing` of windows only; what is not mapped has no size."""
        return self.box is not None and self.box[2] > 0 and self.box[3] > 0

    @property
    def window(self):
        """The window that the widget is in."""
        node = self
        while node.parent is not None and node.parent.role != "application":
            node = node.parent
        return node

    @property
    def application(self):
        """The program that the widget belongs to."""
        return self.window.parent or self

    def everything(self):
        """This widget and all in it."""
        yield self
        for child in self.children:
            yield from child.everything()

    def ask(self, interface, method, arguments=None):
        """One question; None where there is no answer."""
        return ask([(self, interface, method, arguments)])[0]

    def get(self, interface, name):
        """One property."""
        return self.ask(PROPERTIES, "Get", GLib.Variant("(ss)", (PREFIX + interface, name)))


def ask(questions, timeout=3000):
    """Answers to (node, interface, method, arguments), in order; None where there was none."""
    bus = _connect()
    answers = [None] * len(questions)
    left = len(questions)

    def answered(connection, result, index):
        nonlocal left
        left -= 1
        try:
            value = connection.call_finish(result).unpack()
            answers[index] = value[0] if len(value) == 1 else value
        except GLib.Error:
            pass

    for index, (node, interface, method, arguments) in enumerate(questions):
        name = interface if "." in interface else PREFIX + interface
        bus.call(node.owner, node.path, name, method, arguments, None, Gio.DBusCallFlags.NONE, timeout, None,
                 answered, index)
    while left:
        GLib.MainContext.default().iteration(True)
    return answers


def applications():
    """All programs on the bus, with all of their widgets."""
    registry = Node(PREFIX + "Registry", ROOT)
    found = [Node(owner, path) for owner, path in registry.ask("Accessible", "GetChildren") or []]
    level = found
    while level:
        answers = ask([question for node in level for question in node.questions()])
        for index, node in enumerate(level):
            node.learn(*answers[index * 5:index * 5 + 5])
        level = [child for node in level for child in node.children]
    return found


def process_of(node):
    """The process that a widget lives in."""
    return _connect().call_sync(
        "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "GetConnectionUnixProcessID",
        GLib.Variant("(s)", (node.owner,)), None, Gio.DBusCallFlags.NONE, 3000, None).unpack()[0]


def _connect():
    global _bus
    if _bus is None or _bus.is_closed():
        session = Gio.bus_get_sync(Gio.BusType.SESSION)
        address = session.call_sync("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress", None, None,
                                    Gio.DBusCallFlags.NONE, 10_000, None).unpack()[0]
        flags = Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION
        _bus = Gio.DBusConnection.new_for_address_sync(address, flags, None, None)
    return _bus
