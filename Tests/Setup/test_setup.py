# SPDX-License-Identifier: GPL-3.0-or-later
"""The scripts behind `make run` and `make test` find, or fetch, what they need - on a system made up of stand-ins."""
import os
import pathlib
import shutil
import subprocess
import tarfile
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]


class Sandbox(unittest.TestCase):
    """A copy of the scripts, and a PATH on which only what a test puts there and Debian's base system exist."""

    def setUp(self):
        self.home = pathlib.Path(tempfile.mkdtemp(prefix="joom-setup-"))
        self.addCleanup(shutil.rmtree, self.home)
        self.tree = self.home / "tree"
        shutil.copytree(ROOT / "build-aux", self.tree / "build-aux")
        shutil.copy(ROOT / "Package.swift", self.tree)
        self.bin = self.home / "bin"
        self.bin.mkdir()

    def program(self, name, text, directory=None):
        path = (directory or self.bin) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("#!/bin/sh\n" + text)
        path.chmod(0o755)
        return path

    def base_path(self):
        """Debian's base commands by link, so that no swift, sudo or apt-get of this machine is seen."""
        base = self.home / "base"
        if not base.exists():
            base.mkdir()
            for name in ("sh sed tr sort head dirname basename uname grep tar gzip curl rm mv mkdir cat id env printf"
                         " chmod").split():
                found = shutil.which(name, path="/usr/bin:/bin")
                if found:
                    (base / name).symlink_to(found)
        return f"{self.bin}:{base}"

    def run_script(self, name, *arguments, **environment):
        environment = {"PATH": self.base_path(), "HOME": str(self.home), **environment}
        return subprocess.run([str(self.tree / "build-aux" / name), *arguments], env=environment, text=True,
                              capture_output=True, timeout=60)

    def toolchain(self, version):
        """An archive laid out as the official ones are, whose swift only says its version and its arguments."""
        top = self.home / "swift-x-RELEASE-debian12"
        self.program("swift", f'echo "Swift version {version} (swift-{version}-RELEASE)"\necho "$@"\n', top / "usr/bin")
        archive = self.home / f"swift-{version}.tar.gz"
        with tarfile.open(archive, "w:gz") as tar:
            tar.add(top, arcname=top.name)
        return archive.as_uri()


class ToolchainTests(Sandbox):
    def setUp(self):
        super().setUp()
        # Every package counts as installed.
        self.program("dpkg-query", "echo -n installed\n")

    def test_a_new_enough_swift_on_path_is_used(self):
        self.program("swift", 'echo "Swift version 6.9 (x)"\necho "mine: $@"\n')
        run = self.run_script("swift", "build", "-c", "release", JOOM_SWIFT_URL="file:///nowhere")
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertIn("mine: build -c release", run.stdout)

    def test_without_swift_the_archive_is_fetched_once(self):
        url = self.toolchain("6.3.1")
        first = self.run_script("swift", "build", JOOM_SWIFT_URL=url)
        self.assertEqual(first.returncode, 0, first.stderr)
        self.assertIn("Fetching Swift from file://", first.stderr)
        self.assertTrue((self.tree / ".toolchain/usr/bin/swift").exists())
        again = self.run_script("swift", "build", JOOM_SWIFT_URL="file:///nowhere")
        self.assertEqual(again.returncode, 0, again.stderr)
        self.assertNotIn("Fetching", again.stderr)

    def test_a_swift_too_old_is_passed_over(self):
        self.program("swift", 'echo "Swift version 5.10 (x)"\necho "old: $@"\n')
        run = self.run_script("swift", "build", JOOM_SWIFT_URL=self.toolchain("6.3.1"))
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertNotIn("old:", run.stdout)

    def test_an_archive_too_old_is_refused_in_a_sentence(self):
        run = self.run_script("swift", "build", JOOM_SWIFT_URL=self.toolchain("5.9"))
        self.assertEqual(run.returncode, 1)
        self.assertIn("is older than", run.stderr)

    def test_a_missing_archive_is_a_sentence_and_leaves_nothing(self):
        run = self.run_script("swift", "build", JOOM_SWIFT_URL=f"file://{self.home}/absent.tar.gz")
        self.assertEqual(run.returncode, 1)
        self.assertIn("could not be fetched", run.stderr)
        self.assertFalse((self.tree / ".toolchain").exists())
        self.assertFalse((self.tree / ".toolchain.new").exists())


class PackageTests(Sandbox):
    def test_nothing_is_done_when_nothing_is_missing(self):
        self.program("dpkg-query", "echo -n installed\n")
        self.program("apt-get", "echo called >&2; exit 9\n")
        run = self.run_script("install-packages", "build", "run", "test")
        self.assertEqual((run.returncode, run.stderr), (0, ""))

    def test_only_what_is_missing_is_installed(self):
        self.program("dpkg-query", 'case "$4" in libgtk-4-dev|xvfb) exit 1;; *) echo -n installed;; esac\n')
        self.program("id", "echo 0\n")
        self.program("apt-get", f'echo "$@" >>{self.home}/apt.log\n')
        run = self.run_script("install-packages", "build", "test")
        self.assertEqual(run.returncode, 0, run.stderr)
        log = (self.home / "apt.log").read_text().splitlines()
        self.assertTrue(log[0].endswith("update -qq"), log)
        self.assertEqual(log[1].split()[-2:], ["libgtk-4-dev", "xvfb"])

    def test_sudo_is_used_by_who_is_not_root(self):
        self.program("dpkg-query", "exit 1\n")
        self.program("id", "echo 1000\n")
        self.program("apt-get", f'echo "$@" >>{self.home}/apt.log\n')
        self.program("sudo", f'echo sudo >>{self.home}/apt.log\nexec env "$@"\n')
        run = self.run_script("install-packages", "build")
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertEqual((self.home / "apt.log").read_text().count("sudo"), 2)

    def test_without_rights_the_command_to_type_is_told(self):
        self.program("dpkg-query", "exit 1\n")
        self.program("id", "echo 1000\n")
        self.program("apt-get", "exit 9\n")
        run = self.run_script("install-packages", "build")
        self.assertEqual(run.returncode, 1)
        self.assertIn("apt-get install libgstreamer-plugins-bad1.0-dev", run.stderr)


if __name__ == "__main__":
    unittest.main()
