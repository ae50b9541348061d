# SPDX-License-Identifier: GPL-3.0-or-later
"""Joom as a package would install it: meson puts the programs that were built already into an empty prefix."""
import os
import pathlib
import shutil
import subprocess
import tempfile

from servers import REPOSITORY, program


def product(key):
    """What the programs call themselves."""
    return subprocess.run([REPOSITORY / "build-aux/product", key], check=True, capture_output=True, text=True).stdout.strip()


ID = product("releaseID")
PATH = "/" + ID.replace(".", "/")


class Installation:
    """An empty directory with what meson installs into it, and the build directory it came from."""

    def __init__(self, *options):
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="joom-installed-"))
        self.build, self.prefix = self.directory / "build", self.directory / "prefix"
        self.meson("setup", self.build, REPOSITORY, f"--prefix={self.prefix}",
                   f"-Dbuilt={pathlib.Path(program('joom')).resolve().parent}", *options)
        self.meson("compile", "-C", self.build)

    @staticmethod
    def meson(*arguments, **environment):
        """Runs meson; what it says is in the failure."""
        run = subprocess.run(["meson", *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                             env={**os.environ, **environment}, timeout=300)
        if run.returncode:
            raise AssertionError(f"meson {arguments[0]} failed:\n{run.stdout[-3000:]}")
        return run.stdout

    def install(self, **environment):
        """Copies everything into the prefix, or below DESTDIR."""
        return self.meson("install", "-C", self.build, **environment)

    def __truediv__(self, path):
        return self.prefix / path

    def remove(self):
        shutil.rmtree(self.directory, ignore_errors=True)
