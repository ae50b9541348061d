# SPDX-License-Identifier: GPL-3.0-or-later
"""A small GTK 4 window for the harness to prove itself on."""
import gi

gi.require_version("Gtk", "4.0")
gi.require_version("Gdk", "4.0")
from gi.repository import Gdk, GLib, Gtk  # noqa: E402


def activate(application):
    style = Gtk.CssProvider()
    style.load_from_data(b".red { background: #d02020; min-height: 80px; }")
    Gtk.StyleContext.add_provider_for_display(Gdk.Display.get_default(), style, 800)
    window = Gtk.ApplicationWindow(application=application, title="Sample", default_width=420, default_height=320)
    box = Gtk.Box(orientation=Gtk.Orientation.VERTICAL, spacing=6)
    entry, said = Gtk.Entry(), Gtk.Label(label="nothing yet")
    entry.update_property([Gtk.AccessibleProperty.LABEL], ["Room name"])
    button, mute, agree = Gtk.Button(label="Join"), Gtk.ToggleButton(label="Mute"), Gtk.CheckButton(label="Agree")
    button.connect("clicked", lambda _: said.set_label(f"joined {entry.get_text()}"))
    wall = Gtk.Label(label="wall", css_classes=["red"])
    stack = Gtk.Stack()
    stack.add_named(Gtk.Label(label="front page"), "front")
    stack.add_named(Gtk.Label(label="back page"), "back")
    turn = Gtk.Button(label="Turn")
    turn.connect("clicked", lambda _: stack.set_visible_child_name("back"))
    for each in (turn, entry, button, said, mute, agree, wall, stack):
        box.append(each)
    window.set_child(box)
    window.present()


GLib.set_prgname("sample")
program = Gtk.Application(application_id="org.example.Sample")
program.connect("activate", activate)
program.run()
