# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures to look at: pixels in, pixels out, PNG to a file."""
import struct
import subprocess
import zlib


class Picture:
    """8-bit RGB pixels."""

    def __init__(self, width, height, pixels):
        self.width, self.height, self.pixels = width, height, pixels

    @classmethod
    def from_ppm(cls, data):
        """Reads a binary PPM of 8 bits."""
        fields, position = [], 0
        while len(fields) < 4:
            while data[position:position + 1].isspace():
                position += 1
            if data[position:position + 1] == b"#":
                position = data.index(b"\n", position)
                continue
            start = position
            while not data[position:position + 1].isspace():
                position += 1
            fields.append(data[start:position])
        if fields[0] != b"P6" or fields[3] != b"255":
            raise ValueError(f"not a PPM of 8 bits: {fields}")
        width, height = int(fields[1]), int(fields[2])
        return cls(width, height, data[position + 1:position + 1 + width * height * 3])

    @classmethod
    def load(cls, path):
        """Reads any file that ImageMagick knows."""
        command = ["/usr/bin/convert", str(path), "-depth", "8", "ppm:-"]
        return cls.from_ppm(subprocess.run(command, capture_output=True, check=True, timeout=20).stdout)

    def pixel(self, x, y):
        """Red, green and blue at a place; x and y may be whole pixels, or fractions of the size below 1."""
        x = int(x * self.width) if isinstance(x, float) else x
        y = int(y * self.height) if isinstance(y, float) else y
        start = (y * self.width + x) * 3
        return tuple(self.pixels[start:start + 3])

    def crop(self, x, y, width, height):
        """The part that lies inside."""
        left, top = max(0, x), max(0, y)
        right, bottom = min(self.width, x + width), min(self.height, y + height)
        rows = (self.pixels[(row * self.width + left) * 3:(row * self.width + right) * 3]
                for row in range(top, bottom))
        return Picture(max(0, right - left), max(0, bottom - top), b"".join(rows))

    def mean(self):
        """The average colour."""
        count = max(1, len(self.pixels) // 3)
        return tuple(sum(self.pixels[channel::3]) / count for channel in range(3))

    def is_blank(self):
        """Whether all of it has one colour."""
        return self.pixels == self.pixels[:3] * (self.width * self.height)

    def save(self, path):
        """Writes a PNG."""
        stride = self.width * 3
        rows = b"".join(b"\0" + self.pixels[y * stride:(y + 1) * stride] for y in range(self.height))

        def chunk(kind, data):
            return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

        header = struct.pack(">IIBBBBB", self.width, self.height, 8, 2, 0, 0, 0)
        with open(path, "wb") as file:
            file.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows, 6))
                       + chunk(b"IEND", b""))


def is_near(colour, other, tolerance=40):
    """Whether two colours look alike: no channel differs by more."""
    return all(abs(a - b) <= tolerance for a, b in zip(colour, other))
