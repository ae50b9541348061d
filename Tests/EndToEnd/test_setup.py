#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""`joom-server setup`: what it writes, and that people behind routers meet on what it wrote.

For the latter there is a small Internet of namespaces: a computer with an address that all can reach, two homes whose routers
translate addresses, and a certificate authority that all of them trust.
"""
import contextlib
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
from browser import wait_until
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

    def test_a_relay_that_is_no_longer_wanted_is_named(self):
        ending = "systemctl disable --now coturn"
        self.assertNotIn(ending, self.write("--no-turn"))
        self.assertNotIn(ending, self.write())
        self.assertIn(ending, self.write("--no-turn"))
        self.assertNotIn("[turn]", self.read("etc/joom/setup.toml"))

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

    def test_options_of_the_server_are_not_swallowed(self):
        for arguments, words in ((["--certificate", "/a", "--key", "/b"], "--tls-certificate"), (["--port", "1"], "server.toml"),
                                 (["--tls-key", "/b"], "belong together"), (["--set", "capacity=3"], "server.toml")):
            with self.subTest(arguments=arguments):
                run = setup(NAME, *arguments)
                self.assertEqual(run.returncode, 64)
                self.assertIn(words, run.stdout)

    def test_something_of_your_own_in_front_is_told_what_it_has_to_do(self):
        said = self.write("--proxy", "none")
        self.assertIn(f"What speaks https for {NAME} has to pass all of it on to 127.0.0.1:3000", said)
        self.assertNotIn("caddy", said)
        self.assertFalse((self.root / "etc/caddy").exists())

    @unittest.skipUnless(os.geteuid() == 0, "only root can be somebody else")
    def test_others_than_root_are_told_so(self):
        os.chmod(self.root, 0o755)
        server = shutil.copy(program("joom-server"), self.root)
        run = subprocess.run([server, "setup", NAME], capture_output=True, text=True, user="nobody", cwd="/", timeout=30)
        self.assertEqual(run.returncode, 1)
        self.assertIn("Only root may write below /etc and start services.\n    Next: sudo joom-server setup", run.stderr)


SYSTEMCTL = r"""#!/bin/sh
# Stands for systemd: starts what the units, with what was written beside them, start.
name=${2%.service}
case $1 in restart | reload-or-restart) ;; *) exit 0 ;; esac
case $name in
joom-server)
    unit=/etc/systemd/system/joom-server.service.d/setup.conf
    mkdir -p /run/credentials/joom-server.service
    cp "$(sed -n 's/^LoadCredential=setup.toml://p' $unit)" /run/credentials/joom-server.service/setup.toml
    command=$(sed -n 's/^ExecStart=\(..*\)/\1/p' $unit) ;;
coturn) command="turnserver -c /etc/turnserver.conf --pidfile= --log-file=/run/coturn.log" ;;
caddy) command="caddy run --config /etc/caddy/Caddyfile" ;;
esac
[ ! -e /run/$name.pid ] || kill -9 "$(cat /run/$name.pid)"
setsid $command > /run/$name.out 2>&1 &
echo $! > /run/$name.pid
"""


class Authority:
    """Vouches for names, as one does that everybody's system trusts."""

    def __init__(self, directory):
        self.directory = directory
        self.certificate = directory / "authority.pem"
        self._openssl("req", "-x509", "-subj", "/CN=A test's authority", "-out", self.certificate, *self._key("authority"),
                      "-addext", "keyUsage=critical,keyCertSign,cRLSign")

    def vouch(self, name):
        """A certificate, followed by the authority's, and its key."""
        chain, key = self.directory / f"{name}.pem", self.directory / f"{name}.key"
        self._openssl("req", "-x509", "-CA", self.certificate, "-CAkey", self.directory / "authority.key", "-subj",
                      f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}", "-addext", "basicConstraints=critical,CA:FALSE",
                      "-addext", "extendedKeyUsage=serverAuth", "-out", chain, *self._key(name))
        return str(chain), str(key)

    def _key(self, name):
        return ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-keyout",
                self.directory / f"{name}.key"]

    @staticmethod
    def _openssl(*arguments):
        subprocess.run(["openssl", *arguments], check=True, capture_output=True, timeout=60)


class Internet:
    """Who can be reached, and the two homes behind their routers; `homes` are hosts whose only way out is their router.

    Routers drop what nobody inside asked for. All look names up in, and trust, the same files.
    """

    ADDRESS = "45.0.0.10"

    def __init__(self, directory):
        self.authority = Authority(directory)
        self.public = Host(files=True)
        self.routers, self.homes = [Host(), Host()], [Host(files=True), Host(files=True)]
        self.public.bridge("public", f"{self.ADDRESS}/24")
        for number, (router, home) in enumerate(zip(self.routers, self.homes), 1):
            self.public.plug(router, "public", f"port{number}", "outside", f"45.0.0.{number}/24")
            home.cable(router, "home", "inside", f"192.168.{number}")
            home.ip(f"route add default via 192.168.{number}.2")
        # From there packets go everywhere.
        self.public.ip(f"route add default via 45.0.0.1 src {self.ADDRESS}")
        for host in (self.public, *self.homes):
            host.append("/etc/hosts", f"{self.ADDRESS} {NAME}\n")
            host.append(TRUST, self.authority.certificate.read_text())

    def end(self):
        for host in (self.public, *self.routers, *self.homes):
            host.end()


@unittest.skipUnless(available() and all(map(shutil.which, ("caddy", "turnserver", "nft"))), "needs root, caddy, coturn, nft")
class Meeting(unittest.TestCase):
    """One command on the public computer, and people at home meet there."""

    @classmethod
    def setUpClass(cls):
        directory = tempfile.TemporaryDirectory(prefix="joom-internet-")
        cls.addClassCleanup(directory.cleanup)
        cls.directory = pathlib.Path(directory.name)
        cls.internet = Internet(cls.directory)
        cls.addClassCleanup(cls.internet.end)
        chain, key = cls.internet.authority.vouch(NAME)
        systemctl = cls.directory / "systemctl"
        systemctl.write_text(SYSTEMCTL)
        systemctl.chmod(0o755)
        cls.internet.public.run("mkdir", "-p", "/run/systemd/system")
        cls.addClassCleanup(cls.stop)
        cls.environment = {**os.environ, "PATH": f"{cls.directory}:{os.environ['PATH']}", "HOME": str(cls.directory),
                           "JOOM_DATADIR": str(REPOSITORY / "data"), "JOOM_DRAIN_SECONDS": "0"}
        cls.certificate = ["--tls-certificate", chain, "--tls-key", key]
        cls.first = cls.set_up()

    @classmethod
    def set_up(cls, *arguments):
        return setup(NAME, *cls.certificate, *arguments, place=cls.internet.public.place, env=cls.environment)

    @classmethod
    def stop(cls):
        cls.internet.public.run("sh", "-c", "kill -9 $(cat /run/*.pid)", check=False)

    def end(self, name):
        self.internet.public.run("sh", "-c", f"kill -9 $(cat /run/{name}.pid) && rm /run/{name}.pid")

    def restart(self, name):
        self.internet.public.run(str(self.directory / "systemctl"), "restart", name, env=self.environment)

    def check(self, host, status, name=NAME):
        """What a look from somewhere shows."""
        run = setup(name, "--check", place=host.place)
        self.assertEqual(run.returncode, status, run.stdout)
        return run.stdout

    @contextlib.contextmanager
    def wall(self, *packets):
        """A firewall in front of the public computer that keeps these out."""
        rules = "\n".join(f"{each} drop" for each in packets)
        self.internet.public.run("nft", "-f", "-", text=True, input=f"""
            table inet wall {{
                chain in {{
                    type filter hook input priority filter
                    {rules}
                }}
            }}""")
        try:
            yield
        finally:
            self.internet.public.run("nft", "delete", "table", "inet", "wall")

    def routers(self, how):
        for router in self.internet.routers:
            router.translate("outside", how)

    def call(self):
        """Ada and Bob at home, in a room, when each sees and hears the other."""
        people = []
        for home, colour, tone in zip(self.internet.homes, ("#c82828", "#283cc8"), (440, 660)):
            person = Participant(f"https://{NAME}/r/kitchen", None, colour, tone, place=home.place)
            self.addCleanup(person.__exit__)
            people.append(person)
        ada, bob = people
        ada.wait_for_picture(BLUE, 60)
        bob.wait_for_picture(RED, 60)
        ada.wait_for_sound(660)
        bob.wait_for_sound(440)
        return people

    def test_one_command_ends_with_a_link(self):
        self.assertEqual(self.first.returncode, 0, self.first.stdout)
        self.assertIn(f"\nReady: https://{NAME}/\n", self.first.stdout)
        self.assertNotIn("FAILED", self.first.stdout)
        self.assertEqual(self.first.stdout.count("  ok      "), 8, self.first.stdout)
        # The package's own file is kept.
        self.assertIn("/etc/turnserver.conf, written, and the old one kept as /etc/turnserver.conf.before-joom", self.first.stdout)

    def test_it_is_seen_from_a_home(self):
        for how in ("", "random,fully-random"):
            with self.subTest(how=how):
                self.routers(how)
                said = self.check(self.internet.homes[0], 0)
                self.assertEqual(said.count("  ok      "), 8, said)
                self.assertIn(f"turn:{NAME}:3479?transport=tcp passes packets on, from {Internet.ADDRESS}.", said)

    def test_what_is_broken_is_named(self):
        self.routers("random,fully-random")
        home = self.internet.homes[0]
        self.assertIn("nowhere.example.org leads nowhere.", self.check(home, 1, "nowhere.example.org"))
        home.append("/etc/hosts", f"{Internet.ADDRESS} other.example.org\n")
        self.assertIn("shows no certificate for that name", self.check(home, 1, "other.example.org"))
        for packets, words in (("tcp dport 443", "Nothing comes back from TCP port 443"),
                               ("udp dport 3478", f"stun:{NAME}:3478 does not answer"),
                               ("udp dport 49152-50175", "a packet that was sent there did not come out")):
            with self.subTest(packets=packets):
                with self.wall(packets):
                    said = self.check(home, 1)
                self.assertIn(words, said)
                self.assertNotIn("Ready", said)
        self.check(home, 0)

    def test_what_does_not_run_is_named(self):
        self.routers("")
        home = self.internet.homes[0]
        for name, words in (("joom-server", "the server behind it is not"), ("caddy", "Nothing listens on TCP port 443"),
                            ("coturn", f"turn:{NAME}:3479?transport=udp does not answer")):
            with self.subTest(name=name):
                self.end(name)
                try:
                    said = self.check(home, 1)
                finally:
                    self.restart(name)
                self.assertIn(words, said)
                wait_until(f"{name} is back", lambda: setup(NAME, "--check", place=home.place).returncode == 0, 60)

    def test_a_secret_that_is_not_shared_is_named(self):
        self.routers("")
        home, public = self.internet.homes[0], self.internet.public
        public.run("sed", "-i.good", "s/^static-auth-secret=.*/static-auth-secret=another/", "/etc/turnserver.conf")
        self.restart("coturn")
        wait_until("coturn is back", lambda: "does not let in whom the server vouches for" in
                   setup(NAME, "--check", place=home.place).stdout, 60)
        public.run("mv", "/etc/turnserver.conf.good", "/etc/turnserver.conf")
        self.restart("coturn")
        wait_until("all is well", lambda: setup(NAME, "--check", place=home.place).returncode == 0, 60)

    def test_whom_nobody_vouches_for_is_named(self):
        self.routers("")
        home = self.internet.homes[1]
        home.run("sh", "-c", f"cp {TRUST} /run/trust && openssl x509 -in {TRUST} > /run/first && cp /run/first {TRUST}")
        try:
            said = self.check(home, 1)
        finally:
            home.run("cp", "/run/trust", TRUST)
        self.assertIn(f"The certificate of {NAME} is not one that browsers accept", said)

    def test_whom_routers_let_through_meet_without_a_relay(self):
        self.routers("")
        run = self.set_up("--no-turn")
        try:
            self.assertEqual((run.returncode, run.stdout.count("  ok      ")), (0, 6), run.stdout)
            for person in self.call():
                self.assertEqual({event["path"] for event in person.all("connected")}, {"direct"})
        finally:
            run = self.set_up()
        self.assertEqual((run.returncode, run.stdout.count("  ok      ")), (0, 8), run.stdout)

    def test_whom_they_do_not_meet_through_the_relay(self):
        self.routers("random,fully-random")
        people = self.call()
        for person in people:
            self.assertEqual({event["path"] for event in person.all("connected")}, {"relay"})
        # Nothing gets there without it.
        self.end("coturn")
        try:
            for person in people:
                person.wait_now(lambda stats: stats["audio_gap_ms"] > 3_000, 60)
        finally:
            self.restart("coturn")

    @unittest.skipUnless(shutil.which("certutil") and shutil.which("chromium"), "needs chromium and libnss3-tools")
    def test_a_browser_meets_them_without_exceptions_for_certificates(self):
        self.routers("random,fully-random")
        link = f"https://{NAME}/r/kitchen"
        ada, home = self.internet.homes
        person = Participant(link, None, "#c82828", 440, place=ada.place)
        self.addCleanup(person.__exit__)
        person.wait("joined")
        database = self.directory / "guest/.pki/nssdb"
        database.mkdir(parents=True)
        for step in (["-N", "--empty-password"],
                     ["-A", "-t", "C,,", "-n", "A test's authority", "-i", str(self.internet.authority.certificate)]):
            subprocess.run(["certutil", "-d", f"sql:{database}", *step], check=True, timeout=60)
        guest = subprocess.Popen(
            [*home.place, sys.executable, str(pathlib.Path(__file__).resolve().parent / "guest_at_home.py"), link, "440",
             *map(str, RED)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            env={**os.environ, "HOME": str(self.directory / "guest")})
        try:
            line = guest.stdout.readline()
            self.assertTrue(line, "the guest saw or heard nothing; it says above why")
            seen = json.loads(line)
            self.assertTrue(seen["secure"] and seen["page"].startswith(f"https://{NAME}/"), seen)
            self.assertIn("relay", (seen["local"], seen["remote"]))
            person.wait_for_picture(BLUE, 60)
            person.wait_for_sound(660)
            self.assertEqual(person.last("connected")["path"], "relay")
        finally:
            guest.communicate(timeout=60)
        self.assertEqual(guest.returncode, 0)


if __name__ == "__main__":
    report.main()
