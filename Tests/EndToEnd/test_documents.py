#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What README and docs/ tell people to type: blocks marked `<!-- run -->` are run, in an empty home, and have to succeed.

`<!-- run beside PROGRAM -->` starts that program before. Places that the documents link to have to be there.
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parent), str(pathlib.Path(__file__).resolve().parents[1])]

import report
from installation import Installation
from servers import REPOSITORY

DOCUMENTS = [*sorted(REPOSITORY.glob("*.md")), *sorted((REPOSITORY / "docs").glob("*.md"))]
INSIDE = "JOOM_DESKTOP" in os.environ
if INSIDE:
    from Desktop import desktop


def blocks():
    """Each marked block: the document, its line there, what runs beside it, and the commands."""
    for path in DOCUMENTS:
        text = path.read_text()
        for match in re.finditer(r"<!-- run(?: beside ([\w-]+))? -->\n\n((?:    .*\n|\n(?=    ))+)", text):
            yield path, text[:match.start()].count("\n") + 1, match[1], re.sub("(?m)^    ", "", match[2])


@unittest.skipUnless(INSIDE, "runs in a session")
class Commands(unittest.TestCase):
    """Each block by itself, with Joom installed."""

    @classmethod
    def setUpClass(cls):
        cls.installation = Installation()
        cls.addClassCleanup(cls.installation.remove)
        cls.installation.install()

    def setUp(self):
        home = tempfile.mkdtemp(prefix="joom-home-")
        self.addCleanup(shutil.rmtree, home, True)
        self.environment = {
            **{name: value for name, value in os.environ.items() if not re.match("XDG_(CONFIG|DATA|STATE)_HOME", name)},
            "HOME": home, "PATH": f"{self.installation / 'bin'}:{os.environ['PATH']}", "ADW_DISABLE_PORTAL": "1",
            "XDG_DATA_DIRS": f"{self.installation / 'share'}:/usr/local/share:/usr/share"}

    def beside(self, program):
        process = subprocess.Popen([program], env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.addCleanup(process.wait, 20)
        self.addCleanup(process.terminate)
        if program == "joom":
            desktop.find("frame", timeout=30)
        else:
            probe = ["curl", "--silent", "--fail", "--output", "/dev/null", "http://127.0.0.1:3000/"]
            desktop.wait(lambda: subprocess.run(probe, check=False).returncode == 0, f"{program}'s answer")

    def test_marked_commands_succeed(self):
        found = list(blocks())
        self.assertGreaterEqual(len(found), 8)
        for path, line, program, commands in found:
            with self.subTest(f"{path.name}:{line}"):
                self.setUp()
                if program:
                    self.beside(program)
                run = subprocess.run(["bash", "-e", "-o", "pipefail", "-c", commands], env=self.environment, cwd=REPOSITORY,
                                     stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                                     timeout=120, check=False)
                self.doCleanups()
                self.assertEqual(run.returncode, 0, f"{commands}\n{run.stdout[-2000:]}")


class Links(unittest.TestCase):
    """Places within the repository, and what is made from other files."""

    def test_what_is_made_from_the_package_description_is_current(self):
        for command in ("module-picture", "flatpak-sources"):
            run = subprocess.run([REPOSITORY / "build-aux" / command, "--check"], capture_output=True, text=True, check=False)
            self.assertEqual(run.returncode, 0, run.stderr)

    def test_every_place_that_is_linked_to_is_there(self):
        for path in DOCUMENTS:
            for link in re.findall(r"\]\(([^)\s]+)\)", path.read_text()):
                if "://" in link or link.startswith(("mailto:", "#")):
                    continue
                place, _, heading = link.partition("#")
                self.assertTrue((path.parent / place).exists(), f"{path.name} links to {link}")
                if heading:
                    names = [re.sub(r"[^\w\- ]", "", found.lower()).replace(" ", "-")
                             for found in re.findall(r"(?m)^#+ (.*)$", (path.parent / place).read_text())]
                    self.assertIn(heading, names, f"{path.name} links to {link}")

    def test_tests_that_are_named_are_there(self):
        code = "".join(path.read_text() for folder in ("Tests/EndToEnd", "Tests/Desktop") for path in
                       (REPOSITORY / folder).glob("*.py"))
        code += "".join(path.read_text() for path in (REPOSITORY / "Tests").rglob("*.swift"))
        for name in re.findall(r"`(?:\w+\.)?((?:test_?|[A-Z])\w*)`", (REPOSITORY / "docs/ux-check.md").read_text()):
            known = re.search(rf"\b(def|class|func|struct|final class) {name}\b", code)
            is_file = (REPOSITORY / f"Tests/EndToEnd/{name}.py").exists() or (REPOSITORY / "Tests" / name).is_dir()
            self.assertTrue(known or is_file or name.startswith("JOOM_"), name)


if __name__ == "__main__":
    report.main()
