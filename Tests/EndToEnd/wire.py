#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What passes on one host's network: Wire(host) in a test; on that host it runs as a program, as root.

Loopback is left out: what passes there does not leave.
"""
import json
import re
import select
import socket
import struct
import subprocess
import sys

ETH_P_ALL = 3


class Wire:
    """Watches from the beginning to `read()`. Afterwards there are

    `udp` and `tcp`, sets of (from, port, to, port); `text`, all that passed over TCP; `streams`, the same by the port that it went
    to; and `candidates`, what peers were told of.
    """

    def __init__(self, host):
        self.process = subprocess.Popen([*host.place, sys.executable, __file__], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True)
        assert self.process.stdout.readline() == "watching\n"

    def read(self):
        """Ends it."""
        said, _ = self.process.communicate("\n", timeout=20)
        seen = json.loads(said)
        self.udp, self.tcp = ({tuple(flow) for flow in seen[kind]} for kind in ("udp", "tcp"))
        self.text = seen["text"]
        self.streams = {int(port): text for port, text in seen["streams"].items()}
        self.candidates = re.findall(r'candidate:([^"\\]+)', self.text)
        return self


def main():
    """Watches all interfaces but loopback until a line comes."""
    with socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(ETH_P_ALL)) as wire:
        print("watching", flush=True)
        flows, streams = {17: set(), 6: set()}, {}
        while True:
            ready, _, _ = select.select([wire, sys.stdin], [], [])
            if sys.stdin in ready:
                break
            packet, (name, protocol, *_) = wire.recvfrom(65535)
            if name == "lo" or protocol != 0x0800 or len(packet) < 24:
                continue
            header, kind = (packet[0] & 15) * 4, packet[9]
            if kind not in flows:
                continue
            ports = struct.unpack(">HH", packet[header:header + 4])
            ends = [socket.inet_ntoa(packet[offset:offset + 4]) for offset in (12, 16)]
            flow = (ends[0], ports[0], ends[1], ports[1])
            flows[kind].add(flow)
            if kind == 6:
                total = struct.unpack(">H", packet[2:4])[0]
                start = header + (packet[header + 12] >> 4) * 4
                streams.setdefault(flow, bytearray()).extend(packet[start:total])
    text = "\n".join(stream.decode("latin-1") for stream in streams.values())
    ports = {}
    for flow, stream in streams.items():
        ports[flow[3]] = ports.get(flow[3], "") + stream.decode("latin-1")
    json.dump({"udp": sorted(flows[17]), "tcp": sorted(flows[6]), "text": text, "streams": ports}, sys.stdout)


if __name__ == "__main__":
    main()
