# SPDX-License-Identifier: GPL-3.0-or-later
"""Chromium as a participant: opens a page, enters a room, and measures what arrives from the peer.

Needs chromium, chromium-driver and python3-selenium (Debian names), so run it with /usr/bin/python3.

    with Browser(colour=(200, 30, 30), tone=440) as ada:
        ada.open(url)
        ada.enter_room("blue", name="Ada")
        ada.wait_for_picture()
"""
import math
import pathlib
import struct
import sys
import tempfile
import time
import wave

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1]))

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import Select

from Desktop.patience import Patience

PEER_VIDEO = ".peer video, #peerFace"  # guest page, seed-style page

MEASURE = """
const video = document.querySelector(arguments[0]);
if (!video || !video.videoWidth) return null;
const canvas = Object.assign(document.createElement("canvas"), {width: 64, height: 48});
const context = canvas.getContext("2d", {willReadFrequently: true});
context.drawImage(video, 0, 0, 64, 48);
const data = context.getImageData(0, 0, 64, 48).data, sum = [0, 0, 0];
let hash = 0;
for (let i = 0; i < data.length; i += 4)
  for (let c = 0; c < 3; c++) { sum[c] += data[i + c]; hash = (hash * 31 + data[i + c]) | 0; }
return {width: video.videoWidth, height: video.videoHeight, hash, average: sum.map((s) => s / (64 * 48)),
        frames: video.getVideoPlaybackQuality().totalVideoFrames, shown: getComputedStyle(video).visibility === "visible"};
"""

#: Keeps in window.wordSeen whether the page ever showed a word.
NOTE_WORD = """
const word = arguments[0];
window.wordSeen = false;
new MutationObserver((_, observer) => {
  if (!document.body.innerText.includes(word)) return;
  window.wordSeen = true;
  observer.disconnect();
}).observe(document.body, {subtree: true, childList: true, characterData: true, attributes: true});
"""

#: Keeps the longest time that a video showed the same frame, in ms, in window.gap.
TIME_FRAMES = """
const video = document.querySelector(arguments[0]);
let last = performance.now();
window.gap = 0;
const next = () => video.requestVideoFrameCallback((now) => {
  window.gap = Math.max(window.gap, now - last);
  last = now;
  next();
});
next();
"""

LISTEN = """
const done = arguments[arguments.length - 1], video = document.querySelector(arguments[0]);
if (!video?.srcObject?.getAudioTracks().length) return done(null);
const context = new AudioContext(), analyser = context.createAnalyser();
analyser.fftSize = 8192;
analyser.smoothingTimeConstant = 0;
context.createMediaStreamSource(video.srcObject).connect(analyser);
context.resume().then(() => setTimeout(() => {
  const wave = new Float32Array(analyser.fftSize), bins = new Float32Array(analyser.frequencyBinCount);
  analyser.getFloatTimeDomainData(wave);
  analyser.getFloatFrequencyData(bins);
  const best = bins.indexOf(Math.max(...bins));
  const rms = Math.sqrt(wave.reduce((sum, x) => sum + x * x, 0) / wave.length);
  const hertz = best * context.sampleRate / analyser.fftSize;
  context.close();
  done({rms, hertz});
}, arguments[1]));
"""


def wait_until(claim, question, timeout=20.0, interval=0.1):
    """Asks until the answer is true and returns it; AssertionError with `claim` when that takes too long."""
    patience = Patience(timeout)
    while True:
        answer = question()
        if answer:
            return answer
        if patience.is_over:
            raise AssertionError(f"not within {timeout:g} s: {claim}")
        time.sleep(interval)


def write_video(path, colour, width=320, height=240, frames=30):
    """Writes a Y4M file: `colour` (R, G, B) with a square of half its brightness that moves from frame to frame."""
    red, green, blue = colour
    luma = round(16 + 0.257 * red + 0.504 * green + 0.098 * blue)
    chroma = (128 - 0.148 * red - 0.291 * green + 0.439 * blue, 128 + 0.439 * red - 0.368 * green - 0.071 * blue)
    planes = b"".join(bytes([round(value)]) * (width * height // 4) for value in chroma)
    side = 40
    with open(path, "wb") as file:
        file.write(f"YUV4MPEG2 W{width} H{height} F30:1 Ip A1:1 C420jpeg\n".encode())
        for number in range(frames):
            left = (width - side) * number // frames
            row = bytes([luma]) * left + bytes([16 + (luma - 16) // 2]) * side + bytes([luma]) * (width - side - left)
            rows = bytes([luma]) * (width * 100) + row * side + bytes([luma]) * (width * (height - 100 - side))
            file.write(b"FRAME\n" + rows + planes)


def write_tone(path, hertz, seconds=2, rate=48000):
    """Writes a WAV file that loops without a click when `hertz` is whole."""
    samples = (int(12000 * math.sin(2 * math.pi * hertz * i / rate)) for i in range(rate * seconds))
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(b"".join(struct.pack("<h", sample) for sample in samples))


class Browser:
    """One Chromium. `colour` and `tone` make its camera and microphone; `devices=False` leaves it without any.

    `before_page` is JavaScript that runs in every page before the page's own; `preferences` are Chromium's.
    `hides` leaves the person unasked: Chromium then hides its address from pages.
    `trusted_key` stands for a person who accepts a certificate: base64 of the SHA-256 of its public key; several with commas.
    """

    def __init__(self, colour=None, tone=None, devices=True, size=(1000, 700), dark=False, language="en", before_page=None,
                 scale=1, trusted_key=None, hides=False):
        self._directory = tempfile.TemporaryDirectory(prefix="joom-browser-")
        folder = pathlib.Path(self._directory.name)
        options = webdriver.ChromeOptions()
        options.binary_location = "/usr/bin/chromium"
        for argument in (
            "headless=new", "no-sandbox", "disable-gpu", "disable-dev-shm-usage", "autoplay-policy=no-user-gesture-required",
            "no-first-run", "disable-background-networking", "disable-component-update",
            f"force-device-scale-factor={scale}", f"window-size={size[0]},{size[1]}", f"lang={language}",
            f"accept-lang={language}", f"user-data-dir={folder}/profile",
        ):
            options.add_argument("--" + argument)
        if not hides:
            options.add_argument("--use-fake-ui-for-media-stream")
        if trusted_key:
            options.add_argument(f"--ignore-certificate-errors-spki-list={trusted_key}")
        if dark:
            options.add_argument("--force-dark-mode")
        if devices:
            options.add_argument("--use-fake-device-for-media-stream")
        if devices and colour:
            write_video(folder / "camera.y4m", colour)
            options.add_argument(f"--use-file-for-fake-video-capture={folder}/camera.y4m")
        if devices and tone:
            write_tone(folder / "microphone.wav", tone)
            options.add_argument(f"--use-file-for-fake-audio-capture={folder}/microphone.wav")
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        self.driver = webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))
        self.driver.set_script_timeout(30)
        self.command("Emulation.setEmulatedMedia",
                     features=[{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}])
        if before_page:
            self.command("Page.addScriptToEvaluateOnNewDocument", source=before_page)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self.driver.quit()
        self._directory.cleanup()

    def forget(self):
        """Becomes as good as new: leaves the page and remembers nothing of it."""
        self.run("try { localStorage.clear(); sessionStorage.clear(); } catch {}")
        self.open("about:blank")
        self.log()

    def command(self, name, **parameters):
        """Runs a command of the Chrome DevTools Protocol."""
        return self.driver.execute_cdp_cmd(name, parameters)

    def resize(self, width, height):
        """Gives the page exactly this size in CSS pixels, whatever a window could have."""
        self.command("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def run(self, script, *arguments):
        return self.driver.execute_script(script, *arguments)

    def find(self, selector):
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def all(self, selector):
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def open(self, url):
        self.driver.get(url)

    def enter_room(self, room=None, name=None):
        """Fills in the form of the guest page or a seed-style page and presses the button; None leaves a field as it is."""
        wait_until("there is a room form", lambda: self.all("#welcome form input"))
        for selector, value in (("#welcome form input", room), ("#name", name)):
            if value is not None:
                self.find(selector).clear()
                self.find(selector).send_keys(value)
        self.find("#welcome form button").click()

    def press(self, identifier):
        self.find("#" + identifier).click()

    def label(self, identifier):
        """What a button says, shown or only spoken."""
        return self.find("#" + identifier).get_property("textContent").strip()

    def choose_camera(self, label):
        """Chooses the first camera of the list whose name contains `label`."""
        select = Select(self.find("#cameras"))
        select.select_by_value(next(o.get_attribute("value") for o in select.options if label in o.text and o.get_attribute("value")))

    def picture(self, selector=PEER_VIDEO):
        """What a video shows: width, height, frames, average [r, g, b], hash, shown; None before the first frame."""
        return self.run(MEASURE, selector)

    def time_frames(self, selector=PEER_VIDEO):
        """Begins to look for breaks; the longest so far, in ms, is in the page's `gap`."""
        self.run(TIME_FRAMES, selector)

    def sound(self, selector=PEER_VIDEO, after=400):
        """What a video sounds like, `after` ms of listening: rms (0...1) and hertz of the loudest tone; None without a track."""
        return self.driver.execute_async_script(LISTEN, selector, after)

    def wait_for_picture(self, colour=None, selector=PEER_VIDEO, timeout=25.0, tolerance=30):
        """Waits until a video shows `colour` and its frames change; returns the measurement."""
        def arrived():
            first = self.picture(selector)
            if not first or first["frames"] < 2:
                return None
            if colour and max(abs(a - b) for a, b in zip(first["average"], colour)) > tolerance:
                return None
            time.sleep(0.3)
            second = self.picture(selector)
            return second if second and second["frames"] > first["frames"] else None
        try:
            return wait_until(f"a moving picture of colour {colour} in {selector}", arrived, timeout)
        except AssertionError as error:
            raise AssertionError(f"{error}; last seen {self.picture(selector)}; page said {self.log()}") from None

    def wait_for_sound(self, hertz, timeout=20.0, selector=PEER_VIDEO):
        """Waits until a tone of about `hertz` is heard."""
        def heard():
            sound = self.sound(selector)
            return sound if sound and sound["rms"] > 0.01 and abs(sound["hertz"] - hertz) < 15 else None
        return wait_until(f"a tone of {hertz} Hz", heard, timeout)

    def wait_for_silence(self, timeout=20.0, selector=PEER_VIDEO):
        """Waits until less than -60 dBFS is heard."""
        def silent():
            sound = self.sound(selector)
            return sound if sound and sound["rms"] < 0.001 else None
        return wait_until("silence", silent, timeout)

    def wait_for_text(self, words, selector="body", timeout=20.0):
        """Waits until the visible text of `selector` contains `words`."""
        return wait_until(f"the text {words!r} in {selector}", lambda: words in self.find(selector).text, timeout)

    def screenshot(self, path):
        pathlib.Path(path).parent.mkdir(parents=True, exist_ok=True)
        self.driver.save_screenshot(str(path))

    def log(self):
        """Messages of the page's console since the last call."""
        return [entry["message"] for entry in self.driver.get_log("browser")]
