# SPDX-License-Identifier: GPL-3.0-or-later
"""Hosts with networks of their own on this computer: network namespaces joined by virtual cables.

Needs root, or a kernel that lets users have namespaces; `available()` says.
"""
import os
import subprocess


def available():
    """Whether hosts can be made here."""
    probe = subprocess.run(["unshare", "--net", "true"], capture_output=True, check=False)
    return os.geteuid() == 0 and probe.returncode == 0


class Host:
    """A namespace; lives as long as the process that holds it."""

    def __init__(self):
        self.keeper = subprocess.Popen(["unshare", "--net", "sh", "-c", "ip link set lo up && echo up && exec sleep 600"],
                                       stdout=subprocess.PIPE, text=True)
        self.keeper.stdout.readline()

    @property
    def place(self):
        """The command in front of another that runs it here."""
        return ["nsenter", "--net", "--target", str(self.keeper.pid)]

    def ip(self, *arguments):
        """Runs `ip` here; arguments may hold several words each."""
        words = [word for argument in arguments for word in argument.split()]
        subprocess.run([*self.place, "ip", *words], check=True, timeout=30)

    def cable(self, other, ours, theirs, network):
        """Joins two hosts by a cable: interface `ours` gets NETWORK.1, `theirs`, at the other host, NETWORK.2."""
        self.ip(f"link add {ours} type veth peer name {theirs} netns {other.keeper.pid}")
        for host, name, number in ((self, ours, 1), (other, theirs, 2)):
            host.ip(f"address add {network}.{number}/24 dev {name}")
            host.ip(f"link set {name} up")

    def end(self):
        self.keeper.kill()
        self.keeper.wait()
        self.keeper.stdout.close()
