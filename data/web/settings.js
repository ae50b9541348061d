// SPDX-License-Identifier: GPL-3.0-or-later
// What the page remembers. Storage may be forbidden or full: then it remembers nothing and works on.

function read(storage, key) {
  try {
    return JSON.parse(globalThis[storage].getItem("joom." + key));
  } catch {
    return null;
  }
}

function write(storage, key, value) {
  try {
    if (value === null) globalThis[storage].removeItem("joom." + key);
    else globalThis[storage].setItem("joom." + key, JSON.stringify(value));
  } catch {
    // Private windows and strict cookie settings: nothing to be done, nothing to be said.
  }
}

/** Choices that outlive the tab: `name`, `camera`, `microphone` (device ids), `cameraOff`, `muted`. */
export const choices = {
  get: (key) => read("localStorage", key),
  set: (key, value) => write("localStorage", key, value),
};

/** The call this tab is in, `{room, peerID, resume, at}`, `at` being when that was said, so that a re-loaded tab comes back into it; else null. */
export const ongoingCall = {
  get: () => read("sessionStorage", "call"),
  set: (value) => write("sessionStorage", "call", value && { ...value, at: Date.now() }),
};

/** Where the room of this page went on, `{room, link, isProved}` (see moving.js), for as long as the tab is open; else null. */
export const movedRoom = {
  get: () => read("sessionStorage", "moved"),
  set: (value) => write("sessionStorage", "moved", value),
};

/** `bytes` random bytes in hex digits. */
export function randomID(bytes) {
  return Array.from(crypto.getRandomValues(new Uint8Array(bytes)), (b) => b.toString(16).padStart(2, "0")).join("");
}
