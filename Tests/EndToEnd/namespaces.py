# SPDX-License-Identifier: GPL-3.0-or-later
"""Hosts with networks of their own on this computer: network namespaces joined by virtual cables.

Needs root, or a kernel that lets users have namespaces; `available()` says.
"""
import os
import subprocess

# An /etc that this host alone may change, and a /run that is empty.
OWN_FILES = """
mount -t tmpfs tmpfs /run && mkdir -p /run/overlay/upper /run/overlay/work &&
mount -t overlay overlay -o lowerdir=/etc,upperdir=/run/overlay/upper,workdir=/run/overlay/work /etc || exit 1
"""


def available():
    """Whether hosts can be made here."""
    probe = subprocess.run(["unshare", "--net", "true"], capture_output=True, check=False)
    return os.geteuid() == 0 and probe.returncode == 0


class Host:
    """A namespace; lives as long as the process that holds it. `files` gives it an /etc and a /run of its own."""

    def __init__(self, files=False):
        self.namespaces = ["--net", *(["--mount"] if files else [])]
        script = (OWN_FILES if files else "") + "ip link set lo up && echo up && exec sleep 1800"
        self.keeper = subprocess.Popen(["unshare", *self.namespaces, "sh", "-c", script], stdout=subprocess.PIPE, text=True)
        if self.keeper.stdout.readline() != "up\n":
            self.end()
            raise RuntimeError("no namespace, or no overlay in it")

    @property
    def place(self):
        """The command in front of another that runs it here."""
        return ["nsenter", *self.namespaces, "--target", str(self.keeper.pid)]

    def run(self, *command, **options):
        """Runs a command here."""
        return subprocess.run([*self.place, *command], **{"check": True, "timeout": 30, **options})

    def ip(self, *arguments):
        """Runs `ip` here; arguments may hold several words each."""
        self.run("ip", *(word for argument in arguments for word in argument.split()))

    def append(self, path, text):
        """Puts text behind what a file here holds."""
        self.run("sh", "-c", f"cat >> {path}", input=text, text=True)

    def forward(self):
        """Passes on what is not for itself."""
        self.run("sh", "-c", "echo 1 > /proc/sys/net/ipv4/ip_forward")

    def bridge(self, name, address):
        """Makes a switch, at which this host has an address."""
        self.ip(f"link add {name} type bridge")
        self.ip(f"address add {address} dev {name}")
        self.ip(f"link set {name} up")

    def plug(self, other, bridge, port, theirs, address):
        """Joins another host to a switch here: its interface `theirs` gets the address."""
        self.ip(f"link add {port} type veth peer name {theirs} netns {other.keeper.pid}")
        self.ip(f"link set {port} master {bridge} up")
        other.ip(f"address add {address} dev {theirs}")
        other.ip(f"link set {theirs} up")

    def cable(self, other, ours, theirs, network):
        """Joins two hosts by a cable: interface `ours` gets NETWORK.1, `theirs`, at the other host, NETWORK.2."""
        self.ip(f"link add {ours} type veth peer name {theirs} netns {other.keeper.pid}")
        for host, name, number in ((self, ours, 1), (other, theirs, 2)):
            host.ip(f"address add {network}.{number}/24 dev {name}")
            host.ip(f"link set {name} up")

    def translate(self, outside, how=""):
        """Becomes a home's router: only answers come in from `outside`, and from there all look like one.

        `how` may be "random,fully-random": then each destination sees another port, and nobody can guess which.
        """
        self.forward()
        self.run("nft", "-f", "-", text=True, input=f"""
            flush ruleset
            table ip home {{
                chain out {{ type nat hook postrouting priority srcnat; oifname {outside} masquerade {how}; }}
                chain in {{ type filter hook input priority filter; iifname {outside} ct state new drop; }}
                chain through {{ type filter hook forward priority filter; iifname {outside} ct state new drop; }}
            }}""")

    def end(self):
        self.keeper.kill()
        self.keeper.wait()
        self.keeper.stdout.close()
