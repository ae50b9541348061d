#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A guest with Chromium on a host of its own, where the test cannot steer a browser: follows a link and says what arrives.

    guest_at_home.py LINK HERTZ RED GREEN BLUE

Writes one JSON object when it sees the colour and hears the tone: how the way there goes, `local` and `remote` candidate
types. Stays until its standard input ends. Certificates are checked; HOME has who may vouch, in .pki/nssdb.
"""
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from browser import Browser, wait_until

KEEP = """
window.connections = [];
window.RTCPeerConnection = class extends RTCPeerConnection {
  constructor(...all) { super(...all); window.connections.push(this); }
};
"""

WAY = """
const done = arguments[arguments.length - 1];
Promise.all(window.connections.map((each) => each.getStats())).then((all) => {
  for (const report of all)
    for (const pair of report.values())
      if (pair.type === "candidate-pair" && pair.nominated && pair.bytesReceived > 10000)
        return done({local: report.get(pair.localCandidateId).candidateType,
                     remote: report.get(pair.remoteCandidateId).candidateType});
  done(null);
});
"""


def main():
    link, hertz, colour = sys.argv[1], int(sys.argv[2]), tuple(map(int, sys.argv[3:6]))
    with Browser(colour=(40, 60, 200), tone=660, before_page=KEEP) as guest:
        guest.open(link)
        guest.enter_room(name="Bob")
        guest.wait_for_picture(colour, timeout=60, tolerance=70)
        guest.wait_for_sound(hertz, timeout=60)
        way = wait_until("a way that carries", lambda: guest.driver.execute_async_script(WAY), 30)
        print(json.dumps({**way, "secure": guest.run("return isSecureContext"), "page": guest.run("return location.href")}), flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
