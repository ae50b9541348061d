#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Joom in its Flatpak sandbox, started from the overview of a GNOME Shell, with the camera through the real portal.

Left out unless JOOM_FLATPAK names a directory with an installation, as `make flatpak-test` makes it.
"""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

import report
from installation import ID
from participant import Participant

INSTALLATION = os.environ.get("JOOM_FLATPAK")
# Given to the program that runs inside the session with the shell.
INSIDE = sys.argv[1:2] == ["--inside"]
if INSIDE:
    del sys.argv[1]
    from Desktop import desktop, shell

RED = (208, 32, 32)


def flatpak(*arguments, timeout=60):
    """What a flatpak command says; its complaint is the failure."""
    run = subprocess.run(["flatpak", *arguments], capture_output=True, text=True, timeout=timeout, check=False)
    if run.returncode:
        raise AssertionError(f"flatpak {' '.join(arguments)}: {run.stdout[-1500:]}{run.stderr[-1500:]}")
    return run.stdout


@unittest.skipUnless(INSIDE, "runs in a session with the shell")
class Sandbox(unittest.TestCase):
    """What somebody does who installed it from a software centre."""

    def setUp(self):
        self.addCleanup(self.end)

    @staticmethod
    def end():
        subprocess.run(["gapplication", "action", ID, "quit"], check=False, timeout=20, capture_output=True)
        desktop.wait(lambda: not shell.windows(), "the window's end", 30)
        desktop.wait(lambda: ID not in flatpak("ps", "--columns=application"), "the sandbox's end", 30)

    @staticmethod
    def allow(answer):
        """What the person is remembered to have said; None for nothing."""
        if answer:
            flatpak("permission-set", "devices", "camera", ID, answer)
        else:
            flatpak("permission-reset", ID)

    def start_from_overview(self):
        shell.show_overview(True)
        desktop.wait(lambda: shell.search("video call")[:1] == [f"{ID}.desktop"], "the menu entry", 30)
        shell.press(*"video call")
        desktop.wait(lambda: shell.evaluate("Main.overview.searchEntry.get_text()") == "video call", "what was typed")
        desktop.wait(shell.is_search_done, "the first result")
        shell.press("Return")
        desktop.find("frame", timeout=60)

    def call(self):
        """Enters a room, and has somebody outside of the sandbox follow its link."""
        desktop.find("text", re.compile("^Room"), timeout=30).set_text("kitchen")
        desktop.find("push button", "Join").click()
        link = desktop.find(None, re.compile(r"^https?://\S+/r/"), timeout=60).name
        bob = Participant(link, None, "#283cc8", 660, "--name", "Bob")
        self.addCleanup(bob.__exit__)
        bob.wait("first-frame", timeout=60)
        desktop.find("label", "Bob", timeout=30)
        return bob

    def test_a_call_with_the_camera_that_the_person_allowed(self):
        self.allow(None)
        self.start_from_overview()
        self.assertEqual([(each["app"], each["id"]) for each in shell.windows()], [(f"{ID}.desktop", ID)])
        self.assertIn(ID, flatpak("ps", "--columns=application"))
        desktop.wait(lambda: shell.click_button("Grant Access"), "the question for the camera", 60)
        bob = self.call()
        bob.wait_for_picture(RED, 60)
        bob.wait_for_sound(440, 60)
        if pictures := os.environ.get("JOOM_SCREENSHOTS"):
            shell.screenshot(f"{pictures}/flatpak.png")
        self.assertIn("yes", flatpak("permissions", "devices", "camera"))

    def test_what_was_allowed_once_is_not_asked_again(self):
        self.allow("yes")
        # As other programs start it: by D-Bus.
        subprocess.run(["gapplication", "launch", ID], check=True, timeout=60)
        desktop.find("frame", timeout=60)
        self.call().wait_for_picture(RED, 60)

    def test_what_was_refused_is_said(self):
        self.allow("no")
        subprocess.run(["gapplication", "launch", ID], check=True, timeout=60)
        desktop.find("label", re.compile("does not let Joom use the camera"), timeout=60)
        self.call().wait_for_sound(440, 60)

    def test_everything_a_call_rests_on_is_in_the_sandbox(self):
        self.allow(None)
        said = flatpak("run", "--command=joom-cli", ID, "doctor", "--json", timeout=120)
        findings = {each["name"]: each["status"] for each in map(json.loads, said.splitlines()) if each["event"] == "check"}
        self.assertEqual([name for name, status in findings.items() if status == "failed"], [], said)
        for name in ("elements", "camera", "microphone", "speaker", "portal"):
            self.assertEqual(findings.get(name), "ok", said)
        for library in ("libadwaita", "libqrencode"):
            self.assertIn(f"{library} is there", said)

    def test_an_extension_brings_effects_and_plugins(self):
        extension = pathlib.Path(tempfile.mkdtemp(dir=os.environ["JOOM_DESKTOP"]))
        (extension / "files/share/joom/effects").mkdir(parents=True)
        (extension / "files/share/joom/effects/spare.joom-effect").write_bytes(
            (HERE.parents[1] / "data/effects/mirror.joom-effect").read_bytes())
        shutil.copytree(HERE.parent / "Fixtures/plugins/x86_64", extension / "files/lib/joom/plugins")
        name = f"{ID}.Plugin.spare"
        (extension / "metadata").write_text(f"[Runtime]\nname={name}\n\n[ExtensionOf]\nref=app/{ID}\n")
        repository = pathlib.Path(INSTALLATION, "repository")
        flatpak("build-export", "--runtime", "--disable-sandbox", "--files=files", str(repository), str(extension), "1")
        flatpak("build-update-repo", str(repository))
        flatpak("--user", "install", "-y", "--noninteractive", "local", f"{name}//1")
        self.addCleanup(flatpak, "--user", "uninstall", "-y", "--noninteractive", name)
        said = flatpak("run", "--command=joom-cli", ID, "effects", "list")
        self.assertRegex(said, r"(?m)^spare: ")
        said = flatpak("run", "--command=joom-cli", ID, "plugins", "check", "hello")
        self.assertRegex(said, r"(?m)^hello: Hello .*: works")

    @classmethod
    def tearDownClass(cls):
        cls.allow(None)


@unittest.skipIf(INSIDE, "is the program around that one")
@unittest.skipUnless(INSTALLATION, "JOOM_FLATPAK names no installation: make flatpak-test")
class Session(unittest.TestCase):
    """The same in a session of its own, which knows the installation from its start."""

    def test_it_runs_in_its_sandbox(self):
        home = self.enterContext(tempfile.TemporaryDirectory(prefix="joom-home-"))
        installation = pathlib.Path(INSTALLATION).resolve() / "flatpak"
        environment = {**os.environ, "HOME": home, "FLATPAK_USER_DIR": str(installation)}
        run = subprocess.run(
            ["/usr/bin/python3", HERE.parent / "Desktop/session.py", "--gnome", "--prefix", installation / "exports", "--",
             "/usr/bin/python3", __file__, "--inside"],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=900, env=environment, check=False)
        print(run.stdout[-6000:])
        self.assertEqual(run.returncode, 0)
        self.assertIn("5 passed, 0 failed", run.stdout)


if __name__ == "__main__":
    report.main()
