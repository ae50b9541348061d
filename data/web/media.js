// SPDX-License-Identifier: GPL-3.0-or-later
import { blackTrack, silentTrack } from "./placeholders.js";
import { Screen } from "./screen.js";
import { choices } from "./settings.js";

const KINDS = { camera: "video", microphone: "audio" };
const QUALITY = {
  camera: { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 } },
  microphone: { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
};

/** The word for a refusal of getUserMedia, see `camera.…` and `microphone.…` in texts.js. */
function cause(error) {
  switch (error?.name) {
    case "NotFoundError": case "OverconstrainedError": return "missing";
    case "NotAllowedError": case "SecurityError": return "denied";
    case "NotReadableError": case "AbortError": return "busy";
    default: return "failed";
  }
}

/**
 * Our camera and microphone, on or off. Events: `change` (anything below changed), `track` (`detail.kind`: what is
 * sent for that kind was replaced).
 */
export class LocalMedia extends EventTarget {
  /** What the person asked for. */
  wanted = { camera: !choices.get("cameraOff"), microphone: !choices.get("muted") };
  /** All devices the browser tells of, by what they are. */
  devices = { camera: [], microphone: [] };
  /** What is wrong, as keys of sentences in texts.js, by what it concerns; gone once it is mended. */
  troubles = new Map();
  /** Groups the sent tracks into one stream; only its id matters, and that it stays the same. */
  outgoing = new MediaStream();
  /** Ours, which takes the camera's place while it is shown. */
  screen = new Screen(() => this.#onScreen());
  #tracks = { camera: null, microphone: null };
  #placeholders = {};
  #isOpen = false;
  #work = Promise.resolve();

  constructor() {
    super();
    navigator.mediaDevices?.addEventListener("devicechange", () => this.#list());
  }

  get isAllowed() {
    return Boolean(navigator.mediaDevices?.getUserMedia);
  }

  /** True when the others get more than the placeholder. */
  isOn(what) {
    return this.wanted[what] && this.#tracks[what]?.readyState === "live";
  }

  /** What a button says: before anything is opened, what will be. */
  showsOn(what) {
    return this.#isOpen ? this.isOn(what) : this.wanted[what];
  }

  /** What the others see of us, for the self view; null when that is nothing. */
  get shownTrack() {
    return this.screen.track ?? this.deviceTrack("camera");
  }

  /** The track of the device itself; null when off. */
  deviceTrack(what) {
    return this.isOn(what) ? this.#tracks[what] : null;
  }

  /** What is to be sent for "audio" or "video". */
  track(kind) {
    if (kind === "video" && this.screen.track) return this.screen.track;
    const what = kind === "video" ? "camera" : "microphone";
    // A muted microphone stays open: its track is disabled, which is instant and sends silence.
    if (this.#tracks[what]) return this.#tracks[what];
    this.#placeholders[kind] ??= kind === "video" ? blackTrack() : silentTrack();
    return this.#placeholders[kind];
  }

  /** The id of the device in use, or "". */
  deviceInUse(what) {
    return this.#tracks[what]?.getSettings().deviceId ?? "";
  }

  /** Opens what is wanted, asking for both at once where possible; never fails, says what is missing. */
  open() {
    this.#isOpen = true;
    return this.#serially(async () => {
      if (!this.isAllowed) return this.#refuse();
      const missing = Object.keys(KINDS).filter((what) => this.wanted[what] && !this.#tracks[what]);
      const stream = missing.length === 2 && await this.#request(missing).catch(() => null);
      for (const what of missing) {
        const track = stream && stream.getTracks().find((track) => track.kind === KINDS[what]);
        if (track) this.#use(what, track);
        else await this.#openOne(what);
      }
      await this.#list();
    });
  }

  /** Turns the camera or microphone on or off. Off releases the camera, so that its light goes out. */
  set(what, on) {
    this.wanted[what] = on;
    // At once: the queue may wait for the person's answer to a question of the browser.
    if (this.#tracks[what]) this.#tracks[what].enabled = on;
    choices.set(what === "camera" ? "cameraOff" : "muted", !on);
    this.#changed();
    return this.#serially(async () => {
      if (!this.#isOpen) return;
      if (this.wanted[what] && !this.#tracks[what]) await this.#openOne(what);
      else if (!this.wanted[what] && what === "camera") this.#use(what, null);
      else if (this.#tracks[what]) this.#tracks[what].enabled = this.wanted[what];
      this.#changed();
    });
  }

  /** Takes another device; on and off stay as they are. `id` "" is the system's default. */
  choose(what, id) {
    choices.set(what, id || null);
    return this.#serially(async () => {
      if (!this.#isOpen || (!this.#tracks[what] && !this.wanted[what])) return this.#changed();
      await this.#openOne(what);
    });
  }

  /** Releases all devices; what was switched off stays so, what failed is tried again next time. */
  close() {
    this.#isOpen = false;
    this.screen.stop();
    this.troubles.clear();
    this.wanted = { camera: !choices.get("cameraOff"), microphone: !choices.get("muted") };
    return this.#serially(async () => {
      for (const what of Object.keys(KINDS)) this.#use(what, null);
    });
  }

  /** One after the other: getUserMedia takes long, people press quickly. */
  #serially(job) {
    this.#work = this.#work.then(job, job);
    return this.#work;
  }

  #request(which) {
    const constraints = {};
    for (const what of which) {
      const id = choices.get(what);
      constraints[KINDS[what]] = { ...QUALITY[what], ...(id && { deviceId: { exact: id } }) };
    }
    return navigator.mediaDevices.getUserMedia(constraints);
  }

  async #openOne(what) {
    if (!this.isAllowed) return this.#refuse();
    try {
      const stream = await this.#request([what]).catch((error) => this.#openInstead(what, error));
      this.#use(what, stream.getTracks()[0]);
      await this.#list();
    } catch (error) {
      // A device that could not be opened does not take a working one away.
      if (!this.#tracks[what]) this.wanted[what] = false;
      this.troubles.set(what, `${what}.${cause(error)}`);
      this.#changed();
    }
  }

  /** After an error: another device where the chosen one is gone, and the one in use closed first where only one opens at a time. */
  #openInstead(what, error) {
    const open = (more) => navigator.mediaDevices.getUserMedia({ [KINDS[what]]: { ...QUALITY[what], ...more } });
    if (error.name === "OverconstrainedError" && choices.get(what)) return open();
    if (!["NotReadableError", "AbortError"].includes(error.name) || !this.#tracks[what]) throw error;
    const before = this.deviceInUse(what);
    this.#use(what, null); // phones
    return this.#request([what]).catch(() => open({ deviceId: before }));
  }

  #use(what, track) {
    const old = this.#tracks[what];
    this.#tracks[what] = track;
    if (track) {
      this.troubles.delete(what);
      track.enabled = this.wanted[what];
      track.onended = () => this.#onLost(what, track);
    }
    this.dispatchEvent(new CustomEvent("track", { detail: { kind: KINDS[what] } }));
    if (old) old.onended = null;
    old?.stop();
    this.#changed();
  }

  #onScreen() {
    if (this.screen.trouble) this.troubles.set("screen", this.screen.trouble);
    else this.troubles.delete("screen");
    this.dispatchEvent(new CustomEvent("track", { detail: { kind: "video" } }));
    this.#changed();
  }

  #onLost(what, track) {
    if (this.#tracks[what] !== track) return;
    this.troubles.set(what, `${what}.lost`);
    this.#use(what, null);
    if (this.wanted[what]) this.#serially(() => this.#openOne(what));
  }

  async #list() {
    const all = await navigator.mediaDevices?.enumerateDevices().catch(() => []) ?? [];
    for (const [what, kind] of Object.entries(KINDS)) {
      this.devices[what] = all.filter((d) => d.kind === kind + "input" && d.deviceId && d.deviceId !== "default");
    }
    this.#changed();
  }

  /** Plain HTTP: nothing to open, and no use in pressing the buttons. */
  #refuse() {
    this.wanted = { camera: false, microphone: false };
    this.troubles.set("camera", "insecure");
    this.#changed();
  }

  #changed() {
    this.dispatchEvent(new Event("change"));
  }
}

/** What this browser shows besides VP8, in its own words; nobody is offered anything else. */
export function videoCodecs() {
  const known = globalThis.RTCRtpReceiver?.getCapabilities?.("video")?.codecs ?? [];
  return ["video/VP9", "video/H264"].filter((type) => known.some(({ mimeType }) => mimeType === type));
}
