// SPDX-License-Identifier: GPL-3.0-or-later
import { Door } from "./door.js";
import { Chat } from "./chat.js";
import { videoCodecs } from "./media.js";
import { connect, placeOf, retire, takeSeat } from "./moving.js";
import { Peer } from "./peer.js";
import { admission } from "./roomlink.js";
import { isProved, prove, sealKey } from "./trust.js";

const SEED_PEER = ""; // key of the one unnamed peer of a server that gives no ids

/**
 * The room: who is in it, and the wire to the server. Events: `change`, `joined` (`detail.resume`), `notice`
 * (`detail.text`, `detail.values`), `ended` (`detail.text` or `detail.refusal`), `moved` (`detail.peer` and `link`) and
 * `stayed` (`detail.peer`, `place` and `refusal`), when the room goes on elsewhere, with us or without.
 */
export class Call extends EventTarget {
  /** The others by their id, in the order they came. */
  peers = new Map();
  /** What is written in this call. */
  chat = new Chat();
  /** Peers that say that they keep what they get and send. */
  recorders = new Set();
  /** True between a join that was sent and the loss of the server. */
  isConnected = false;
  /** True from the first join on. */
  wasConnected = false;
  iceServers = [];
  /** What descriptions are sealed with; undefined in a room without a key. */
  seal;
  /** True where the key came with the link: then those alone have it who were given that. A key that came later says nothing. */
  isProved = false;
  /** Where the room is, if not at this page's server: see moving.js. */
  place = null;
  #seat = null; // ends the attempt to get one elsewhere
  #former = []; // ends what is left of connections to servers before
  #going = Promise.resolve(); // what is sealed or examined keeps its order
  #coming = Promise.resolve();
  #socket;
  #sentState = "";

  constructor({ media, room, name, peerID, resume, admission, seal, isProved, place, canFollow }) {
    super();
    Object.assign(this, { media, room, name, peerID, resume, admission, seal, isProved, place, canFollow });
    this.onTrack = ({ detail }) => this.peers.forEach((peer) => peer.replaceTrack(detail.kind));
    this.onMediaChange = () => this.#announceState();
  }

  /** What we send now, in the wire's words. */
  get mediaState() {
    const screen = Boolean(this.media.screen.track);
    return { microphone: this.media.isOn("microphone"), camera: this.media.isOn("camera") && !screen, screen };
  }

  start() {
    this.#listen(connect(this.place));
    this.media.addEventListener("track", this.onTrack);
    this.media.addEventListener("change", this.onMediaChange);
  }

  #listen(socket) {
    this.#socket = socket;
    socket.on("connect", () => this.#onConnect());
    socket.on("disconnect", (reason) => this.#onDisconnect(reason));
    socket.on("connect_error", () => this.wasConnected || this.#notice("noServer", { server: this.host }));
    socket.on("welcome", (who) => this.#inTurn(() => this.#onWelcome(who ?? {})));
    for (const kind of ["offer", "answer", "ice"]) {
      socket.on(kind, (value, routing) => this.#receive(kind, value, routing ?? {}));
    }
    socket.on("negotiate", (routing) => routing && this.#inTurn(() => this.#peer(routing).onNegotiate(routing.session, routing.reason)));
    socket.on("state", (state) => state?.from && this.#peer(state)?.setMediaState(state));
    this.door = new Door(this, socket, { end: (detail) => this.#end(detail), notice: (key) => this.#notice(key) });
    socket.on("bye", (bye) => this.#inTurn(() => this.#onBye(bye ?? {})));
  }

  /** The server's name. */
  get host() {
    return this.place?.host ?? location.host;
  }

  /** What we say of ourselves at a server. */
  #introduction({ place, peerID, resume, admission }) {
    const page = ["joom/1", "joom/page", ...(this.canFollow ? ["joom/moves"] : []), ...(place ? ["joom/moved"] : [])];
    const options = { capabilities: [...page, ...videoCodecs()], peer_id: peerID };
    return { ...options, ...(this.name && { name: this.name }), ...(resume && { resume }), ...(admission && { admission }) };
  }

  /** Takes our seat, or takes it again. A seed server never answers, so nothing waits for that. */
  join() {
    const options = this.#introduction(this);
    this.peers.forEach((peer) => peer.forgetOffers());
    this.#socket.emit("join_room", this.room, options, (reply) => this.#onReply(reply));
    this.dispatchEvent(new CustomEvent("joined", { detail: { resume: this.resume } }));
  }

  /** Sends `offer`, `answer` or `ice` to one peer. */
  send(event, value, peer, session) {
    if (!this.seal) return this.#send(event, value, peer, session);
    this.#going = this.#going.then(async () => {
      const place = { room: this.room, from: this.you ?? "", to: peer.id ?? "", session: session ?? "" };
      const mac = event === "ice" ? undefined : await prove(this.seal, value, place);
      this.#send(event, value, peer, session, mac);
    });
    return undefined;
  }

  #send(event, value, peer, session, mac) {
    const routing = { ...(peer.id && { to: peer.id }), ...(session && { session }), ...(mac && { mac }) };
    const extension = Object.keys(routing).length ? [routing] : [];
    // Media goes on without the server; what could be said of it now will be out of date when it is back.
    if (this.isConnected) this.#socket.emit(event, value, this.room, ...extension);
  }

  /** Asks the offering side for a new connection. */
  ask(peer, { session, reason }) {
    if (this.isConnected) this.#socket.emit("negotiate", this.room, { to: peer.id, session, reason });
  }

  /** Leaves for good. */
  leave() {
    if (this.isConnected) this.#socket.emit("leave_room", this.room);
    this.#stop();
  }

  /** Lets go of everything at once and leaves the seat to be taken up again: the tab is being re-loaded or closed. */
  abandon() {
    this.#stop();
  }

  remove(peer) {
    if (this.peers.get(peer.id ?? SEED_PEER) !== peer) return;
    this.peers.delete(peer.id ?? SEED_PEER);
    peer.close();
    this.chat.went(peer);
    this.recorders.delete(peer);
    this.#notice("left", { peer });
    this.changed();
  }

  /** Takes what a peer says beside picture and sound: whether they record (Protocol.md section 6), or something to read. */
  onPlugin(peer, plugin, body) {
    if (plugin !== "recording") return this.chat.take(peer, plugin, body);
    if (body?.on === true) this.recorders.add(peer);
    if (body?.on === false) this.recorders.delete(peer);
    return this.changed();
  }

  /** The room's owner says that it goes on elsewhere; whoever else says so is not believed. */
  async follow(peer, link) {
    const place = placeOf(link, this.room);
    if (!peer.id || peer.id !== this.door.owner || !this.canFollow || !place || place.host === this.host || this.#seat) return;
    this.#seat = () => {};
    const there = { place, peerID: this.you, admission: await admission(this.room, place.key), resume: undefined };
    const seal = await sealKey(this.room, place.key);
    if (!this.#seat) return; // left meanwhile
    this.#seat = takeSeat(place, this.room, this.#introduction(there), {
      seated: (socket, reply) => this.#move(socket, reply, peer, { ...there, seal }),
      failed: (refusal) => {
        this.#seat = null;
        this.dispatchEvent(new CustomEvent("stayed", { detail: { peer, place, refusal } }));
      },
    });
  }

  /** Goes on at another server, where we have a seat; without a good-bye, so that the others keep what works. */
  #move(socket, reply, peer, there) {
    this.#seat = null;
    this.#former.push(retire(this.#socket));
    this.door.stop();
    Object.assign(this, there, { isConnected: true });
    this.#listen(socket);
    this.peers.forEach((other) => other.forgetOffers());
    this.dispatchEvent(new CustomEvent("moved", { detail: { peer, link: there.place.web } }));
    this.#onReply(reply);
  }

  changed() {
    this.door?.lockAgain([...this.peers.values()].some((peer) => peer.isGone));
    this.dispatchEvent(new Event("change"));
  }

  #stop() {
    this.door?.stop();
    this.#seat?.();
    this.#seat = null;
    this.#former.forEach((end) => end());
    this.media.removeEventListener("track", this.onTrack);
    this.media.removeEventListener("change", this.onMediaChange);
    this.isConnected = false;
    this.peers.forEach((peer) => peer.close());
    this.peers.clear();
    this.#socket?.off(); // there is none while the browser asks for the camera
    this.#socket?.disconnect();
  }

  #end(detail) {
    this.#stop();
    this.dispatchEvent(new CustomEvent("ended", { detail }));
  }

  /** Tells the person that something about a peer is not to be trusted. */
  warn(text, peer) {
    this.#notice(text, { peer });
  }

  #notice(text, values) {
    this.dispatchEvent(new CustomEvent("notice", { detail: { text, values } }));
  }

  #peer(routing) {
    const key = typeof routing?.from === "string" ? routing.from : SEED_PEER;
    if (!this.peers.has(key)) this.peers.set(key, new Peer(key || null, this));
    return this.peers.get(key);
  }

  /** Takes what a peer says of a connection; in a room with a key nothing that is not proved. */
  #receive(kind, value, routing) {
    const deliver = () => this.#peer(routing)?.take(kind, value, routing.session);
    if (!this.seal || kind === "ice") return this.#inTurn(deliver);
    return this.#inTurn(async () => {
      const place = { room: this.room, from: routing.from, to: this.you, session: routing.session };
      if (!(await isProved(this.seal, routing.mac, value, place))) return this.#peer(routing)?.refuse(kind, routing.session);
      return this.isConnected ? deliver() : undefined;
    });
  }

  /** What is examined takes time, and nothing that came later may overtake it. */
  #inTurn(job) {
    if (!this.seal) return job();
    this.#coming = this.#coming.then(() => this.isConnected && job()).catch((error) => console.warn("not taken:", error.message));
    return undefined;
  }

  #onConnect() {
    if (this.wasConnected) this.#notice("serverBack");
    this.isConnected = this.wasConnected = true;
    this.join();
    this.changed();
  }

  #onDisconnect(reason) {
    this.isConnected = false;
    if (reason === "io server disconnect") return this.#end({ text: "sentAway" });
    this.#notice("serverLost");
    this.changed();
  }

  #onReply(reply) {
    if (reply?.ok === false) return this.#onRefusal(reply.error ?? {});
    if (reply?.ok !== true) return;
    this.you = reply.you;
    this.door.onSeat(reply);
    if (reply.resume) this.resume = reply.resume;
    if (Array.isArray(reply.ice_servers)) this.iceServers = reply.ice_servers;
    const present = Array.isArray(reply.peers) ? reply.peers.filter((peer) => typeof peer?.id === "string") : [];
    for (const entry of present) this.#peer({ from: entry.id }).describe(entry);
    // Others may just not be back yet after a restart of the server; their media tells.
    const ids = new Set(present.map((peer) => peer.id));
    for (const peer of [...this.peers.values()]) if (peer.id && !ids.has(peer.id)) peer.onBye("lost");
    this.#announceState(true);
    this.dispatchEvent(new CustomEvent("joined", { detail: { resume: this.resume } }));
    this.changed();
  }

  #onRefusal(refusal) {
    if (this.door.onRefusal(refusal)) return undefined;
    if (!this.resume || refusal.code === "room_full") return this.#end({ refusal });
    this.resume = undefined; // an outdated token is no reason to stay outside
    this.join();
    return undefined;
  }

  #onWelcome(who) {
    const isNew = !this.peers.has(who.from ?? SEED_PEER);
    const peer = this.#peer(who);
    // Silence about capabilities is what a seed's page says of itself.
    peer.describe({ capabilities: [], ...who });
    peer.offer();
    if (isNew) this.#notice("came", { peer });
    this.#announceState(true);
    this.changed();
  }

  #onBye({ from, reason }) {
    if (from && from === this.you) return this.#end({ text: "removed" });
    if (this.door.onBye(from)) return undefined;
    return this.peers.get(from ?? SEED_PEER)?.onBye(reason);
  }

  #announceState(always = false) {
    const state = this.mediaState;
    if (!always && JSON.stringify(state) === this.#sentState) return;
    this.#sentState = JSON.stringify(state);
    if (this.isConnected) this.#socket.emit("state", this.room, state);
    this.peers.forEach((peer) => peer.tell({ type: "state", ...state }));
  }
}
