// SPDX-License-Identifier: GPL-3.0-or-later
import { randomID } from "./settings.js";

const NAME = "chat"; // what its messages are marked with (Protocol.md section 6)
const TEXT_LIMIT = 4_096; // bytes of UTF-8
const ENTRY_LIMIT = 500;
const MEMORY = 256; // ids of a peer's texts that are remembered

/** Text without control characters, and without those that turn the direction of all that follows; lines stay. */
const readable = (text) => text.replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, "").trim();
const bytes = (text) => new TextEncoder().encode(text).length;

/** As much of a text as has no more than `limit` bytes; never half a character. */
export function cut(text, limit) {
  let letters = [...text];
  while (bytes(letters.join("")) > limit) letters = letters.slice(0, -Math.max(1, Math.floor((bytes(letters.join("")) - limit) / 4)));
  return letters.join("");
}

/**
 * What is written in a call; forgotten with it. Each text goes to those who are there, again and again until they answer:
 * a connection may be replaced under way. Tells of changes by `change`; `detail.entry` is what somebody else wrote.
 */
export class Chat extends EventTarget {
  /** Oldest first: `{author, text, isWaiting, isUnread}`; no author is ourselves. */
  entries = [];
  #peers = new Map(); // peer: {waiting: [{id, text, entry}], seen: [id]}

  /** Writes to everybody who is there. */
  submit(line, peers) {
    const text = cut(readable(line), TEXT_LIMIT);
    if (!text) return;
    const waiting = { id: randomID(8), text, entry: { text, isWaiting: peers.length > 0, isUnread: peers.length === 0 } };
    this.#add(waiting.entry);
    for (const peer of peers) {
      this.#of(peer).waiting.push(waiting);
      this.#say(peer, waiting);
    }
  }

  /** Somebody can be reached, perhaps anew. */
  reached(peer) {
    for (const waiting of this.#of(peer).waiting) this.#say(peer, waiting);
  }

  /** Somebody is gone. */
  went(peer) {
    const left = this.#of(peer).waiting;
    this.#peers.delete(peer);
    for (const { entry } of left) this.#settle(entry);
  }

  /** Takes what a peer sent; whatever it is. */
  take(peer, plugin, body) {
    if (plugin !== NAME || typeof body?.id !== "string" || !body.id || body.id.length > 32) return;
    const known = this.#of(peer);
    if (body.type === "got") {
      const arrived = known.waiting.find(({ id }) => id === body.id);
      known.waiting = known.waiting.filter((one) => one !== arrived);
      if (arrived) this.#settle(arrived.entry, true);
    } else if (body.type === "text" && typeof body.text === "string") {
      const text = readable(body.text);
      if (!text || bytes(body.text) > TEXT_LIMIT) return;
      peer.sendPlugin(NAME, { type: "got", id: body.id });
      if (known.seen.includes(body.id)) return;
      known.seen = [...known.seen, body.id].slice(-MEMORY);
      this.#add({ author: peer, text });
    }
  }

  #of(peer) {
    if (!this.#peers.has(peer)) this.#peers.set(peer, { waiting: [], seen: [] });
    return this.#peers.get(peer);
  }

  #say(peer, { id, text }) {
    peer.sendPlugin(NAME, { type: "text", id, text });
  }

  #add(entry) {
    this.entries = [...this.entries, entry].slice(-ENTRY_LIMIT);
    this.dispatchEvent(new CustomEvent("change", { detail: { entry: entry.author && entry } }));
  }

  /** Looks whether anybody still has to get an entry. */
  #settle(entry, isRead = false) {
    entry.isRead ||= isRead;
    entry.isWaiting = [...this.#peers.values()].some(({ waiting }) => waiting.some((one) => one.entry === entry));
    entry.isUnread = !entry.isWaiting && !entry.isRead;
    this.dispatchEvent(new CustomEvent("change", { detail: {} }));
  }
}
