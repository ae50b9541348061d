#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Joom installed by meson: what is there, and whether the desktop takes it."""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parent), str(pathlib.Path(__file__).resolve().parents[1])]

import report
from installation import ID, PATH, Installation, product
from servers import REPOSITORY


class Files(unittest.TestCase):
    """What meson installs."""

    @classmethod
    def setUpClass(cls):
        cls.installation = Installation()
        cls.addClassCleanup(cls.installation.remove)
        cls.installation.install()

    def test_everything_is_in_its_place(self):
        for path in ("bin/joom", "bin/joom-server", "bin/joom-cli", "share/joom/web/index.html",
                     f"share/applications/{ID}.desktop", f"share/metainfo/{ID}.metainfo.xml",
                     f"share/dbus-1/services/{ID}.service",
                     f"share/dbus-1/interfaces/{ID}.xml", "share/glib-2.0/schemas/gschemas.compiled",
                     f"share/icons/hicolor/scalable/apps/{ID}.svg",
                     f"share/icons/hicolor/symbolic/apps/{ID}-symbolic.svg",
                     "share/doc/joom/start.md", "share/man/man1/joom.1", "share/man/man1/joom-cli.1", "share/man/man8/joom-server.8"):
            self.assertTrue((self.installation / path).is_file(), path)

    def test_nothing_is_left_to_fill_in(self):
        for path in (self.installation / "share").rglob("*"):
            if path.is_file() and path.suffix not in (".svg", ".compiled", ".cache", ".mo"):
                self.assertIsNone(re.search(r"@[A-Z_]+@", path.read_text()), path)

    def test_mesons_own_tests_pass(self):
        said = self.installation.meson("test", "-C", self.installation.build)
        for name in ("desktop file", "metainfo", "settings schema", "collected text", "manual page of joom"):
            self.assertRegex(said, rf"{name} +OK")

    def test_manual_pages_are_well_formed(self):
        for page in (self.installation / "share/man").rglob("*.[18]"):
            run = subprocess.run(["man", "--warnings=w", "-l", "-Tutf8", page], capture_output=True, text=True,
                                 env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "MANWIDTH": "80"}, timeout=30)
            self.assertEqual((run.returncode, run.stderr), (0, ""), page)

    def test_the_newest_release_is_this_version(self):
        metainfo = (self.installation / f"share/metainfo/{ID}.metainfo.xml").read_text()
        self.assertEqual(re.findall(r'<release version="([^"]+)"', metainfo)[0], product("version"))

    def test_shells_complete_options(self):
        bash = self.installation / "share/bash-completion/completions/joom"
        script = f'source {bash}; COMP_WORDS=(joom --ser); COMP_CWORD=1; _joom joom --ser joom; echo "${{COMPREPLY[@]}}"'
        run = subprocess.run(["bash", "-c", script], capture_output=True, text=True, timeout=30)
        self.assertIn("--server", run.stdout.split(), run.stderr)
        for path, word in (("zsh/site-functions/_joom-cli", "--stats-interval"),
                           ("fish/vendor_completions.d/joom-server.fish", "capacity")):
            self.assertIn(word, (self.installation / "share" / path).read_text())

    def test_a_package_can_be_made_elsewhere(self):
        with tempfile.TemporaryDirectory() as stage:
            self.installation.install(DESTDIR=stage)
            self.assertTrue(pathlib.Path(f"{stage}{self.installation / 'bin/joom'}").is_file())


class Options(unittest.TestCase):
    """What meson can be told."""

    def test_less_is_installed_where_less_is_wanted(self):
        small = Installation("-Dserver=false", "-Dcli=false", "-Ddocs=false")
        self.addCleanup(small.remove)
        small.install()
        self.assertEqual([path.name for path in (small / "bin").iterdir()], ["joom"])
        self.assertFalse((small / "share/man").exists())
        self.assertEqual([path.name for path in (small / "share/doc/joom").iterdir()], ["COPYING"])

    def test_features_are_built_in_or_not(self):
        installation = Installation("-Dqrcode=disabled", "-Dadwaita=enabled")
        self.addCleanup(installation.remove)
        targets = json.loads(installation.meson("introspect", "--targets", installation.build))
        command = next(each["target_sources"][0]["compiler"] for each in targets if each["name"] == "programs")
        self.assertIn("Adwaita,Redis", command)
        refused = subprocess.run([REPOSITORY / "build-aux/has-library", "qrcode", "libnobody.so.1"], capture_output=True,
                                 text=True, timeout=30, check=False)
        self.assertEqual((refused.returncode, refused.stderr),
                         (1, "qrcode is enabled, and this machine has no libnobody.so.1\n"))

    def test_development_has_an_id_of_its_own(self):
        devel = Installation("-Dprofile=development")
        self.addCleanup(devel.remove)
        devel.install()
        for folder in ("applications", "dbus-1/services", "metainfo", "glib-2.0/schemas"):
            names = [path.name for path in (devel / "share" / folder).iterdir() if path.name.startswith(ID)]
            self.assertEqual([name for name in names if not name.startswith(ID + ".Devel.")], [], folder)
            self.assertTrue(names, folder)
        self.assertIn(f'path="{PATH}/Devel/"',
                      (devel / f"share/glib-2.0/schemas/{ID}.Devel.gschema.xml").read_text())


@unittest.skipUnless((REPOSITORY / ".git").exists(), "not a copy of the repository")
class Tarball(unittest.TestCase):
    """What meson dist makes of the last commit."""

    def test_all_packages_are_in_it(self):
        installation = Installation("-Dserver=false", "-Dcli=false")
        self.addCleanup(installation.remove)
        installation.meson("dist", "-C", installation.build, "--no-tests", "--allow-dirty", "--formats", "gztar")
        name = f"joom-{product('version')}"
        subprocess.run(["tar", "-xf", installation.build / f"meson-dist/{name}.tar.gz", "-C", installation.directory], check=True)
        source, scratch = installation.directory / name, installation.directory / "scratch"
        home = installation.directory / "home"
        home.mkdir()
        # Git may use nothing but files: the network, and where the settings of whoever runs this lead, are shut off.
        environment = {**os.environ, "GIT_ALLOW_PROTOCOL": "file", "GIT_CONFIG_GLOBAL": "/dev/null",
                       "GIT_CONFIG_SYSTEM": "/dev/null", "HOME": str(home), "XDG_CACHE_HOME": str(home)}
        subprocess.run([source / "build-aux/meson-swift-build", source, scratch, "release", "default", ""], check=True,
                       env=environment, timeout=120)
        resolve = subprocess.run(
            [source / "build-aux/swift", "package", "--package-path", source, "--scratch-path", scratch, "--config-path",
             scratch / "mirrors", "--cache-path", scratch / "cache", "--force-resolved-versions", "resolve"],
            env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=180)
        self.assertEqual(resolve.returncode, 0, resolve.stdout[-2000:])
        self.assertIn("swift-nio", [path.name for path in (scratch / "checkouts").iterdir()])


if __name__ == "__main__":
    report.main()
