// SPDX-License-Identifier: GPL-3.0-or-later
// A Socket.IO v5 client over Engine.IO v4 for browsers: `io([url], [options])`.
// Written from the two protocol documents: github.com/socketio/engine.io-protocol and socket.io-protocol.
// A packet below is what travels: a string with its type in front, or an ArrayBuffer (a binary message).
(() => {
  "use strict";

  const SEPARATOR = "\x1e"; // between the packets of one polling payload
  const PROBE_TIMEOUT = 10_000;
  const RESERVED = ["connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener"];
  const [CONNECT, DISCONNECT, EVENT, ACK, CONNECT_ERROR, BINARY_EVENT, BINARY_ACK] = [0, 1, 2, 3, 4, 5, 6];

  class Emitter {
    #listeners = new Map();

    on(name, listener) {
      if (!this.#listeners.has(name)) this.#listeners.set(name, []);
      this.#listeners.get(name).push(listener);
      return this;
    }

    once(name, listener) {
      const wrapper = (...args) => (this.off(name, wrapper), listener.apply(this, args));
      wrapper.original = listener;
      return this.on(name, wrapper);
    }

    off(name, listener) {
      if (name === undefined) this.#listeners.clear();
      else if (listener === undefined) this.#listeners.delete(name);
      else this.#listeners.set(name, this.listeners(name).filter((l) => l !== listener && l.original !== listener));
      return this;
    }

    listeners(name) {
      return [...(this.#listeners.get(name) ?? [])];
    }

    dispatch(name, ...args) {
      for (const listener of this.listeners(name)) listener.apply(this, args);
    }
  }

  // MARK: Engine.IO

  function toBase64(buffer) {
    let text = "";
    for (const byte of new Uint8Array(buffer)) text += String.fromCharCode(byte);
    return btoa(text);
  }

  const fromBase64 = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0)).buffer;
  const toText = (packet) => (typeof packet === "string" ? packet : "b" + toBase64(packet));
  const fromText = (text) => (text[0] === "b" ? fromBase64(text.slice(1)) : text);

  /** Long polling: never more than one GET and one POST on the way, as servers end the session otherwise. */
  class Polling {
    name = "polling";
    #aborter = new AbortController();
    #paused = false;
    #posting = null;

    constructor(engine) {
      this.engine = engine;
      this.loop = this.#poll();
    }

    get idle() {
      return !this.#posting;
    }

    /** Sends from the front of the queue as much as the server takes at once. */
    send(queue) {
      if (this.#posting) return;
      const batch = [];
      let size = 0;
      while (queue.length) {
        const text = toText(queue[0]);
        size += new TextEncoder().encode(text).length + 1;
        if (batch.length && this.engine.maxPayload && size > this.engine.maxPayload) break;
        batch.push(text);
        queue.shift();
      }
      this.#posting = this.#post(batch.join(SEPARATOR)).then(() => {
        this.#posting = null;
        this.engine.flush();
      });
    }

    /** Resolves once nothing is on the way any more; nothing new starts. */
    async pause() {
      this.#paused = true;
      await Promise.all([this.loop, this.#posting]);
    }

    resume() {
      this.#paused = false;
      this.loop = this.#poll();
    }

    close() {
      this.#paused = true;
      this.#aborter.abort();
    }

    async #poll() {
      await null; // the engine has stored us by then
      while (!this.#paused) {
        const body = await this.#request({});
        if (body === undefined) return;
        for (const text of body.split(SEPARATOR)) this.engine.receive(fromText(text));
      }
    }

    #post(body) {
      return this.#request({ method: "POST", body, headers: { "Content-Type": "text/plain;charset=UTF-8" } });
    }

    async #request(init) {
      try {
        const response = await fetch(this.engine.url("polling"), { cache: "no-store", signal: this.#aborter.signal, ...init });
        if (!response.ok) throw new Error(`HTTP ${response.status}`);
        return await response.text();
      } catch (error) {
        if (!this.#aborter.signal.aborted) this.engine.end("transport error", error);
        return undefined;
      }
    }
  }

  class WebSocketTransport {
    name = "websocket";
    idle = true;

    /** `onPacket` and `onEnd` take over what would otherwise go to the engine while the connection is probed. */
    constructor(engine, probe) {
      const handlers = probe ?? { open() {}, packet: (p) => engine.receive(p), end: () => engine.end("transport close") };
      this.handlers = handlers;
      this.socket = new WebSocket(engine.url("websocket").replace(/^http/, "ws"));
      this.socket.binaryType = "arraybuffer";
      this.socket.onopen = () => this.handlers.open();
      this.socket.onmessage = ({ data }) => this.handlers.packet(data);
      this.socket.onclose = () => this.handlers.end();
      // Chromium does not close what the page's policy forbids: it says only that there was an error.
      this.socket.onerror = () => this.socket.readyState === WebSocket.CLOSED && this.handlers.end();
    }

    send(queue) {
      for (const packet of queue.splice(0)) this.socket.send(packet);
    }

    close() {
      this.handlers = { open() {}, packet() {}, end() {} };
      this.socket.close();
    }
  }

  /** One Engine.IO session: handshake, heartbeat, upgrade; ends once and is then thrown away. */
  class Engine {
    #state = "opening";
    #queue = [];
    #upgrading = false;
    #deadline = Infinity;
    #timer;

    /** `owner` has onOpen(), onMessage(data) and onEnd(reason, error). */
    constructor(base, options, owner) {
      this.base = base;
      this.options = options;
      this.owner = owner;
      this.transport = options.transports[0] === "websocket" ? new WebSocketTransport(this) : new Polling(this);
      this.offline = () => this.end("transport close");
      addEventListener("offline", this.offline);
    }

    url(transport) {
      const url = new URL(this.base);
      const query = { ...this.options.query, EIO: "4", transport, ...(this.sid && { sid: this.sid }) };
      for (const [key, value] of Object.entries(query)) url.searchParams.set(key, value);
      if (transport === "polling") url.searchParams.set("t", Date.now().toString(36) + Math.random().toString(36).slice(2, 6));
      return url.href;
    }

    send(packet) {
      // Timers sleep with the computer; the clock does not.
      if (Date.now() > this.#deadline) return this.end("ping timeout");
      this.#queue.push(packet);
      this.flush();
    }

    flush() {
      if (!this.#upgrading && this.#queue.length && this.#state !== "ended" && this.sid) this.transport.send(this.#queue);
      if (this.#state === "closing" && !this.#queue.length && this.transport.idle) this.end("forced close");
    }

    /** Our own close: what was sent before still goes out. */
    close() {
      if (this.#state === "opening") return this.end("forced close");
      if (this.#state !== "open") return;
      this.#queue.push("1");
      this.#state = "closing";
      this.flush();
    }

    end(reason, error) {
      if (this.#state === "ended") return;
      this.#state = "ended";
      clearTimeout(this.#timer);
      removeEventListener("offline", this.offline);
      this.transport.close();
      this.probe?.close();
      this.owner.onEnd(reason, error);
    }

    receive(packet) {
      if (this.#state === "ended") return;
      if (typeof packet !== "string") return this.owner.onMessage(packet);
      const data = packet.slice(1);
      switch (packet[0]) {
        case "0": return this.#onOpen(data);
        case "1": return this.end("transport close");
        case "2": return this.#expectPing(), this.send("3" + data);
        case "4": return this.owner.onMessage(data);
        case "6": return undefined;
        default: return this.end("parse error");
      }
    }

    #onOpen(data) {
      try {
        const { sid, upgrades, pingInterval, pingTimeout, maxPayload } = JSON.parse(data);
        Object.assign(this, { sid, maxPayload, patience: pingInterval + pingTimeout });
        this.#state = "open";
        this.#expectPing();
        this.owner.onOpen();
        const wanted = this.options.transports.includes("websocket") && this.options.upgrade;
        if (wanted && this.transport.name === "polling" && upgrades.includes("websocket")) this.#upgrade();
      } catch (error) {
        this.end("parse error", error);
      }
    }

    #expectPing() {
      clearTimeout(this.#timer);
      this.#deadline = Date.now() + this.patience;
      this.#timer = setTimeout(() => this.end("ping timeout"), this.patience);
    }

    /** Polling goes on until the new connection answered the probe; its failure changes nothing. */
    #upgrade() {
      const giveUp = () => {
        clearTimeout(timer);
        this.probe?.close();
        this.probe = undefined;
      };
      const timer = setTimeout(giveUp, PROBE_TIMEOUT);
      this.probe = new WebSocketTransport(this, {
        open: () => this.probe?.send(["2probe"]),
        packet: (packet) => (packet === "3probe" ? (clearTimeout(timer), this.#switch()) : giveUp()),
        end: giveUp,
      });
    }

    async #switch() {
      const [polling, probe] = [this.transport, this.probe];
      let lost = false;
      this.#upgrading = true;
      probe.handlers = { open() {}, packet: () => {}, end: () => (lost = true) };
      await polling.pause();
      this.probe = undefined;
      this.#upgrading = false;
      if (this.#state === "ended") return probe.close();
      if (lost) {
        polling.resume();
      } else {
        probe.handlers = { open() {}, packet: (p) => this.receive(p), end: () => this.end("transport close") };
        probe.send(["5"]);
        this.transport = probe;
      }
      this.flush();
    }
  }

  // MARK: Socket.IO packets

  /** Takes binary values out of `value` into `buffers`, leaving numbered placeholders. */
  function extract(value, buffers) {
    if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) {
      const buffer = value instanceof ArrayBuffer
        ? value : value.buffer.slice(value.byteOffset, value.byteOffset + value.byteLength);
      return { _placeholder: true, num: buffers.push(buffer) - 1 };
    }
    if (value === null || typeof value !== "object") return value;
    if (typeof value.toJSON === "function") return extract(value.toJSON(), buffers);
    if (Array.isArray(value)) return value.map((item) => extract(item, buffers));
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, extract(item, buffers)]));
  }

  function restore(value, buffers) {
    if (value === null || typeof value !== "object") return value;
    if (value._placeholder === true) {
      if (!(value.num in buffers)) throw new Error("attachment missing");
      return buffers[value.num];
    }
    if (Array.isArray(value)) return value.map((item) => restore(item, buffers));
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, restore(item, buffers)]));
  }

  /** The Engine.IO packets of one Socket.IO packet: its text and its attachments. */
  function encode({ type, nsp, id, data }) {
    const buffers = [];
    const plain = type === EVENT || type === ACK ? extract(data, buffers) : data;
    const kind = buffers.length ? type + (BINARY_EVENT - EVENT) : type;
    const head = kind + (buffers.length ? buffers.length + "-" : "") + (nsp === "/" ? "" : nsp + ",") + (id ?? "");
    return ["4" + head + (plain === undefined ? "" : JSON.stringify(plain)), ...buffers];
  }

  /** Throws for what is no packet. `missing` counts the attachments still to come. */
  function decode(text) {
    const match = /^([0-6])(?:(\d+)-)?(?:(\/[^,]*),)?(\d+)?(.*)$/s.exec(text);
    if (!match) throw new Error("not a packet");
    const [, digit, missing, nsp = "/", id, json] = match;
    const packet = { type: Number(digit), nsp, id: id && Number(id), data: json ? JSON.parse(json) : undefined };
    const named = packet.type === EVENT || packet.type === BINARY_EVENT;
    const list = named || packet.type === ACK || packet.type === BINARY_ACK;
    if (list && !(Array.isArray(packet.data) && (!named || packet.data.length))) throw new Error("no arguments");
    return { ...packet, missing: packet.type >= BINARY_EVENT ? Number(missing ?? 0) : 0, buffers: [] };
  }

  // MARK: Connection and reconnection

  /** One connection to one server, shared by its namespaces; comes back after a loss. Is `socket.io`. */
  class Manager extends Emitter {
    namespaces = new Map();
    #attempts = 0;
    #retry;
    #patience;
    #pending;

    constructor(base, options) {
      super();
      this.base = base;
      this.options = options;
      addEventListener("online", () => this.#retry && this.#reconnect());
    }

    get connected() {
      return Boolean(this.engine?.sid);
    }

    open() {
      if (this.engine || this.#retry) return;
      this.engine = new Engine(this.base, this.options, {
        onOpen: () => this.#onOpen(),
        onMessage: (data) => this.#onMessage(data),
        onEnd: (reason, error) => this.#onEnd(reason, error),
      });
      this.#patience = setTimeout(() => this.engine?.end("timeout", new Error("timeout")), this.options.timeout);
    }

    send(packet) {
      for (const part of encode(packet)) this.engine?.send(part);
    }

    /** Closes once no namespace is in use; no way back but connect(). */
    release() {
      if ([...this.namespaces.values()].some((socket) => socket.active)) return;
      clearTimeout(this.#retry);
      clearTimeout(this.#patience);
      this.#retry = undefined;
      const engine = this.engine;
      this.engine = undefined;
      if (engine) Object.assign(engine, { owner: { onOpen() {}, onMessage() {}, onEnd() {} } }).close();
    }

    #onOpen() {
      clearTimeout(this.#patience);
      const attempts = this.#attempts;
      this.#attempts = 0;
      if (attempts) this.dispatch("reconnect", attempts);
      for (const socket of this.namespaces.values()) if (socket.active) socket.join();
    }

    #onMessage(data) {
      try {
        if (typeof data === "string") {
          if (this.#pending) throw new Error("text where an attachment was due");
          this.#pending = decode(data);
        } else {
          if (!this.#pending) throw new Error("attachment without a packet");
          this.#pending.buffers.push(data);
        }
        if (this.#pending.buffers.length < this.#pending.missing) return;
        const packet = this.#pending;
        this.#pending = undefined;
        if (packet.missing) packet.data = restore(packet.data, packet.buffers);
        // In a task of its own, so that a listener that throws does not look like a bad packet.
        queueMicrotask(() => this.namespaces.get(packet.nsp)?.receive(packet));
      } catch (error) {
        this.engine?.end("parse error", error);
      }
    }

    #onEnd(reason, error) {
      const wasOpen = this.connected;
      clearTimeout(this.#patience);
      this.engine = this.#pending = undefined;
      for (const socket of this.namespaces.values()) {
        if (wasOpen) socket.onLoss(reason);
        else if (socket.active) socket.dispatch("connect_error", error ?? new Error(reason));
      }
      if (this.options.reconnection && [...this.namespaces.values()].some((socket) => socket.active)) this.#wait();
    }

    #wait() {
      const { reconnectionAttempts, reconnectionDelay, reconnectionDelayMax, randomizationFactor } = this.options;
      if (this.engine || this.#retry) return; // a listener called connect()
      if (this.#attempts >= reconnectionAttempts) return this.dispatch("reconnect_failed");
      const delay = Math.min(reconnectionDelay * 2 ** this.#attempts, reconnectionDelayMax);
      const jitter = 1 + randomizationFactor * (2 * Math.random() - 1);
      this.#retry = setTimeout(() => this.#reconnect(), delay * jitter);
    }

    #reconnect() {
      clearTimeout(this.#retry);
      this.#retry = undefined;
      this.dispatch("reconnect_attempt", ++this.#attempts);
      this.open();
    }
  }

  /** One namespace of a connection; what `io()` returns. */
  class Socket extends Emitter {
    connected = false;
    active = false;
    id = undefined;
    #acks = new Map();
    #nextAck = 0;
    #buffer = [];
    #flags = {};

    constructor(manager, nsp) {
      super();
      this.io = manager;
      this.nsp = nsp;
    }

    get disconnected() {
      return !this.connected;
    }

    get volatile() {
      this.#flags.volatile = true;
      return this;
    }

    /** For the next emit: its acknowledgement is called with an Error if none came within `duration` ms. */
    timeout(duration) {
      this.#flags.timeout = duration;
      return this;
    }

    connect() {
      if (this.active) return this;
      this.active = true;
      if (this.io.connected) this.join();
      else this.io.open();
      return this;
    }

    disconnect() {
      if (this.connected) this.io.send({ type: DISCONNECT, nsp: this.nsp });
      this.active = false;
      this.onLoss("io client disconnect");
      this.io.release();
      return this;
    }

    emit(name, ...args) {
      if (RESERVED.includes(name)) throw new Error(`"${name}" is a reserved event name`);
      const { volatile, timeout } = this.#flags;
      this.#flags = {};
      const packet = { type: EVENT, nsp: this.nsp, data: [name, ...args] };
      if (typeof args.at(-1) === "function") {
        packet.id = this.#nextAck++;
        this.#awaitAck(packet, packet.data.pop(), timeout);
      }
      if (this.connected) this.io.send(packet);
      else if (!volatile) this.#buffer.push(packet);
      return this;
    }

    emitWithAck(name, ...args) {
      const withError = this.#flags.timeout !== undefined;
      return new Promise((resolve, reject) => {
        this.emit(name, ...args, (first, second) => {
          if (withError && first) reject(first);
          else resolve(withError ? second : first);
        });
      });
    }

    send(...args) {
      return this.emit("message", ...args);
    }

    join() {
      const go = (data) => this.io.send({ type: CONNECT, nsp: this.nsp, data });
      const { auth } = this.io.options;
      if (typeof auth === "function") auth(go);
      else go(auth);
    }

    receive({ type, id, data }) {
      if (!this.active) return;
      switch (type) {
        case CONNECT: return this.#onConnect(data);
        case DISCONNECT: return this.#leave("io server disconnect");
        case CONNECT_ERROR: return this.#onRefusal(data);
        case ACK: case BINARY_ACK: return this.#onAck(id, data);
        default: return this.#onEvent(id, data);
      }
    }

    onLoss(reason) {
      const wasConnected = this.connected;
      this.connected = false;
      this.id = undefined;
      for (const [id, { answer, withError }] of [...this.#acks]) {
        if (this.#buffer.some((packet) => packet.id === id)) continue; // goes out after the reconnect
        this.#acks.delete(id);
        if (withError) answer(new Error("socket has been disconnected"));
      }
      if (wasConnected) this.dispatch("disconnect", reason);
    }

    #awaitAck(packet, answer, timeout) {
      const withError = timeout !== undefined;
      const timer = withError && setTimeout(() => {
        this.#acks.delete(packet.id);
        this.#buffer = this.#buffer.filter((other) => other !== packet);
        answer(new Error("operation has timed out"));
      }, timeout);
      const settle = (...args) => (clearTimeout(timer), answer(...args));
      this.#acks.set(packet.id, { answer: settle, withError });
    }

    #onConnect(data) {
      if (!data?.sid || this.connected) return;
      this.id = data.sid;
      this.connected = true;
      for (const packet of this.#buffer.splice(0)) this.io.send(packet);
      this.dispatch("connect");
    }

    #onRefusal(data) {
      this.active = false;
      this.dispatch("connect_error", Object.assign(new Error(data?.message ?? "refused"), { data: data?.data }));
      this.io.release();
    }

    /** Told to go: coming back by ourselves would be rude (the protocol's rule for packet type 1). */
    #leave(reason) {
      this.active = false;
      this.onLoss(reason);
      this.io.release();
    }

    #onAck(id, args) {
      const ack = this.#acks.get(id);
      this.#acks.delete(id);
      if (ack) ack.answer(...(ack.withError ? [null] : []), ...args);
    }

    #onEvent(id, [name, ...args]) {
      let answered = false;
      const answer = (...data) => {
        if (!answered && this.connected) this.io.send({ type: ACK, nsp: this.nsp, id, data });
        answered = true;
      };
      if (id !== undefined) args.push(answer);
      if (!RESERVED.includes(name)) this.dispatch(name, ...args);
    }
  }
  Object.assign(Socket.prototype, {
    open: Socket.prototype.connect,
    close: Socket.prototype.disconnect,
    addEventListener: Socket.prototype.on,
    removeEventListener: Socket.prototype.off,
    removeAllListeners: Socket.prototype.off,
  });

  const DEFAULTS = {
    path: "/socket.io/", transports: ["polling", "websocket"], upgrade: true, autoConnect: true, timeout: 20_000,
    reconnection: true, reconnectionAttempts: Infinity, reconnectionDelay: 1_000, reconnectionDelayMax: 5_000,
    randomizationFactor: 0.5,
  };
  const managers = new Map();

  /** The socket of a namespace: `io()`, `io("/chat")`, `io("https://host/chat", {auth, transports, path, …})`. */
  function io(uri, options) {
    if (typeof uri === "object") return io(undefined, uri);
    const settings = { ...DEFAULTS, ...options };
    const target = new URL(uri ?? "/", location.href);
    const base = new URL(settings.path.replace(/\/*$/, "/"), target).href;
    settings.query = { ...Object.fromEntries(target.searchParams), ...settings.query };
    const nsp = decodeURIComponent(target.pathname);
    let manager = managers.get(base);
    if (!manager || manager.namespaces.has(nsp) || settings.forceNew) {
      manager = new Manager(base, settings);
      if (!managers.has(base)) managers.set(base, manager);
    }
    const socket = new Socket(manager, nsp);
    manager.namespaces.set(nsp, socket);
    if (settings.autoConnect) socket.connect();
    return socket;
  }

  globalThis.io = Object.assign(io, { io, connect: io, Manager, Socket, protocol: 5 });
})();
