// SPDX-License-Identifier: GPL-3.0-or-later
const KNOCK_AGAIN = 20_000; // ms; who was one too many at the door hears nothing of its opening
const MAXIMUM_KNOCKERS = 32; // so that a hostile server cannot fill the page

/**
 * The room's door (Protocol.md section 3): who has the say over it, and who waits outside. `call` has changed(), join(),
 * room and you; `does.end` and `does.notice` are what it does at its end and with a sentence.
 */
export class Door {
  owner = null;
  isLocked = false;
  /** Those who wait, `{id, name}`, in the order they came; the owner alone is told of them. */
  knockers = [];
  /** True while we wait for the owner's word. */
  isWaiting = false;
  #owesLock = false;
  #timer;

  constructor(call, socket, does) {
    Object.assign(this, { call, socket, does });
    socket.on("knock", (who) => this.#onKnock(who ?? {}));
    socket.on("owner", (body) => this.#onOwner(body?.owner));
    socket.on("lock", (body) => this.#onLock(body?.value));
    socket.on("admit", () => this.isWaiting && call.join());
    socket.on("deny", () => this.isWaiting && does.end({ text: "notLetIn" }));
    socket.on("closing", () => does.notice("serverCloses"));
    socket.on("refused", (body) => {
      if (["lock", "admit", "deny", "remove"].includes(body?.event)) does.notice("notDone");
    });
  }

  get isOurs() {
    return Boolean(this.owner) && this.owner === this.call.you;
  }

  /** We have a seat. A server that was started anew has forgotten that the room was locked. */
  onSeat({ owner, locked }) {
    this.stop();
    const isForgotten = this.isLocked && locked !== true;
    Object.assign(this, { owner: typeof owner === "string" ? owner : null, isLocked: locked === true, knockers: [] });
    this.#owesLock = isForgotten && this.isOurs;
    if (isForgotten && !this.isOurs) this.does.notice("unlocked");
  }

  /** Locks the room as it was, but nobody out who is on the way back. */
  lockAgain(isSomebodyAway) {
    if (!this.#owesLock || isSomebodyAway || !this.call.isConnected) return;
    this.#owesLock = false;
    if (this.isOurs) this.does.notice("locked");
    this.lock(true);
  }

  /** Takes a refusal of our seat; true when it only means to wait. */
  onRefusal({ code }) {
    if (code === "denied" && this.isWaiting) {
      this.does.end({ text: "notLetIn" });
      return true;
    }
    if (code !== "locked" && !(this.isWaiting && ["rate", "unavailable"].includes(code))) return false;
    this.stop();
    this.isWaiting = true;
    this.#timer = setTimeout(() => this.call.isConnected && this.call.join(), KNOCK_AGAIN);
    this.call.changed();
    return true;
  }

  /** Somebody is gone; true when they only waited. */
  onBye(id) {
    const before = this.knockers.length;
    this.knockers = this.knockers.filter((knocker) => knocker.id !== id);
    if (this.knockers.length === before) return false;
    this.call.changed();
    return true;
  }

  /** Lets somebody in (`admit`), or not (`deny`), or puts a member out (`remove`). */
  decide(event, id) {
    if (!this.isOurs || !this.call.isConnected) return;
    this.socket.emit(event, this.call.room, { to: id });
    this.onBye(id);
  }

  /** Locks the room, or unlocks it and lets in who waits. */
  lock(value) {
    if (!this.isOurs || !this.call.isConnected) return;
    this.#owesLock = false;
    this.socket.emit("lock", this.call.room, { value });
    if (!value) this.knockers = [];
    this.isLocked = value; // the server tells only the others, and the button shows it
    this.call.changed();
  }

  stop() {
    clearTimeout(this.#timer);
    this.isWaiting = false;
  }

  #onKnock({ from, name }) {
    if (!this.isOurs || typeof from !== "string" || this.knockers.length >= MAXIMUM_KNOCKERS) return;
    if (this.knockers.some((knocker) => knocker.id === from)) return;
    this.knockers = [...this.knockers, { id: from, name: typeof name === "string" ? name : "" }];
    this.call.changed();
  }

  #onOwner(owner) {
    if (typeof owner !== "string" || owner === this.owner) return;
    Object.assign(this, { owner, knockers: [] });
    if (this.isOurs) this.does.notice("becameOwner");
    this.call.changed();
  }

  #onLock(value) {
    if (typeof value !== "boolean" || value === this.isLocked) return;
    this.isLocked = value;
    this.does.notice(value ? "locked" : "unlocked");
    this.call.changed();
  }
}
