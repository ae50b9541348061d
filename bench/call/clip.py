# SPDX-License-Identifier: GPL-3.0-or-later
"""A film whose pictures carry their number, and the eye that reads it, from a picture as from a window's pixels.

Along the top runs a band of 18 squares: magenta, 16 in black or white, green. Eight bits are the number, eight more the
same turned over, so that what a codec or a scaler spoilt is not taken for a number. In a mirror the green one comes first.
"""
import numpy

SQUARES = 18
BITS = 8
#: Pictures of a film; a number comes again after 5 s, longer than any call is late.
LENGTH = 150


def pictures(width, height, seed=7):
    """The film's pictures as (height, width, 3) arrays of YCbCr: something like a room, a head that moves, noise."""
    random = numpy.random.default_rng(seed)
    room = _texture(random, width, height, 1.0, 38)
    head = _texture(random, width // 3, height // 2, 0.8, 30)
    mask = _ellipse(width // 3, height // 2)
    for number in range(LENGTH):
        luma = room.copy()
        phase = 2 * numpy.pi * number / LENGTH
        left = int(width / 3 + width * 0.12 * numpy.sin(3 * phase))
        top = int(height * 0.35 + height * 0.05 * numpy.sin(5 * phase))
        view = luma[top:top + height // 2, left:left + width // 3]
        view[:] = numpy.where(mask, head + 30, view)
        picture = numpy.full((height, width, 3), 128, numpy.uint8)
        picture[..., 0] = numpy.clip(luma + random.normal(0, 2, luma.shape), 16, 235)
        picture[top:top + height // 2, left:left + width // 3, 1][mask] = 112
        picture[top:top + height // 2, left:left + width // 3, 2][mask] = 150
        _write_number(picture, number)
        yield picture


def _texture(random, width, height, slope, deviation):
    """Noise whose strength falls with its frequency, as in pictures of real things."""
    spectrum = numpy.fft.rfft2(random.normal(size=(height, width)))
    frequency = numpy.hypot(numpy.fft.fftfreq(height)[:, None], numpy.fft.rfftfreq(width)[None, :])
    frequency[0, 0] = 1
    field = numpy.fft.irfft2(spectrum / frequency ** (1 + slope / 2), (height, width))
    return 110 + deviation * (field - field.mean()) / field.std()


def _ellipse(width, height):
    y, x = numpy.ogrid[:height, :width]
    return ((x - width / 2) / (width / 2)) ** 2 + ((y - height / 2) / (height / 2)) ** 2 < 1


def _write_number(picture, number):
    side = picture.shape[1] // 20
    code = number | (~number & 0xFF) << BITS
    colours = [(105, 212, 235)] + [(235 if code >> bit & 1 else 16, 128, 128) for bit in range(2 * BITS)] + [(144, 54, 34)]
    for square, colour in enumerate(colours):
        picture[0:side, side * (square + 1):side * (square + 2)] = colour


def write_yuy2(path, frames):
    """For the PipeWire camera of the tests."""
    with open(path, "wb") as file:
        for picture in frames:
            packed = numpy.empty((*picture.shape[:2], 2), numpy.uint8)
            packed[..., 0] = picture[..., 0]
            packed[:, 0::2, 1] = picture[:, 0::2, 1]
            packed[:, 1::2, 1] = picture[:, 0::2, 2]
            file.write(packed.tobytes())


def write_y4m(path, frames, width, height, rate=30):
    """For Chromium's camera."""
    with open(path, "wb") as file:
        file.write(f"YUV4MPEG2 W{width} H{height} F{rate}:1 Ip A1:1 C420jpeg\n".encode())
        for picture in frames:
            file.write(b"FRAME\n" + picture[..., 0].tobytes())
            file.write(picture[0::2, 0::2, 1].tobytes() + picture[0::2, 0::2, 2].tobytes())


class Eye:
    """Finds the band in a picture of a screen once, and reads the number there ever after, of a few pixels."""

    def __init__(self, screen, mirrored=False):
        """`screen`: (height, width, 3) array of RGB. ValueError where there is no such picture."""
        row, left, right = _find_band(screen, mirrored)
        pitch = (right - left) / SQUARES
        self.row = row
        self.columns = [int(left + pitch * (square + 0.5)) for square in range(SQUARES)]
        if mirrored:
            self.columns.reverse()
        self.width = pitch * 20

    def read(self, screen):
        """The number of the picture on the screen now; None where it cannot be read."""
        values = screen[self.row, self.columns].astype(int)
        if not (_is_magenta(values[0]) and _is_green(values[-1])):
            return None
        code = sum(int(value.sum() > 384) << bit for bit, value in enumerate(values[1:-1]))
        number, check = code & 0xFF, code >> BITS
        return number if number ^ check == 0xFF and number < LENGTH else None


def _is_magenta(pixel):
    red, green, blue = (int(value) for value in pixel[:3])
    return red > 150 and blue > 150 and green < 110


def _is_green(pixel):
    red, green, blue = (int(value) for value in pixel[:3])
    return green > 130 and red < 110 and blue < 110


def _find_band(screen, mirrored):
    """Row, left and right edge of the widest band: where a peer is on the screen too, theirs is the one that is not mirrored."""
    red, green, blue = (screen[..., channel].astype(int) for channel in range(3))
    magenta = (red > 150) & (blue > 150) & (green < 110)
    leaf = (green > 130) & (red < 110) & (blue < 110)
    first, last = (leaf, magenta) if mirrored else (magenta, leaf)
    rows, best = numpy.flatnonzero(first.any(1) & last.any(1)), None
    for row in rows:
        marks = sorted([(*run, 0) for run in _runs(first[row])] + [(*run, 1) for run in _runs(last[row])])
        for one, other in zip(marks, marks[1:]):
            if (one[2], other[2]) != (0, 1):
                continue
            width = other[1] - one[0]
            if width >= SQUARES * 3 and (best is None or width > best[2] - best[1] + 4):
                best = (int(row), one[0], other[1])
    if best is None:
        raise ValueError("no picture with a number on the screen")
    row, left, right = best
    # High up in the squares: what is written over a picture on a screen begins further down.
    return row + max(1, (right - left) // SQUARES // 4), left, right


def _runs(line):
    """Start and end of each run of three or more."""
    edges = numpy.flatnonzero(numpy.diff(numpy.concatenate(([0], line.astype(numpy.int8), [0]))))
    return [(int(start), int(end)) for start, end in zip(edges[::2], edges[1::2]) if end - start >= 3]
