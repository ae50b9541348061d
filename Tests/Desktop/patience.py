# SPDX-License-Identifier: GPL-3.0-or-later
"""How long tests wait for what has to come: longer where the machine has more to do than it can."""
import os
import time

#: Processes that wait for each processor, from which on everything takes its time; and how much longer is waited at the most.
BUSY, LONGEST = 2, 4
#: Seconds; who names fewer means just that: "gone within ten seconds".
MEANT = 15


class Patience:
    """Waits for so many seconds, as long as they are those of a machine that has time."""

    def __init__(self, seconds):
        self.start, self.seconds = time.monotonic(), seconds

    @property
    def is_over(self):
        """Whether that was long enough; asked again and again, as the machine may have become busy meanwhile."""
        waiting = os.getloadavg()[0] / (os.cpu_count() or 1)
        factor = min(max(waiting / BUSY, 1), LONGEST) if self.seconds >= MEANT else 1
        return time.monotonic() - self.start > self.seconds * factor
