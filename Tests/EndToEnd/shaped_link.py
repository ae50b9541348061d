# SPDX-License-Identifier: GPL-3.0-or-later
"""Two hosts and one link between them that is narrow, slow and loses packets.

The kernel's netem is not everywhere, so each end is a TUN device and this process carries the packets.
"""
import ctypes
import dataclasses
import fcntl
import heapq
import os
import random
import select
import struct
import threading
import time

from namespaces import Host

CLONE_NEWNET = 0x40000000
TUNSETIFF, IFF_TUN, IFF_NO_PI = 0x400454CA, 0x1, 0x1000
LIBC = ctypes.CDLL(None, use_errno=True)


@dataclasses.dataclass
class Shape:
    """What a link does to packets; may be changed while it carries some."""

    #: bit/s; 0 while nothing passes.
    rate: float
    #: s that a packet waits in the queue at the most; more is dropped.
    queue: float = 0.3
    #: s that a packet takes besides.
    delay: float = 0.02
    #: Share that is lost by chance.
    loss: float = 0.0
    #: Now and then nothing passes, as where the air is busy: s between two such times in the mean, and s that one lasts at
    #: the most. What waited comes at once.
    pause_every: float = 0.0
    pause: float = 0.0


class Direction(threading.Thread):
    """Carries packets one way."""

    def __init__(self, source, sink, shape, seed):
        super().__init__(daemon=True)
        self.source, self.sink, self.shape = source, sink, shape
        self.random = random.Random(seed)
        self.bytes = self.dropped = self.lost = 0
        self.longest = 0.0  # s in the queue
        self.late = 0.0  # s that a packet was carried too late, for want of a processor
        self.running = True

    def run(self):
        due, free, number = [], 0.0, 0
        self.held = self.next_pause = time.monotonic()
        try:
            # A carrier that waits for a processor makes bursts of what is none.
            os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(1))
        except PermissionError:
            pass
        while self.running:
            now = time.monotonic()
            while due and due[0][0] <= now:
                self.late = max(self.late, now - due[0][0])
                self._write(heapq.heappop(due)[2])
            wait = max(0.0, min(0.1, due[0][0] - now)) if due else 0.1
            if not select.select([self.source], [], [], wait)[0]:
                continue
            packet = os.read(self.source, 65536)
            now = time.monotonic()
            free = max(free, now)
            if self.shape.rate <= 0 or free - now > self.shape.queue:
                self.dropped += 1
                continue
            self.longest = max(self.longest, free - now)
            free += len(packet) * 8 / self.shape.rate
            if self.random.random() < self.shape.loss:
                self.lost += 1
                continue
            number += 1
            heapq.heappush(due, (max(free + self.shape.delay, self._end_of_pause(now)), number, packet))

    def _end_of_pause(self, now):
        if self.shape.pause_every and now >= self.next_pause:
            self.held = now + self.random.random() * self.shape.pause
            self.next_pause = self.held + self.random.expovariate(1 / self.shape.pause_every)
        return self.held

    def _write(self, packet):
        self.bytes += len(packet)
        try:
            os.write(self.sink, packet)
        except OSError:
            pass  # the other end is going down


class End:
    """One host with a TUN device; `address` is where it is reached, `place` runs a command there."""

    def __init__(self, address):
        self.address, self.host, self.device = address, Host(), None
        self.place = self.host.place
        opener = threading.Thread(target=self._open)
        opener.start()
        opener.join()
        if self.device is None:
            self.host.end()
            raise PermissionError("no TUN device can be made")
        self.host.ip(f"address add {address}/30 dev tun0")
        self.host.ip("link set tun0 up")

    def _open(self):
        """A thread of its own: it moves into the namespace, where the device is to be, and ends there."""
        namespace = os.open(f"/proc/{self.host.keeper.pid}/ns/net", os.O_RDONLY)
        try:
            if LIBC.setns(namespace, CLONE_NEWNET) == 0:
                device = os.open("/dev/net/tun", os.O_RDWR)
                fcntl.ioctl(device, TUNSETIFF, struct.pack("16sH22x", b"tun0", IFF_TUN | IFF_NO_PI))
                self.device = device
        except OSError:
            pass
        finally:
            os.close(namespace)

    def end(self):
        os.close(self.device)
        self.host.end()


class Link:
    """The two ends and what lies between; `shape` counts in both directions."""

    def __init__(self, shape, seed=1):
        self.shape = shape
        self.left = End("10.77.0.1")
        try:
            self.right = End("10.77.0.2")
        except PermissionError:
            self.left.end()
            raise
        self.rightward = Direction(self.left.device, self.right.device, shape, seed)
        self.leftward = Direction(self.right.device, self.left.device, shape, seed + 1)
        self.rightward.start()
        self.leftward.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for direction in (self.rightward, self.leftward):
            direction.running = False
            direction.join()
        self.left.end()
        self.right.end()
