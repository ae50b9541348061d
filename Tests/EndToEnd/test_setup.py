#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""`joom-server setup`: what it writes, and that people behind routers meet on what it wrote.

For the latter there is a small Internet of namespaces: a computer with an address that all can reach, two homes whose routers
translate addresses, and a certificate authority that all of them trust.
"""
import json
import os
import pathlib
import shutil
import stat
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

import report
from namespaces import Host, available
from participant import Participant
from servers import REPOSITORY, program

NAME = "meet.example.org"
MARK = "# Written by joom-server setup"
TRUST = "/etc/ssl/certs/ca-certificates.crt"
RED, BLUE = (200, 40, 40), (40, 60, 200)


def setup(*arguments, place=(), timeout=120, **options):
    """Runs `joom-server setup`; errors are in what it said."""
    return subprocess.run([*place, program("joom-server"), "setup", *arguments], stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, timeout=timeout, check=False, **options)


class Files(unittest.TestCase):
    """Below a folder, as any user."""

    def setUp(self):
        directory = tempfile.TemporaryDirectory(prefix="joom-setup-")
        self.addCleanup(directory.cleanup)
        self.root = pathlib.Path(directory.name)

    def write(self, *arguments, status=0):
        run = setup(NAME, "--root", str(self.root), *arguments)
        self.assertEqual(run.returncode, status, run.stdout)
        return run.stdout

    def read(self, path):
        return (self.root / path).read_text(encoding="utf-8")

    def tree(self):
        return {str(path.relative_to(self.root)): path.read_bytes() for path in self.root.rglob("*") if path.is_file()}

    def test_it_writes_all_and_says_why(self):
        said = self.write("--email", "you@example.org")
        self.assertEqual(sorted(self.tree()), [
            "etc/caddy/Caddyfile", "etc/caddy/joom.caddyfile", "etc/joom/server.toml", "etc/joom/setup.toml",
            "etc/systemd/system/joom-server.service.d/setup.conf", "etc/turnserver.conf"])
        for path in self.tree():
            self.assertRegex(said, rf"{self.root}/{path}, (written|added to): \w+")
        for port in ("443/tcp", "80/tcp", "3478/udp", "3479/udp", "3479/tcp", "49152-50175/udp"):
            self.assertRegex(said, rf"  {port}: \w+")
        # Both have the secret, and nobody else reads it.
        secret = self.read("etc/joom/setup.toml").split('secret = "')[1].split('"')[0]
        self.assertIn(f"static-auth-secret={secret}\n", self.read("etc/turnserver.conf"))
        self.assertNotIn(secret, said)
        for path, mode in (("etc/joom/setup.toml", 0o600), ("etc/turnserver.conf", 0o640), ("etc/joom/server.toml", 0o644)):
            self.assertEqual(stat.S_IMODE((self.root / path).stat().st_mode), mode, path)

    def test_the_server_takes_what_was_written(self):
        self.write()
        run = subprocess.run([program("joom-server"), "--config", self.root / "etc/joom/setup.toml", "--config",
                              self.root / "etc/joom/server.toml", "--check-config"], capture_output=True, text=True, timeout=20)
        self.assertEqual((run.returncode, run.stderr), (0, ""))

    @unittest.skipUnless(shutil.which("caddy"), "needs caddy")
    def test_caddy_takes_what_was_written(self):
        self.write("--email", "you@example.org")
        run = subprocess.run(["caddy", "adapt", "--config", self.root / "etc/caddy/Caddyfile", "--adapter", "caddyfile"],
                             capture_output=True, text=True, timeout=30)
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertIn(NAME, run.stdout)
        self.assertIn("127.0.0.1:3000", run.stdout)

    @unittest.skipUnless(shutil.which("systemd-analyze"), "needs systemd-analyze")
    def test_systemd_takes_what_was_written(self):
        self.write()
        units = self.root / "etc/systemd/system"
        drop_in = units / "joom-server.service.d/setup.conf"
        # The program is where this test has it.
        drop_in.write_text(drop_in.read_text().replace("/usr/bin/joom-server", program("joom-server")))
        unit = (REPOSITORY / "data/systemd/joom-server.service").read_text().replace("/usr/bin/joom-server", program("joom-server"))
        (units / "joom-server.service").write_text(unit)
        run = subprocess.run(["systemd-analyze", "verify", units / "joom-server.service"], capture_output=True, text=True,
                             env={**os.environ, "SYSTEMD_UNIT_PATH": f"{units}:"}, timeout=60)
        self.assertNotIn("setup.conf", run.stderr)
        self.assertNotIn("joom-server.service:", run.stderr)

    def test_a_second_time_changes_nothing(self):
        self.write()
        before = self.tree()
        said = self.write()
        self.assertEqual(self.tree(), before)
        self.assertEqual(said.count(", as it was: "), 6)

    def test_what_others_wrote_stays_unless_forced(self):
        theirs = self.root / "etc/turnserver.conf"
        theirs.parent.mkdir()
        theirs.write_text("listening-port=9\n")
        said = self.write(status=1)
        self.assertIn("/etc/turnserver.conf was not written by joom-server setup, so it stays as it is.", said)
        self.assertIn("--force", said)
        self.assertEqual(list(self.tree()), ["etc/turnserver.conf"], "all or nothing")
        self.write("--force")
        self.assertTrue(self.read("etc/turnserver.conf").startswith(MARK))
        self.assertEqual(self.read("etc/turnserver.conf.before-joom"), "listening-port=9\n")

    def test_other_sites_and_own_settings_are_kept(self):
        for path, text in (("etc/caddy/Caddyfile", "example.net {\n}\n"), ("etc/joom/server.toml", "capacity = 6\n")):
            (self.root / path).parent.mkdir(parents=True, exist_ok=True)
            (self.root / path).write_text(text)
        for _ in range(2):
            self.write()
        self.assertTrue(self.read("etc/caddy/Caddyfile").startswith("example.net {\n}\n"))
        self.assertEqual(self.read("etc/caddy/Caddyfile").count("import joom.caddyfile"), 1)
        self.assertEqual(self.read("etc/joom/server.toml"), "capacity = 6\n")

    def test_own_settings_that_contradict_are_named(self):
        (self.root / "etc/joom").mkdir(parents=True)
        (self.root / "etc/joom/server.toml").write_text('[tls]\ncertificate = "/a"\nkey = "/b"\n')
        said = self.write(status=1)
        self.assertIn("/etc/joom/server.toml says something else of tls.certificate, tls.key, and would win.", said)

    def test_a_dry_run_writes_nothing_and_shows_all_but_the_secret(self):
        said = self.write("--dry-run", "--turn-secret", "not-for-everybodys-eyes")
        self.assertEqual(self.tree(), {})
        self.assertIn("    | realm=meet.example.org\n", said)
        self.assertNotIn("not-for-everybodys-eyes", said)

    def test_nonsense_is_one_sentence_and_what_to_do(self):
        for arguments, words in (
                (["192.0.2.1"], "192.0.2.1 is an address"), (["https://meet.example.org"], "is more than a name"),
                (["meet.local"], "No authority that browsers know vouches for names such as meet.local."),
                ([NAME, "--turn-secret", "short"], "too short"), ([NAME, "--email", "you"], "is no address for mail")):
            with self.subTest(arguments=arguments):
                run = setup(*arguments, "--root", str(self.root))
                self.assertEqual(run.returncode, 1)
                self.assertIn(words, run.stdout)
                self.assertRegex(run.stdout, r"\n    Next: \w+")
        self.assertEqual(self.tree(), {})

    @unittest.skipUnless(os.geteuid() == 0, "only root can be somebody else")
    def test_others_than_root_are_told_so(self):
        os.chmod(self.root, 0o755)
        server = shutil.copy(program("joom-server"), self.root)
        run = subprocess.run([server, "setup", NAME], capture_output=True, text=True, user="nobody", cwd="/", timeout=30)
        self.assertEqual(run.returncode, 1)
        self.assertIn("Only root may write below /etc and start services.\n    Next: sudo joom-server setup", run.stderr)


if __name__ == "__main__":
    report.main()
