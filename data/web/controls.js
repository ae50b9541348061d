// SPDX-License-Identifier: GPL-3.0-or-later
import { choices } from "./settings.js";
import { text } from "./texts.js";

const $ = (id) => document.getElementById(id);
const toggles = document.querySelectorAll("[data-toggle]");
const LABELS = { microphone: { on: "mute", off: "unmute" }, camera: { on: "cameraOff", off: "cameraOn" } };
const KEYS = { m: "microphone", v: "camera" };
const CONTROL_KEYS = { d: "microphone", e: "camera" };

/** Toggles, device lists and keys for `media`. `isActive` tells whether keys count now. */
export function connectControls(media, isActive) {
  const toggle = (what) => media.set(what, !media.showsOn(what));
  for (const button of toggles) button.addEventListener("click", () => toggle(button.dataset.toggle));
  $("screen").hidden = !media.screen.isAllowed;
  $("screen").addEventListener("click", () => (media.screen.track ? media.screen.stop() : media.screen.start()));
  $("cameras").addEventListener("change", () => media.choose("camera", $("cameras").value));
  $("microphones").addEventListener("change", () => media.choose("microphone", $("microphones").value));
  addEventListener("keydown", (event) => {
    const what = event.ctrlKey ? CONTROL_KEYS[event.key] : KEYS[event.key];
    const isTyping = event.target.closest?.("input, select, textarea");
    if (!what || !isActive() || event.altKey || event.metaKey || event.repeat || (isTyping && !event.ctrlKey)) return;
    // There they move the cursor and delete.
    if (isTyping && /^Mac|^iP/.test(navigator.platform)) return;
    event.preventDefault();
    toggle(what);
  });
  media.addEventListener("change", () => showControls(media));
  showControls(media);
}

function showControls(media) {
  for (const button of toggles) showToggle(button, button.dataset.toggle, media.showsOn(button.dataset.toggle));
  showScreen($("screen"), Boolean(media.screen.track));
  showDevices($("cameras"), "camera", media);
  showDevices($("microphones"), "microphone", media);
}

function showToggle(button, what, isOn) {
  const label = text(LABELS[what][isOn ? "on" : "off"]);
  button.querySelector("span").textContent = label;
  button.title = label;
  button.setAttribute("aria-pressed", String(!isOn));
}

function showScreen(button, isShown) {
  const label = text(isShown ? "screenStop" : "screenShare");
  button.querySelector("span").textContent = label;
  button.title = label;
  button.setAttribute("aria-pressed", String(isShown));
}

/** The first entry is the system's default; the one really in use is selected. */
function showDevices(select, what, media) {
  const devices = media.devices[what];
  const chosen = media.deviceTrack(what) && choices.get(what) ? media.deviceInUse(what) : choices.get(what) ?? "";
  const inUse = devices.find((device) => device.deviceId === media.deviceInUse(what))?.label;
  const standard = text("systemDefault") + (inUse ? ` (${inUse})` : "");
  const entries = devices.length
    ? [["", standard], ...devices.map((device, i) => [device.deviceId, device.label || `${text(what)} ${i + 1}`])]
    : [["", text("noDevice")]];
  select.disabled = !devices.length;
  const key = JSON.stringify(entries);
  if (select.dataset.entries !== key) {
    select.replaceChildren(...entries.map(([value, label]) => new Option(label, value)));
    select.dataset.entries = key; // rebuilt only when different, as that closes an open list
  }
  select.value = chosen;
  if (select.selectedIndex < 0) select.value = "";
}
