// SPDX-License-Identifier: GPL-3.0-or-later
import { Link, offersChannels } from "./link.js";
import { randomID } from "./settings.js";
import { fingerprints, WordExchange } from "./trust.js";
import { language } from "./texts.js";

const CONNECT_PATIENCE = 15_000; // ms until a new connection counts as failed
const HICCUP_PATIENCE = 4_000; // ms of ICE "disconnected" before it is mended; most pass by themselves
const RETRY_DELAY = 12_000; // ms between attempts to mend
const COLLISION_PATIENCE = [2_000, 6_000]; // ms, at random: two who both gave way must not try again together
const UNNAMED_ATTEMPTS = 3; // then a peer of whose leaving no server tells counts as gone

/**
 * Somebody else in the room. Has at most two connections: the one in use and the one about to replace it.
 * Inputs: offer(), onOffer, onAnswer, onCandidate, onNegotiate, onBye from the server; onState and onChannel from its
 * links. Of two peers only the welcomed one offers; the other asks for an offer (Protocol.md sections 3 and 6).
 */
export class Peer {
  /** `{microphone, camera, screen}` as announced; null when nothing was (a seed's page never does). */
  mediaState = null;
  /** Why nothing of theirs is taken: `unproven`, `refusedByPeer` or `wordsBroken`. */
  fault = null;
  /** True when the server no longer lists them; their media may go on. */
  isGone = false;
  #links = [];
  #offers = false;
  #answering; // the link whose offer, theirs, waits for our answer
  #offersNext = false; // then it is our turn
  #attempts = 0;
  #wasConnected = false;
  #timer;

  /** `id`: the server's name for them, null on a seed server. `call`: see Call. */
  constructor(id, call) {
    Object.assign(this, { id, call });
    this.#wait(CONNECT_PATIENCE);
  }

  /** Takes over what a `welcome` or an acknowledgement says of them. */
  describe({ name, capabilities } = {}) {
    if (typeof name === "string") this.name = name;
    if (Array.isArray(capabilities)) [this.isJoom, this.isVisitor] = ["joom/1", "joom/visitor"].map((word) => capabilities.includes(word));
    this.isGone = false;
  }

  /** The MediaStream to show. */
  get stream() {
    return (this.#links.find((link) => link.state === "connected") ?? this.#links[0])?.remote ?? null;
  }

  /** `connecting`, `connected`, `reconnecting` or `noPath`. */
  get status() {
    if (this.#links.some((link) => link.isAlive)) return "connected";
    if (this.fault) return this.fault;
    if (this.#attempts > 1 && !this.#wasConnected) return "noPath";
    return this.#wasConnected ? "reconnecting" : "connecting";
  }

  /** What is known of who they are: `{isProved, words}`; the key says nothing of a visitor. Null while there is no connection. */
  get trust() {
    const link = this.#links.find((link) => link.isAlive);
    return link ? { isProved: this.call.isProved && !this.isVisitor, words: link.words.words } : null;
  }

  /** Takes an `offer`, `answer` or `ice` that there is no doubt about. */
  take(kind, value, session) {
    if (this.fault === "wordsBroken") return;
    if (kind !== "ice") this.fault = null;
    if (kind === "offer") this.onOffer(value, session);
    else if (kind === "answer") this.onAnswer(value, session);
    else this.onCandidate(value, session);
  }

  /** Takes nothing of a description that does not prove the link's key, and says so. */
  refuse(kind, session) {
    const link = kind === "answer" && session ? this.#find(session) : undefined;
    if (link && !link.awaitsAnswer) return;
    if (link) this.#drop(link);
    if (this.id) this.call.ask(this, { session, reason: "proof" });
    this.#distrust("unproven");
  }

  #distrust(fault) {
    if (!this.fault) this.call.warn(fault, this);
    this.fault = fault;
    if (!this.#links.length) clearTimeout(this.#timer);
    this.call.changed();
  }

  /**
   * Makes a new generation and offers it. An offer of theirs gets its answer first: two servers may welcome both, and
   * one welcome come late, when the offer before it is the one that stands.
   */
  offer() {
    this.#offersNext = this.#links.includes(this.#answering);
    if (this.#offersNext) return;
    this.#offers = true;
    const link = this.#newGeneration(randomID(8), true);
    this.#report(link, link.offer(this.isJoom).then((offer) => this.#send("offer", offer, link)));
  }

  onOffer(offer, session) {
    const newest = this.#links.at(-1);
    const collides = Boolean(newest?.awaitsAnswer);
    if (collides) {
      // Both were welcomed. With ids the smaller one's offer stands, without them nobody's.
      if (this.id && this.call.you && this.call.you < this.id) return;
      this.#drop(newest);
    }
    if (offersChannels(offer)) this.isJoom = true;
    this.#offers = false;
    const isRenegotiation = session && newest?.session === session && this.#links.includes(newest);
    const link = isRenegotiation ? newest : this.#newGeneration(session);
    this.#answering = link;
    this.#report(link, link.answer(offer).then((answer) => {
      this.#send("answer", answer, link);
      if (this.#answering === link) this.#answering = undefined;
      if (this.#offersNext) this.offer();
    }));
    const [least, most] = COLLISION_PATIENCE;
    if (collides && !this.id) this.#wait(least + (most - least) * Math.random());
  }

  onAnswer(answer, session) {
    const link = this.#find(session);
    if (link) this.#report(link, link.accept(answer));
  }

  onCandidate(candidate, session) {
    this.#find(session)?.addCandidate(candidate);
  }

  /** They ask us for a new generation; a request about one that is already replaced is stale. */
  onNegotiate(session, reason) {
    if (reason === "proof") return this.#onRefusal(session);
    if (!session || !this.#links.length || this.#links.at(-1).session === session) this.offer();
    return undefined;
  }

  /** They found our description altered; believed of what does not work yet alone. */
  #onRefusal(session) {
    const link = this.#links.find((link) => link.session === session);
    if (!link || link.isAlive) return;
    this.#drop(link);
    this.#distrust("refusedByPeer");
  }

  /** They gave up their seat, or the server lost them. Lost is not the end while their media arrives. */
  onBye(reason) {
    this.isGone = true;
    if (reason !== "lost" || this.status !== "connected") this.call.remove(this);
  }

  /** After a re-join the others offer; what we offered before may never have arrived. */
  forgetOffers() {
    for (const link of [...this.#links]) if (link.awaitsAnswer) this.#drop(link);
  }

  replaceTrack(kind) {
    for (const link of this.#links) link.replaceTrack(kind).catch((error) => console.warn("track not replaced:", error.message));
  }

  tell(message) {
    for (const link of this.#links) link.tell(message);
  }

  /** Sends a plugin's message over the newest connection that can; false when none can. */
  sendPlugin(plugin, body) {
    return [...this.#links].reverse().some((link) => link.sendPlugin(plugin, body));
  }

  close() {
    clearTimeout(this.#timer);
    for (const link of [...this.#links]) this.#drop(link);
    this.closed = true;
  }

  // MARK: What links report

  onCandidateFound(link, candidate) {
    this.#send("ice", candidate, link);
  }

  onMedia() {
    this.call.changed();
  }

  onMessage(link, message) {
    if (message?.type === "state") this.setMediaState(message);
    if (message?.type === "moved") this.call.follow(this, message.link);
    if (message?.type === "words") link.words.take(message).then(() => this.#onWords(link));
  }

  #onWords(link) {
    if (link.words.isBroken) {
      this.#drop(link);
      this.#distrust("wordsBroken");
    }
    this.call.changed();
  }

  onChannel(link) {
    link.tell({ type: "state", ...this.call.mediaState });
    this.onState(link);
  }

  onState(link) {
    if (this.closed || !this.#links.includes(link)) return;
    const isNewest = link === this.#links.at(-1);
    if (link.isAlive) this.#onConnected(link);
    else if (link.state === "failed" || link.state === "closed") isNewest ? this.#recover() : this.#drop(link);
    else if (isNewest && this.#wasConnected && link.state !== "connecting") this.#wait(HICCUP_PATIENCE);
    if (this.isGone && this.status !== "connected") this.call.remove(this);
    this.call.changed();
  }

  setMediaState({ microphone, camera, screen }) {
    this.mediaState = { microphone: microphone !== false, camera: camera !== false, screen: screen === true };
    this.call.changed();
  }

  #onConnected(link) {
    const { localDescription, remoteDescription } = link.pc;
    if (link.canTell) link.words.open(fingerprints(localDescription?.sdp ?? "", remoteDescription?.sdp ?? ""));
    const newer = this.#links.indexOf(link) + 1 < this.#links.length;
    for (const old of this.#links.slice(0, this.#links.indexOf(link))) this.#drop(old);
    this.#wasConnected = true;
    this.#attempts = 0;
    if (!newer) clearTimeout(this.#timer);
  }

  /** Keeps the connection in use, if there is one, until the new one works. */
  #newGeneration(session, isOfferer = false) {
    const inUse = this.#links.find((link) => link.state === "connected");
    for (const link of [...this.#links]) if (link !== inUse) this.#drop(link);
    const owner = {
      onCandidate: (link, candidate) => this.onCandidateFound(link, candidate),
      onState: (link) => this.onState(link),
      onMedia: () => this.onMedia(),
      onMessage: (link, message) => this.onMessage(link, message),
      onChannel: (link) => this.onChannel(link),
      onPluginsOpen: () => this.call.chat.reached(this),
      onPlugin: (_, plugin, body) => this.call.onPlugin(this, plugin, body),
    };
    const link = new Link({ session, iceServers: this.call.iceServers, media: this.call.media, owner });
    link.words = new WordExchange({ isOfferer, language, send: (message) => link.tell(message) });
    this.#links.push(link);
    this.#wait(CONNECT_PATIENCE);
    this.call.changed();
    return link;
  }

  #find(session) {
    return session ? this.#links.find((link) => link.session === session) : this.#links.at(-1);
  }

  #drop(link) {
    this.#links = this.#links.filter((other) => other !== link);
    link.close();
  }

  #send(event, value, link) {
    if (this.#links.includes(link)) this.call.send(event, value, this, link.session);
  }

  #report(link, work) {
    work.catch((error) => {
      console.warn("negotiation failed:", error.message);
      if (this.#links.at(-1) === link) this.#recover();
    });
  }

  #wait(duration) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#recover(), duration);
  }

  #recover() {
    if (this.closed) return;
    if (this.fault && !this.#links.length) return;
    const [first] = this.#links;
    if (this.#links.length > 1 && first.isAlive) {
      this.#drop(this.#links[1]);
      return;
    }
    if (first?.isAlive) return;
    this.#attempts += 1;
    if (this.isGone || (!this.id && this.#attempts > UNNAMED_ATTEMPTS)) return this.call.remove(this);
    if (this.call.isConnected) this.#askForConnection(); // else the re-join will bring offers
    this.#wait(RETRY_DELAY);
    this.call.changed();
  }

  #askForConnection() {
    if (this.#offers) return void this.offer();
    const session = this.#links.at(-1)?.session;
    if (this.id && this.isJoom) this.call.ask(this, { session, reason: session ? "ice-failed" : "reload" });
    else this.call.join(); // whoever is there is told to welcome us, and offers
  }
}
