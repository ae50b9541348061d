# SPDX-License-Identifier: GPL-3.0-or-later
"""The GNOME Shell of a session made with --gnome: its overview, its keyboard, its windows.

It runs with --unsafe-mode, so that it does what it is told in JavaScript (org.gnome.Shell.Eval).
"""
import json
import time

from gi.repository import Gio, GLib


class ShellError(AssertionError):
    """The shell did not do what it was asked."""


def evaluate(script):
    """Runs JavaScript in the shell; the value of its last expression."""
    bus = Gio.bus_get_sync(Gio.BusType.SESSION)
    # The bus may end before we do.
    bus.set_exit_on_close(False)
    done, answer = bus.call_sync("org.gnome.Shell", "/org/gnome/Shell", "org.gnome.Shell", "Eval",
                                 GLib.Variant("(s)", (script,)), None, Gio.DBusCallFlags.NONE, 20_000).unpack()
    if not done:
        raise ShellError(answer)
    return json.loads(answer) if answer else None


def is_ready():
    """Whether the shell has started up."""
    try:
        return evaluate("Main.layoutManager._startingUp") is False
    except (GLib.Error, ShellError):
        return False


def show_overview(is_shown):
    """Opens or closes the overview, and waits until it has."""
    state = "Main.overview.animationInProgress ? 'moving' : Main.overview.visible"
    method = "show" if is_shown else "hide"
    end = time.monotonic() + 20
    while (now := evaluate(state)) is not is_shown:
        if now != "moving":
            evaluate(f"Main.overview.{method}(); 1")
        if time.monotonic() > end:
            raise ShellError(f"the overview does not {method}")
        time.sleep(0.1)


def press(*keys):
    """Presses keys one after the other: a character, or the name of a key in Clutter's table, such as Return."""
    for key in keys:
        value = f"Clutter.unicode_to_keysym({ord(key)})" if len(key) == 1 else f"Clutter.KEY_{key}"
        evaluate(
            "{ const Clutter = imports.gi.Clutter; const now = () => imports.gi.GLib.get_monotonic_time();"
            " global.joomKeyboard ??= Clutter.get_default_backend().get_default_seat()"
            ".create_virtual_device(Clutter.InputDeviceType.KEYBOARD_DEVICE);"
            f" for (const state of ['PRESSED', 'RELEASED'])"
            f" global.joomKeyboard.notify_keyval(now(), {value}, Clutter.KeyState[state]); }} 1")
        # A burst is lost while the shell moves things about.
        time.sleep(0.05)


def search(text):
    """The ids of the programs that the overview would offer for a text, best first."""
    return evaluate(f"imports.gi.Shell.AppSystem.search({json.dumps(text)}).flat()")


def is_search_done():
    """Whether the overview offers all that it found."""
    return evaluate("Main.overview._overview.controls._searchController._searchResults.searchInProgress") is False


def click_button(label):
    """Presses a button of one of the shell's own dialogs; False where none says so."""
    return evaluate(
        "{ const all = actor => [actor, ...actor.get_children().flatMap(all)];"
        " const button = all(Main.layoutManager.modalDialogGroup)"
        f"  .find(actor => actor instanceof imports.gi.St.Button && actor.label === {json.dumps(label)} && actor.mapped);"
        " button?.emit('clicked', 1); Boolean(button) }")


def screenshot(path):
    """Saves what the screen shows."""
    bus = Gio.bus_get_sync(Gio.BusType.SESSION)
    bus.call_sync("org.gnome.Shell.Screenshot", "/org/gnome/Shell/Screenshot", "org.gnome.Shell.Screenshot", "Screenshot",
                  GLib.Variant("(bbs)", (False, False, str(path))), None, Gio.DBusCallFlags.NONE, 20_000)


def windows():
    """Of each window: the program it belongs to, its class, its application id, its title."""
    return evaluate(
        "{ const tracker = imports.gi.Shell.WindowTracker.get_default();"
        " global.get_window_actors().map(actor => actor.meta_window).map(window => ({"
        "  app: tracker.get_window_app(window)?.get_id() ?? null, class: window.get_wm_class(),"
        "  id: window.get_gtk_application_id(), title: window.get_title() })) }")
