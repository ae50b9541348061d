# SPDX-License-Identifier: GPL-3.0-or-later
"""A participant that shares no line with Joom or a browser: aiortc for media, python-socketio for the room.

    with IndependentPeer(server.url, "kitchen", colour=(40, 60, 200), tone=660) as bob:
        bob.wait_for_picture((200, 40, 40))
        bob.wait_for_sound(440)
"""
import asyncio
import fractions
import threading
import time

import numpy
import socketio
from aiortc import MediaStreamTrack, RTCPeerConnection, RTCRtpSender, RTCSessionDescription
from aiortc.mediastreams import AudioStreamTrack, MediaStreamError, VideoStreamTrack
from aiortc.sdp import candidate_from_sdp
from av import AudioFrame, VideoFrame

RATE = 48_000
ROOM_TIME = 30.0


class Picture(VideoStreamTrack):
    """One colour, with a darker square that moves."""

    def __init__(self, colour):
        super().__init__()
        self.colour, self.count = colour, 0

    async def recv(self):
        timestamp, base = await self.next_timestamp()
        pixels = numpy.full((240, 320, 3), self.colour, dtype=numpy.uint8)
        left = self.count * 4 % 256
        pixels[80:144, left:left + 64] //= 2
        self.count += 1
        frame = VideoFrame.from_ndarray(pixels, format="rgb24")
        frame.pts, frame.time_base = timestamp, base
        return frame


class Tone(AudioStreamTrack):
    """A sine."""

    def __init__(self, hertz):
        super().__init__()
        self.hertz, self.sent, self.began = hertz, 0, None

    async def recv(self):
        size = RATE // 50
        self.began = self.began or time.monotonic()
        await asyncio.sleep(max(self.began + self.sent / RATE - time.monotonic(), 0))
        phase = 2 * numpy.pi * self.hertz * (self.sent + numpy.arange(size)) / RATE
        samples = (8_000 * numpy.sin(phase)).astype(numpy.int16).reshape(1, -1)
        frame = AudioFrame.from_ndarray(samples, format="s16", layout="mono")
        frame.pts, frame.sample_rate, frame.time_base = self.sent, RATE, fractions.Fraction(1, RATE)
        self.sent += size
        return frame


class IndependentPeer:
    """Joins a room as a page of the ancestor does: offers to whoever comes, answers whoever offers."""

    def __init__(self, url, room, colour, tone, codec="VP8"):
        self.url, self.room, self.codec = url, room, codec
        self.colour, self.tone = colour, tone
        self.seen, self.pictures, self.pitch = None, 0, None
        self.states, self.error = [], None
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self._live, daemon=True)

    def __enter__(self):
        self.thread.start()
        self._run(self._enter())
        return self

    def __exit__(self, *_):
        self._run(self._leave())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.loop.close()

    def wait_for_picture(self, colour, timeout=ROOM_TIME):
        """Waits until what arrives now has this mean colour and moves."""
        before = self.pictures
        self._wait(lambda: self.pictures > before + 5 and self.seen is not None
                   and max(abs(self.seen - numpy.array(colour))) < 70, timeout, "picture")

    def wait_for_sound(self, hertz, timeout=ROOM_TIME):
        """Waits until what arrives now has this pitch."""
        self._wait(lambda: self.pitch is not None and abs(self.pitch - hertz) <= 20, timeout, "sound")

    # Inside

    def _wait(self, claim, timeout, what):
        limit = time.monotonic() + timeout
        while time.monotonic() < limit:
            if self.error:
                raise AssertionError(f"the peer broke: {self.error!r}")
            if claim():
                return
            time.sleep(0.05)
        raise AssertionError(f"no {what} as wanted: colour {self.seen}, {self.pictures} pictures, {self.pitch} Hz, {self.states}")

    def _live(self):
        asyncio.set_event_loop(self.loop)
        self.loop.run_forever()

    def _run(self, work):
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(ROOM_TIME)

    async def _enter(self):
        self.connection = RTCPeerConnection()
        self.connection.on("track", lambda track: asyncio.ensure_future(self._take(track)))
        self.connection.on("connectionstatechange", lambda: self.states.append(self.connection.connectionState))
        self.socket = socketio.AsyncClient(reconnection=False)
        self.turn = asyncio.Lock()
        self.socket.on("welcome", lambda *_: self._begin(self._offer()))
        self.socket.on("offer", lambda offer, *_: self._begin(self._answer(offer)))
        self.socket.on("answer", lambda answer, *_: self._begin(self._accept(answer)))
        self.socket.on("ice", lambda candidate, *_: self._begin(self._add(candidate)))
        await self.socket.connect(self.url)
        await self.socket.emit("join_room", self.room)

    def _begin(self, work):
        asyncio.ensure_future(self._in_turn(work))

    async def _in_turn(self, work):
        """One thing after the other, in the order in which they came."""
        try:
            async with self.turn:
                await work
        except Exception as error:  # pylint: disable=broad-except
            self.error = error

    async def _leave(self):
        await self.connection.close()
        await self.socket.disconnect()

    def _add_tracks(self):
        self.connection.addTrack(Tone(self.tone))
        self.connection.addTrack(Picture(self.colour))
        for transceiver in self.connection.getTransceivers():
            if transceiver.kind == "video":
                known = RTCRtpSender.getCapabilities("video").codecs
                transceiver.setCodecPreferences([one for one in known if one.mimeType in (f"video/{self.codec}", "video/rtx")])

    async def _offer(self):
        self._add_tracks()
        await self.connection.setLocalDescription(await self.connection.createOffer())
        await self._send("offer")

    async def _answer(self, offer):
        await self.connection.setRemoteDescription(RTCSessionDescription(offer["sdp"], offer["type"]))
        self._add_tracks()
        await self.connection.setLocalDescription(await self.connection.createAnswer())
        await self._send("answer")

    async def _send(self, event):
        local = self.connection.localDescription
        await self.socket.emit(event, ({"type": local.type, "sdp": local.sdp}, self.room))

    async def _accept(self, answer):
        await self.connection.setRemoteDescription(RTCSessionDescription(answer["sdp"], answer["type"]))

    async def _add(self, value):
        if not value or not value.get("candidate"):
            return
        candidate = candidate_from_sdp(value["candidate"].removeprefix("candidate:"))
        candidate.sdpMid, candidate.sdpMLineIndex = value.get("sdpMid"), value.get("sdpMLineIndex")
        await self.connection.addIceCandidate(candidate)

    async def _take(self, track: MediaStreamTrack):
        sound = numpy.zeros(0)
        while True:
            try:
                frame = await track.recv()
            except MediaStreamError:
                return
            if track.kind == "video":
                self.pictures += 1
                self.seen = frame.to_ndarray(format="rgb24").reshape(-1, 3).mean(axis=0)
                continue
            samples = frame.to_ndarray().reshape(-1)
            sound = numpy.concatenate([sound, samples[::len(frame.layout.channels)]])[-RATE // 2:]
            if len(sound) == RATE // 2:
                spectrum = numpy.abs(numpy.fft.rfft(sound * numpy.hanning(len(sound))))
                self.pitch = float(numpy.argmax(spectrum[20:]) + 20) * 2 if spectrum.max() > 1e5 else None
