// SPDX-License-Identifier: GPL-3.0-or-later
import { text } from "./texts.js";
import { canProve } from "./trust.js";

/** The letters that stand for somebody without a picture: "Ada Lovelace" gives "AL". */
export function initials(name) {
  const words = name.trim().split(/\s+/);
  return [words[0], ...words.slice(1).slice(-1)].map((word) => [...word][0] ?? "").join("").toUpperCase();
}

/** What to call somebody. */
export const nameOf = (peer) => peer.name || text("guest");

/** Gives a tile the shape of its picture, so that nothing is cut off. */
export function followShape(video) {
  video.addEventListener("resize", () => {
    if (video.videoWidth) video.closest(".tile").style.setProperty("--ratio", video.videoWidth / video.videoHeight);
  });
}

/** One other person on the screen. */
class PeerTile {
  constructor() {
    const template = document.getElementById("peerTile").content.cloneNode(true);
    this.element = template.querySelector(".cell");
    this.find = (selector) => this.element.querySelector(selector);
    this.video = this.find("video");
    this.find(".muted-mark").setAttribute("aria-label", text("muted"));
    followShape(this.video);
    this.find(".remove").addEventListener("click", () => this.door?.decide("remove", this.peer.id));
  }

  update(peer, door) {
    this.peer = peer;
    this.door = door;
    const remove = this.find(".remove");
    remove.hidden = !door?.isOurs || !peer.id;
    remove.title = text("removeName", { name: nameOf(peer) });
    remove.setAttribute("aria-label", remove.title);
    const name = nameOf(peer);
    const isCameraOff = peer.mediaState?.camera === false && !peer.mediaState.screen;
    this.find(".who").textContent = name;
    this.find(".avatar").textContent = initials(name);
    this.video.setAttribute("aria-label", name);
    this.find(".tile").classList.toggle("is-off", isCameraOff || peer.status === "connecting" || peer.status === "noPath");
    this.find(".note").textContent = isCameraOff ? text("peerCameraOff") : "";
    this.find(".tile").classList.toggle("is-muted", peer.mediaState?.microphone === false);
    const status = this.find(".status");
    status.hidden = peer.status === "connected";
    status.textContent = status.hidden ? "" : text(peer.status, { name });
    this.#showTrust(peer, name);
    this.#show(peer.stream);
  }

  /** This page is the server's, so that is what the tile says, whatever else is known. */
  #showTrust({ trust }, name) {
    const box = this.find(".trust");
    box.hidden = !trust;
    if (!trust) return;
    const values = { name, server: location.host };
    box.querySelector("summary").textContent = text("relyOnServer", values);
    box.querySelector(".meaning").textContent = text("relyMeaning", values);
    box.querySelector(".proof").textContent = text(trust.isProved ? "linkProved" : trust.words ? "compareWords" : canProve() ? "noWords" : "wordsNeedSecurity", values);
    const words = box.querySelector(".words");
    words.hidden = !trust.words || trust.isProved;
    if (!words.hidden && words.textContent !== trust.words.join("")) {
      words.replaceChildren(...trust.words.map((word) => Object.assign(document.createElement("li"), { textContent: word })));
    }
  }

  #show(stream) {
    if (this.video.srcObject === stream) return;
    this.video.srcObject = stream;
    this.video.play?.().catch((error) => {
      if (error.name === "NotAllowedError") this.#waitForClick();
    });
  }

  /** Without a button press on this page (a re-loaded tab) browsers play pictures only. */
  #waitForClick() {
    this.video.muted = true;
    this.video.play().catch(() => {});
    this.element.dispatchEvent(new CustomEvent("held", { bubbles: true }));
    const kinds = ["pointerup", "touchend", "click", "keydown"]; // a touch counts when it ends
    const stop = () => kinds.forEach((kind) => removeEventListener(kind, release));
    const release = () => {
      if (!this.element.isConnected) return stop();
      this.video.muted = false;
      // Where that was no press that counts, the picture would stand still.
      return this.video.play().then(stop, () => {
        this.video.muted = true;
        this.video.play().catch(() => {});
      });
    };
    for (const kind of kinds) addEventListener(kind, release);
  }
}

/** Keeps one tile for each peer in `list`, before the element `end`. */
export class Tiles {
  #tiles = new Map();

  constructor(list, end) {
    Object.assign(this, { list, end });
  }

  update(peers, door) {
    for (const [peer, tile] of this.#tiles) {
      if (peers.includes(peer)) continue;
      tile.video.srcObject = null;
      tile.element.remove();
      this.#tiles.delete(peer);
    }
    for (const peer of peers) {
      if (!this.#tiles.has(peer)) {
        const tile = new PeerTile();
        this.#tiles.set(peer, tile);
        this.list.insertBefore(tile.element, this.end);
      }
      this.#tiles.get(peer).update(peer, door);
    }
    this.list.dataset.people = Math.min(peers.length, 8);
  }
}
