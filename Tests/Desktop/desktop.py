#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives what runs in a session of session.py, for tests and by hand.

    from Desktop import desktop
    desktop.find("text", "Room name").set_text("tea")
    desktop.find("push button", "Join").click()
    desktop.wait(lambda: desktop.is_near(desktop.find("label", "peer").pixel(), (208, 32, 32)), "a red picture")
    desktop.screenshot().save("call.png")

Widgets are found by role (`push button`, `toggle button`, `text`, `label`, `frame` for a window, ...; see
`desktop.py tree`) and by name: the whole of it, or a compiled regular expression that is found in it. A widget is a
look at one moment: find it again after the window changed. Devices: see devices.py, whose functions are here too.
"""
import contextlib
import os
import pathlib
import re
import subprocess
import sys
import time

if __package__ in (None, ""):
    sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

from gi.repository import GLib

from Desktop import accessibility
from Desktop.devices import (DeviceError, Sound, add_camera, add_microphone, add_speaker, hang, listen, look, nodes,
                             play, remove, set_default)
from Desktop.patience import Patience
from Desktop.picture import Picture, is_near

__all__ = ["DeviceError", "NotFound", "Picture", "Sound", "Widget", "add_camera", "add_microphone", "add_speaker",
           "find", "find_all", "hang", "held_key", "is_near", "listen", "look", "nodes", "play", "press_key", "remove",
           "screenshot", "set_default", "tree", "type_text", "wait", "wait_gone"]

TIMEOUT = float(os.environ.get("JOOM_DESKTOP_TIMEOUT", "15"))


class NotFound(AssertionError):
    """What was waited for did not come; a test that sees it has failed."""


class Widget:
    """Something a person could see and use."""

    def __init__(self, node):
        self.node, self.role, self.name, self.states = node, node.role, node.name, node.states

    def __repr__(self):
        return f"<{self.role} {self.name!r} {' '.join(sorted(self.states))}>"

    @property
    def text(self):
        """The text of an entry or label, else the name."""
        count = self.node.get("Text", "CharacterCount")
        if count is None:
            return self.name
        text = self.node.ask("Text", "GetText", GLib.Variant("(ii)", (0, count)))
        return self.name if text is None else text

    @property
    def description(self):
        """What is said of it beside its name."""
        return self.node.get("Accessible", "Description") or ""

    @property
    def box(self):
        """Left, top, width and height on the screen."""
        left, top = _origin(self.node)
        x, y, width, height = self.node.box
        return left + x, top + y, width, height

    def click(self):
        """Does what a click does; with the pointer where the widget has no action of its own."""
        # A menu button has none, but the button in it, of the same name, has one.
        inner = [child for child in self.node.children if child.name == self.name and child.role == self.role]
        nodes = [self.node] + inner
        if not any(_act(node) for node in nodes):
            self.point()

    def point(self):
        """Clicks with the pointer, in the middle."""
        x, y, width, height = self.box
        _tool("mousemove", str(x + width // 2), str(y + height // 2), "click", "1")

    def focus(self):
        """Takes the keyboard here; by a click where GTK does not do it for the asking, as for entries in 4.8."""
        if not self.node.ask("Component", "GrabFocus"):
            self.point()

    @property
    def value(self):
        """The number that a slider stands at."""
        return self.node.get("Value", "CurrentValue")

    def set_text(self, text):
        """Replaces an entry's text."""
        if not self.node.ask("EditableText", "SetTextContents", GLib.Variant("(s)", (text,))):
            raise NotFound(f"{self} cannot be written to")

    def type(self, text):
        """Takes the keyboard and types, key by key."""
        self.focus()
        type_text(text)

    def picture(self):
        """What the screen shows where the widget is."""
        return screenshot().crop(*self.box)

    def pixel(self, across=0.5, down=0.5):
        """The colour on the screen at a place within the widget, in fractions of its size."""
        x, y, width, height = self.box
        return screenshot().pixel(int(x + across * width), int(y + down * height))


def _act(node):
    """Has a widget do what a click does; False where it knows nothing of the kind."""
    for index in range(node.get("Action", "NActions") or 0):
        name = node.ask("Action", "GetName", GLib.Variant("(i)", (index,)))
        if name in ("click", "activate", "press", "toggle") and \
                node.ask("Action", "DoAction", GLib.Variant("(i)", (index,))):
            return True
    return False


def find_all(role=None, name=None, application=None, states=(), hidden=False, reachable=False):
    """All widgets that match now; those that a click would reach come first, or alone.

    What is hidden has no size, with one exception in GTK 4.8: the page of a stack that was shown once keeps its own,
    and only cannot be reached.
    """
    matches = [
        node for program in accessibility.applications() if _matches(application, program.name)
        for node in program.everything()
        if _matches(role, node.role) and _matches(name, node.name) and set(states) <= node.states
        and (hidden or node.has_size)]
    if not reachable and len(matches) < 2:
        return [Widget(node) for node in matches]
    reached, others = _by_reach(matches)
    return [Widget(node) for node in (reached if reachable else reached + others)]


def find(role=None, name=None, application=None, states=(), timeout=None, index=0):
    """The first widget that matches (or the one at `index`), waited for."""
    def found():
        return find_all(role, name, application, states)[index:index + 1]

    return wait(found, f"{role or 'widget'} {name!r} {' '.join(states)}", timeout)[0]


def wait_gone(role=None, name=None, application=None, timeout=None):
    """Until no such widget can be reached."""
    wait(lambda: not find_all(role, name, application, reachable=True), f"the end of {role} {name!r}", timeout)


def wait(condition, what, timeout=None):
    """Polls until a condition yields something true, and returns that; NotFound is no yes yet."""
    patience = Patience(TIMEOUT if timeout is None else timeout)
    while True:
        try:
            if answer := condition():
                return answer
        except NotFound:
            pass
        if patience.is_over:
            raise NotFound(f"waited in vain for {what}")
        time.sleep(0.1)


def drag(start, end):
    """Presses the pointer at a point of the screen, moves it to another, and lets go."""
    _tool("mousemove", *map(str, start), "mousedown", "1")
    for step in range(1, 6):
        point = [round(a + (b - a) * step / 5) for a, b in zip(start, end)]
        _tool("mousemove", "--sync", *map(str, point))
    _tool("mouseup", "1")


def type_text(text):
    """Types at the focus, as a keyboard does."""
    _tool("type", "--delay", "15", "--", text)


def press_key(*keys):
    """Presses keys by their X names: Tab, Return, ctrl+q, F10."""
    _tool("key", "--delay", "15", *keys)


@contextlib.contextmanager
def held_key(key):
    """Holds a key down, and lets it go again."""
    _tool("keydown", key)
    try:
        yield
    finally:
        _tool("keyup", key)


def screenshot():
    """The whole screen."""
    command = ["/usr/bin/import", "-window", "root", "-depth", "8", "ppm:-"]
    return Picture.from_ppm(subprocess.run(command, capture_output=True, check=True, timeout=20).stdout)


def tree():
    """All widgets as text, one to a line."""
    lines = []

    def write(node, depth):
        states = " ".join(sorted(node.states & {"focused", "checked", "pressed", "expanded", "selected"}))
        size = "" if node.has_size or node.role == "application" else " (hidden)"
        lines.append(f"{'  ' * depth}{node.role} {node.name!r} {states}{size}".rstrip())
        for child in node.children:
            write(child, depth + 1)

    for program in accessibility.applications():
        write(program, 0)
    return "\n".join(lines)


# Helpers


def _matches(wanted, text):
    if wanted is None:
        return True
    return bool(wanted.search(text)) if isinstance(wanted, re.Pattern) else wanted == text


def _by_reach(matches):
    """Those that a click in the middle would reach, and the others: asks their windows what is in front."""
    placed = [node for node in matches if node.box]
    hits = accessibility.ask([
        (node.window, "Component", "GetAccessibleAtPoint",
         GLib.Variant("(iiu)", (node.box[0] + node.box[2] // 2, node.box[1] + node.box[3] // 2,
                                accessibility.WINDOW_COORDINATES))) for node in placed])
    reached = {id(node) for node, hit in zip(placed, hits)
               if hit and hit[1] in {inner.path for inner in node.everything()}}
    return [node for node in matches if id(node) in reached], [node for node in matches if id(node) not in reached]


def _origin(node):
    """Where a widget's window begins on the screen, as accessibility counts."""
    process = str(accessibility.process_of(node))
    windows = _output("xdotool", "search", "--onlyvisible", "--pid", process, "--name", "").split()
    titled = [each for each in windows if _output("xdotool", "getwindowname", each).strip() == node.window.name]
    if not (titled or windows):
        raise NotFound(f"process {process} shows no window")
    window = (titled or windows)[-1]
    # xdotool is wrong about places under a title bar.
    place = re.findall(r"Absolute upper-left [XY]: +(-?\d+)", _output("xwininfo", "-id", window))
    frame = re.findall(r"\d+", _output("xprop", "-id", window, "_GTK_FRAME_EXTENTS").partition("=")[2]) or [0] * 4
    return int(place[0]) + int(frame[0]), int(place[1]) + int(frame[2])


def _tool(*arguments):
    subprocess.run(["xdotool", *arguments], check=True, timeout=30, stdout=subprocess.DEVNULL)


def _output(*command):
    return subprocess.run(command, capture_output=True, text=True, timeout=20, check=False).stdout


if __name__ == "__main__":
    if sys.argv[1:] == ["tree"]:
        print(tree())
    elif len(sys.argv) == 3 and sys.argv[1] == "shot":
        screenshot().save(sys.argv[2])
    else:
        sys.exit("desktop.py tree | shot FILE.png")
