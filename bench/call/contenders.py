# SPDX-License-Identifier: GPL-3.0-or-later
"""Who takes part in a call: joom-cli, Joom's window, Chromium without and with a window. All are asked the same."""
import collections
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "Tests/EndToEnd"), str(ROOT / "Tests")]

from selenium import webdriver  # noqa: E402
from selenium.webdriver.chrome.service import Service  # noqa: E402

#: When the page first hears of somebody, and when the first picture of them is shown.
NOTE_TIMES = """
window.benchTimes = {};
addEventListener("DOMContentLoaded", () => new MutationObserver(() => {
  const video = document.querySelector(".peer video");
  if (!video || benchTimes.peer) return;
  benchTimes.peer = performance.timeOrigin + performance.now();
  video.requestVideoFrameCallback((now) => (benchTimes.picture = performance.timeOrigin + now));
}).observe(document.body, {subtree: true, childList: true}));
"""

FIGURES = """
const video = document.querySelector(".peer video"), quality = video.getVideoPlaybackQuality();
return {width: video.videoWidth, height: video.videoHeight, frames: quality.totalVideoFrames - quality.droppedVideoFrames};
"""

TAKE_PICTURE = """
const video = document.querySelector(".peer video");
const canvas = Object.assign(document.createElement("canvas"), {width: video.videoWidth, height: video.videoHeight});
canvas.getContext("2d").drawImage(video, 0, 0);
return canvas.toDataURL("image/png");
"""


class JoomCli:
    """A joom-cli whose camera is the film."""

    name = "joom-cli"

    def __init__(self, url, room, size, camera, screen=None):
        self.picture = tempfile.NamedTemporaryFile(suffix=".png", delete=False).name
        self.process = subprocess.Popen(
            [str(ROOT / ".build/release/joom-cli"), "join", room, "--server", url, "--json", "--stats-interval", "1",
             "--camera", camera.name, "--microphone", "test:440", "--size", f"{size[0]}x{size[1]}", "--snapshot", self.picture],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.events = []
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self):
        for line in self.process.stdout:
            self.events.append((time.monotonic(), json.loads(line)))

    def first(self, event, timeout=30):
        limit = time.monotonic() + timeout
        while time.monotonic() < limit:
            for at, found in list(self.events):
                if found["event"] == event:
                    return at, found
            time.sleep(0.01)
        raise AssertionError(f"joom-cli: no {event} within {timeout} s; {[found for _, found in self.events][-3:]}")

    @property
    def processes(self):
        return [self.process.pid]

    def wait_until_in(self):
        self.first("joined")

    def wait_for_picture(self):
        self.first("first-frame")

    def seconds_to_picture(self):
        """From hearing of the other to the first picture of them."""
        # The clock of the events is the program's own, so that reading them late costs nothing.
        return (self.first("first-frame")[1]["t_ms"] - self.first("peer")[1]["t_ms"]) / 1000

    def frames(self):
        stats = [found for _, found in self.events if found["event"] == "stats"][-1]
        return {"width": stats["frameWidth"], "height": stats["frameHeight"], "frames": stats["framesDecoded"]}

    def close(self):
        """Leaves; returns the file with the last picture of the other."""
        self.process.terminate()
        self.process.wait(20)
        self.reader.join()
        return self.picture


class JoomWindow:
    """Joom's window on a screen of its own."""

    name = "joom"

    def __init__(self, url, room, size, camera, screen, sound=None, place=()):
        """`sound`: the names of the microphone and the speaker, the session's own without. `place`: as Participant's."""
        self.home = tempfile.TemporaryDirectory(prefix="bench-joom-")
        if sound:
            settings = pathlib.Path(self.home.name) / "joom/joom.ini"
            settings.parent.mkdir()
            settings.write_text("[joom]\nmicrophone={}\nspeaker={}\n".format(*sound))
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            [*place, str(ROOT / ".build/release/joom"), "--new-instance", room, "--server", url], stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, env={**os.environ, "DISPLAY": screen.display, "ADW_DISABLE_PORTAL": "1",
                                            "XDG_CONFIG_HOME": self.home.name, "XDG_DATA_HOME": self.home.name})

    @property
    def processes(self):
        return [self.process.pid]

    def wait_until_in(self):
        time.sleep(3)

    def wait_for_picture(self):
        pass

    def close(self):
        self.process.terminate()
        self.process.wait(20)
        self.home.cleanup()


class Chromium:
    """Chromium on the guest page; without a screen it is headless."""

    name = "chromium"

    def __init__(self, url, room, size, camera, screen=None, sound=None):
        """`sound`: the names of a microphone and a speaker, which come without a camera; without there are film and beep."""
        self.directory = tempfile.TemporaryDirectory(prefix="bench-chromium-")
        self.started = time.monotonic()
        options = webdriver.ChromeOptions()
        options.binary_location = "/usr/bin/chromium"
        for argument in (
            *(() if screen else ("headless=new",)), "no-sandbox", "disable-gpu", "disable-dev-shm-usage", "no-first-run",
            "use-fake-ui-for-media-stream", "disable-background-networking", "disable-component-update", "window-size=1000,700",
            *(("use-fake-device-for-media-stream", f"use-file-for-fake-video-capture={camera.film}") if not sound else ()),
            # Elsewhere than on this host a page without TLS gets no camera.
            f"unsafely-treat-insecure-origin-as-secure={url}",
            "autoplay-policy=no-user-gesture-required", f"user-data-dir={self.directory.name}/profile",
        ):
            options.add_argument("--" + argument)
        environment = {**os.environ, "DISPLAY": screen.display if screen else ""}
        if sound:
            environment |= dict(zip(("PULSE_SOURCE", "PULSE_SINK"), sound))
        self.service = Service("/usr/bin/chromedriver", env=environment)
        self.driver = webdriver.Chrome(options=options, service=self.service)
        width, height = size
        # The page asks for 640x480 by itself; the camera's own size is wanted.
        self.driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": NOTE_TIMES + f"""
            const ask = MediaDevices.prototype.getUserMedia;
            MediaDevices.prototype.getUserMedia = function (wishes) {{
              if (wishes.video) wishes = {{...wishes, video: {{...wishes.video, width: {width}, height: {height}, frameRate: 30}}}};
              return ask.call(this, wishes);
            }};"""})
        self.driver.execute_cdp_cmd("Browser.grantPermissions", {"permissions": ["videoCapture", "audioCapture"]})
        self.driver.get(f"{url}/r/{room}")
        limit = time.monotonic() + 15
        ready = "return document.getElementById('preview').videoWidth" if not sound else "return document.readyState == 'complete'"
        while not self.driver.execute_script(ready) and time.monotonic() < limit:
            time.sleep(0.1)
        self.driver.execute_script("document.getElementById('enter').click()")

    @property
    def processes(self):
        browser = int(self.driver.capabilities.get("goog:processID") or 0)
        if browser:
            return [browser]
        # chromedriver, which the browser is a child of, does nothing while the call lasts.
        return [self.service.process.pid]

    def wait_until_in(self):
        limit = time.monotonic() + 15
        while self.driver.execute_script("return document.getElementById('call').hidden"):
            if time.monotonic() > limit:
                raise AssertionError("Chromium does not enter the room")
            time.sleep(0.1)
        time.sleep(1)

    def _times(self):
        return self.driver.execute_script("return benchTimes")

    def wait_for_picture(self):
        limit = time.monotonic() + 30
        while "picture" not in self._times():
            if time.monotonic() > limit:
                raise AssertionError(f"Chromium sees nobody: {self.driver.get_log('browser')}")
            time.sleep(0.1)

    def seconds_to_picture(self):
        times = self._times()
        return (times["picture"] - times["peer"]) / 1000

    def frames(self):
        return self.driver.execute_script(FIGURES)

    def close(self):
        """Leaves; returns the last picture of the other, as a data: URL."""
        try:
            picture = self.driver.execute_script(TAKE_PICTURE)
        except Exception:  # the picture may be gone already; then there is none to compare
            picture = None
        self.driver.quit()
        self.directory.cleanup()
        return picture


class ChromiumThere:
    """A Chromium with a window on another host, steered from there."""

    name = Chromium.name

    def __init__(self, url, room, size, camera, screen, sound=(), place=()):
        self.process = subprocess.Popen([*place, sys.executable, __file__, url, room, *map(str, size), camera.film, screen.display, *sound],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def wait_until_in(self):
        if self.process.stdout.readline() != "in\n":
            raise AssertionError("Chromium does not enter the room")

    def wait_for_picture(self):
        if self.process.stdout.readline() != "picture\n":
            raise AssertionError("Chromium sees nobody")

    def close(self):
        self.process.communicate("", timeout=30)


def main():
    """One Chromium, for ChromiumThere; stays until its standard input ends."""
    url, room, width, height, film, display, *sound = sys.argv[1:]
    Camera, Display = collections.namedtuple("Camera", "film"), collections.namedtuple("Display", "display")
    chromium = Chromium(url, room, (int(width), int(height)), Camera(film), Display(display), sound)
    try:
        chromium.wait_until_in()
        print("in", flush=True)
        chromium.wait_for_picture()
        print("picture", flush=True)
        sys.stdin.read()
    finally:
        chromium.close()


if __name__ == "__main__":
    main()
