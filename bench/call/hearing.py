# SPDX-License-Identifier: GPL-3.0-or-later
"""What is said into one microphone of the session and what comes out of a speaker, recorded as one, and compared."""
import statistics
import subprocess
import tempfile
import time
import wave

import numpy

RATE = 48_000
#: Samples that are compared at a time, and how late a sound may be.
WINDOW, LATEST = int(1.5 * RATE), int(1.5 * RATE)

SENTENCES = """The quick brown fox jumps over the lazy dog. We talk about the weather, about the trains, and about what
there is for dinner tonight. Could you please bring some bread and butter on your way home? She had nine blue bottles on a
shelf by the window, and every morning the light went through them one after the other."""

OTHER_SENTENCES = """I was at the market this morning, and the woman who sells apples told me that the road along the river
is closed until next week. So we went over the hill instead, which takes an hour longer, but nobody minded. The children
counted sheep and horses, and on the way back it began to rain, first a little and then so much that we had to stop."""


def speech(path, sentences=SENTENCES, voice="en"):
    """Some 20 s of somebody who speaks, at the level of a close microphone."""
    subprocess.run(["espeak-ng", "-v", voice, "-w", path, sentences], check=True, timeout=60)


class Recorder:
    """Two sinks as the two channels of one recording, so that their samples are of the same moment.

    The one stream is linked to both by hand: two recordings would begin apart by nobody knows how much.
    """

    def __init__(self, left, right):
        self.file = tempfile.NamedTemporaryFile(suffix=".wav")
        self.process = subprocess.Popen(
            ["pw-record", "--target", "0", "--rate", str(RATE), "--channels", "2", "--format", "s16",
             "-P", '{ node.name = "bench-ear" }', self.file.name])
        for sink, port in ((left, "FL"), (right, "FR")):
            _link(f"{sink}:monitor_FL", f"bench-ear:input_{port}")

    def stop(self):
        """The two channels, -1...1."""
        self.process.terminate()
        self.process.wait(10)
        with wave.open(self.file.name) as file:
            samples = numpy.frombuffer(file.readframes(file.getnframes()), numpy.int16).reshape(-1, 2)
        return samples.T / 32_768


def _link(source, target):
    end = time.monotonic() + 10
    while subprocess.run(["pw-link", source, target], stderr=subprocess.DEVNULL, timeout=20, check=False).returncode:
        if time.monotonic() > end:
            raise AssertionError(f"{source} cannot be linked to {target}")
        time.sleep(0.05)


def level(samples):
    """Root mean square in dBFS."""
    return 10 * numpy.log10(max(float(numpy.mean(samples ** 2)), 1e-12))


def lateness(said, heard):
    """Seconds from saying to hearing, one for each stretch of speech that can be told again in what was heard."""
    found = []
    for start in range(0, len(said) - WINDOW - LATEST, WINDOW // 3):
        words, echo = said[start:start + WINDOW], heard[start:start + WINDOW + LATEST]
        if level(words) < -45:
            continue
        shift, likeness = _match(words, echo)
        if likeness > 0.5:
            found.append(shift / RATE)
    return found


def holes(said, heard, shift):
    """Share of what was said (10 ms at a time, loud ones) that is missing from what was heard, some `shift` s later.

    Each half of a second may come up to 0.1 s sooner or later than that: sound that is stretched is not missing.
    """
    block, stretch, slack = RATE // 100, RATE // 2, RATE // 10
    loud, differences = [], []
    for start in range(0, len(said) - stretch, stretch):
        late = max(0, int(shift * RATE) - slack)
        words, echo = said[start:start + stretch], heard[start + late:start + late + stretch + 2 * slack]
        if len(echo) < stretch + 2 * slack:
            break
        best = int(numpy.argmax(_products(words, echo))) if level(words) > -45 else slack
        one, other = (_levels(each, block) for each in (words, echo[best:best + stretch]))
        # A word's end may sound on or be cut off a little: only what is loud before and after is looked at.
        loud.append(numpy.minimum.reduce([numpy.roll(one, by) for by in (-2, -1, 0, 1, 2)]) > -35)
        differences.append(other - one)
    loud, differences = numpy.concatenate(loud), numpy.concatenate(differences)
    return float(numpy.mean((differences - numpy.median(differences[loud]))[loud] < -20))


def _products(words, heard):
    """How much the words and what was heard go together, by the shift in samples."""
    size = 1 << int(numpy.ceil(numpy.log2(len(heard) + len(words))))
    return numpy.fft.irfft(numpy.fft.rfft(heard, size) * numpy.conj(numpy.fft.rfft(words, size)), size)[:len(heard) - len(words)]


def _levels(samples, block):
    return 10 * numpy.log10(numpy.maximum(numpy.mean(samples.reshape(-1, block) ** 2, axis=1), 1e-12))


def gain(said, heard):
    """By how many dB what was said is louder in what was heard, whatever else is heard; the median of stretches of speech.

    What the words explain of the sound is taken, band by band: other words are like them in no band for long.
    """
    found = []
    for start in range(0, len(said) - WINDOW - LATEST, WINDOW // 3):
        words = said[start:start + WINDOW]
        if level(words) < -45:
            continue
        shift, _ = _match(words, heard[start:start + WINDOW + LATEST])
        found.append(_explained(words, heard[start + shift:start + shift + WINDOW]))
    return statistics.median(found)


def _explained(words, sound, block=1_024):
    """The coherent part of a sound, relative to the words, in dB."""
    count = len(words) // block
    window = numpy.hanning(block)
    one, other = (numpy.fft.rfft(each[:count * block].reshape(count, block) * window) for each in (words, sound))
    cross, power = numpy.sum(other * numpy.conj(one), axis=0), numpy.sum(numpy.abs(one) ** 2, axis=0)
    part = numpy.abs(cross) ** 2 / numpy.maximum(power, 1e-12)
    return 10 * numpy.log10(max(numpy.sum(part), 1e-12) / numpy.sum(power))


def _match(words, heard):
    """Where the words are most like what was heard: the shift in samples, and the likeness, 0...1."""
    size = 1 << int(numpy.ceil(numpy.log2(len(heard) + len(words))))
    spectrum = numpy.fft.rfft(heard, size) * numpy.conj(numpy.fft.rfft(words, size))
    product = numpy.fft.irfft(spectrum, size)[:LATEST]
    energy = numpy.concatenate(([0], numpy.cumsum(heard ** 2)))
    strength = energy[WINDOW:WINDOW + LATEST] - energy[:LATEST]
    likeness = numpy.abs(product) / numpy.sqrt(numpy.maximum(strength * numpy.sum(words ** 2), 1e-9))
    best = int(numpy.argmax(likeness))
    return best, float(likeness[best])
