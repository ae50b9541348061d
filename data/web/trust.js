// SPDX-License-Identifier: GPL-3.0-or-later
// Who somebody is, beyond what the server says (Sources/RoomProtocol/Protocol.md section 7). This page itself comes from
// the server, so all of this finds out others between, never the server itself.
import { WORDS } from "./words.js";

const LENGTH = 32; // bytes of a number and of a promise
const utf8 = (text) => new TextEncoder().encode(text);
const byBytes = (a, b) => (a < b ? -1 : Number(a > b));

/** False on a page over plain HTTP: browsers then have no cryptography for it. */
export const canProve = () => Boolean(globalThis.crypto?.subtle);

/** The key in the page's address, or undefined. */
export const keyInAddress = () => new URLSearchParams(location.hash.slice(1)).get("k") ?? undefined;

/** What descriptions are sealed with in `room`; undefined without a link's key. */
export async function sealKey(room, key) {
  if (!key || !canProve()) return undefined;
  const material = await crypto.subtle.importKey("raw", utf8(key), "HKDF", false, ["deriveBits"]);
  const how = { name: "HKDF", hash: "SHA-256", salt: utf8("joom/1"), info: utf8(`sdp|${room}`) };
  const bytes = await crypto.subtle.deriveBits(how, material, 256);
  return crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["sign", "verify"]);
}

/** Texts and bytes in a row, each after its length in 4 bytes. */
function row(parts) {
  const bytes = [];
  for (const part of parts.map((part) => (typeof part === "string" ? utf8(part) : part))) {
    for (const shift of [24, 16, 8, 0]) bytes.push((part.length >>> shift) & 255);
    bytes.push(...part);
  }
  return new Uint8Array(bytes);
}

/** The certificates that descriptions name: each once, in upper case and in order. */
export function fingerprints(...texts) {
  const lines = texts.join("\n").split(/[\r\n]/).map((line) => /^[ \t]*a=fingerprint:(.*)$/i.exec(line)?.[1]);
  const names = lines.filter((name) => name !== undefined).map((name) => name.replace(/[a-z]/g, (letter) => letter.toUpperCase()));
  return [...new Set(names)].sort(byBytes);
}

const sealed = ({ type, sdp }, { room, from, to, session }) => row([type, room, from, to, session, ...fingerprints(sdp)]);

function base64url(bytes) {
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function fromBase64(text) {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    return new Uint8Array();
  }
}

/** The proof of a description at `place` = {room, from, to, session}. */
export async function prove(key, description, place) {
  return base64url(new Uint8Array(await crypto.subtle.sign("HMAC", key, sealed(description, place))));
}

/** True when a peer's description has the proof that it needs. */
export async function isProved(key, mac, description, place) {
  if (typeof mac !== "string" || typeof description?.sdp !== "string" || !fingerprints(description.sdp).length) return false;
  if (Object.values(place).some((name) => typeof name !== "string")) return false;
  const code = fromBase64(mac.replaceAll("-", "+").replaceAll("_", "/"));
  return crypto.subtle.verify("HMAC", key, code, sealed(description, place));
}

/**
 * Four words that are the same at both ends unless somebody is between: the offerer promises its number before it hears
 * the other's. Once for a connection. `send` takes a message for the channel; `language` is "en" or "ko".
 */
export class WordExchange {
  /** The four words, once both numbers are known. */
  words = null;
  /** True when the number that came is not the one that was promised. */
  isBroken = false;
  #state = "waiting";
  #nonce;
  #commit;
  #early;
  #work = Promise.resolve();

  constructor({ isOfferer, language, send }) {
    Object.assign(this, { isOfferer, language, send });
  }

  /** The channel is open; `names` are the certificates of both descriptions. */
  open(names) {
    return this.#next(async () => {
      if (this.#nonce || !canProve() || !names.length) return;
      this.names = names;
      this.#nonce = crypto.getRandomValues(new Uint8Array(LENGTH));
      if (this.isOfferer) {
        this.#state = "promised";
        this.#say("commit", await hash(this.#nonce));
      } else if (this.#early) await this.#take(this.#early);
    });
  }

  /** Takes what the peer says; what comes twice, out of order or from the wrong side changes nothing. */
  take(message) {
    return this.#next(() => this.#take(message));
  }

  #next(work) {
    this.#work = this.#work.then(work).catch((error) => console.warn("words:", error.message));
    return this.#work;
  }

  async #take({ step, value, language }) {
    const bytes = fromBase64(String(value));
    if (bytes.length !== LENGTH) return;
    if (!this.isOfferer && this.#state === "waiting" && step === "commit") {
      if (!this.#nonce) {
        this.#early ??= { step, value, language };
        return;
      }
      this.#commit = bytes;
      this.#state = "answered";
      this.#say("nonce", this.#nonce);
    } else if (this.isOfferer && this.#state === "promised" && step === "nonce") {
      this.#state = "agreed";
      this.#say("reveal", this.#nonce);
      await this.#agree(this.#nonce, bytes, language);
    } else if (!this.isOfferer && this.#state === "answered" && step === "reveal") {
      this.#state = "agreed";
      const promised = await hash(bytes);
      this.isBroken = promised.some((byte, index) => byte !== this.#commit[index]);
      if (!this.isBroken) await this.#agree(bytes, this.#nonce, language);
    }
  }

  async #agree(offerers, answerers, theirLanguage) {
    const digest = await hash(row(["joom-words", ...this.names, offerers, answerers]));
    const head = digest.slice(0, 6).reduce((number, byte) => number * 256n + BigInt(byte), 0n) >> 4n;
    const list = WORDS[theirLanguage === "ko" && this.language === "ko" ? "ko" : "en"];
    this.words = [33n, 22n, 11n, 0n].map((shift) => list[Number((head >> shift) & 2047n)]);
  }

  #say(step, bytes) {
    this.send({ type: "words", step, value: btoa(String.fromCharCode(...bytes)), language: this.language });
  }
}

const hash = async (bytes) => new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
