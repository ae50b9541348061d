// SPDX-License-Identifier: GPL-3.0-or-later
// The data channels between Joom peers, negotiated beforehand (Protocol.md section 7).
const CHANNELS = { joom: 0, plugins: 1 };
const PLUGIN_LIMIT = 16_384; // bytes of one message

/** Lets through what a person could have written: 64 messages at once, and 16 a second. */
class FloodGate {
  #tokens = 64;
  #last = performance.now();

  passes() {
    const now = performance.now();
    this.#tokens = Math.min(this.#tokens + ((now - this.#last) / 1_000) * 16, 64);
    this.#last = now;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}

/** True when `description` has a section for data channels, as only Joom peers offer one. */
export const offersChannels = (description) => /^m=application /m.test(description?.sdp ?? "");

/**
 * One generation of RTCPeerConnection. `owner` has onCandidate(link, candidate), onState(link), onMedia(link),
 * onMessage(link, object), onChannel(link), onPluginsOpen(link) and onPlugin(link, plugin, body).
 */
export class Link {
  /** What has arrived so far; the same object for the link's whole life. */
  remote = new MediaStream();
  /** True from our offer until its answer. */
  awaitsAnswer = false;
  #senders = {};
  #candidates = [];
  #work = Promise.resolve();
  #channel;
  #plugins;
  #flood = new FloodGate();

  /** `session`: its name on the wire. `media`: see LocalMedia. */
  constructor({ session, iceServers, media, owner }) {
    Object.assign(this, { session, media, owner });
    const pc = new RTCPeerConnection({ iceServers, bundlePolicy: "max-bundle" });
    this.pc = pc;
    pc.onicecandidate = ({ candidate }) => owner.onCandidate(this, candidate);
    pc.onconnectionstatechange = () => owner.onState(this);
    pc.ontrack = ({ track }) => {
      this.remote.addTrack(track);
      owner.onMedia(this);
    };
  }

  /** `new`, `connecting`, `connected`, `disconnected`, `failed` or `closed`. */
  get state() {
    return this.pc.connectionState;
  }

  /** False as soon as the other side closed its end. */
  get isAlive() {
    return this.state === "connected" && (!this.#channel || this.#channel.readyState !== "closed");
  }

  /** True while something can be said to the other side. */
  get canTell() {
    return this.#channel?.readyState === "open";
  }

  /** Audio, then video, both ways; to a Joom peer the data channels, too. */
  offer(withChannels) {
    return this.#serially(async () => {
      this.awaitsAnswer = true;
      for (const kind of ["audio", "video"]) {
        const options = { direction: "sendrecv", streams: [this.media.outgoing] };
        this.#senders[kind] = this.pc.addTransceiver(this.media.track(kind), options).sender;
      }
      if (withChannels) this.#openChannels();
      await this.pc.setLocalDescription(await this.pc.createOffer());
      return this.pc.localDescription;
    });
  }

  /** Resolves to our answer. */
  answer(offer) {
    return this.#serially(async () => {
      await this.#setRemote(offer);
      if (offersChannels(offer) && !this.#channel) this.#openChannels();
      for (const kind of ["audio", "video"]) {
        // After the offer is set, addTrack takes the sections it brought instead of making new ones.
        this.#senders[kind] ??= this.pc.addTrack(this.media.track(kind), this.media.outgoing);
      }
      await this.pc.setLocalDescription(await this.pc.createAnswer());
      return this.pc.localDescription;
    });
  }

  accept(answer) {
    if (!this.awaitsAnswer) return Promise.resolve();
    this.awaitsAnswer = false;
    return this.#serially(() => this.#setRemote(answer));
  }

  /** null is the end of candidates. */
  addCandidate(candidate) {
    return this.#serially(async () => {
      if (!this.pc.remoteDescription) this.#candidates.push(candidate);
      else await this.#add(candidate);
    });
  }

  /** Sends what `media` now has for `kind`; nothing is negotiated. */
  replaceTrack(kind) {
    return this.#serially(() => this.#senders[kind]?.replaceTrack(this.media.track(kind)));
  }

  /** Says something to a Joom peer; dropped when there is no open channel. */
  tell(message) {
    if (this.#channel?.readyState === "open") this.#channel.send(JSON.stringify(message));
  }

  /** Sends a plugin's message; false when there is no open channel. */
  sendPlugin(plugin, body) {
    if (this.#plugins?.readyState !== "open") return false;
    this.#plugins.send(JSON.stringify({ plugin, body }));
    return true;
  }

  close() {
    this.pc.onicecandidate = this.pc.onconnectionstatechange = this.pc.ontrack = null;
    if (this.#channel) this.#channel.onclose = null;
    this.pc.close();
  }

  /** One operation at a time: a candidate must not overtake the description it belongs to. */
  #serially(job) {
    const result = this.#work.then(() => (this.state === "closed" ? undefined : job()));
    this.#work = result.catch(() => {});
    return result;
  }

  async #setRemote(description) {
    await this.pc.setRemoteDescription(description);
    for (const candidate of this.#candidates.splice(0)) await this.#add(candidate);
  }

  async #add(candidate) {
    // One candidate that this browser does not understand leaves the others.
    await this.pc.addIceCandidate(candidate ?? undefined).catch((error) => console.warn("candidate dropped:", error.message));
  }

  #openChannels() {
    for (const [label, id] of Object.entries(CHANNELS)) {
      const channel = this.pc.createDataChannel(label, { negotiated: true, id });
      if (label === "joom") this.#listen(channel);
      else this.#listenToPlugins(channel);
    }
  }

  #listenToPlugins(channel) {
    this.#plugins = channel;
    channel.onopen = () => this.owner.onPluginsOpen(this);
    channel.onmessage = ({ data }) => {
      if (typeof data !== "string" || data.length > PLUGIN_LIMIT || !this.#flood.passes()) return;
      try {
        const { plugin, body } = JSON.parse(data);
        this.owner.onPlugin(this, plugin, body);
      } catch {
        // Not JSON, or nothing for us.
      }
    };
  }

  #listen(channel) {
    this.#channel = channel;
    channel.onopen = channel.onclose = () => this.owner.onChannel(this);
    channel.onmessage = ({ data }) => {
      try {
        const message = JSON.parse(data);
        // Browsers choose the way by themselves; the other end only wants to know that it is heard.
        if (message?.type === "path" && typeof message.ask === "string") this.tell({ type: "path", answer: message.ask });
        else this.owner.onMessage(this, message);
      } catch {
        // Not JSON: from a newer Joom, or nonsense; neither concerns us.
      }
    };
  }
}
