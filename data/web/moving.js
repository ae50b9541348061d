// SPDX-License-Identifier: GPL-3.0-or-later
/* global io */
// Rooms that go on at another server, and this page with them (Protocol.md section 6). The page stays where it is, so
// that camera, microphone and connections go on; it only talks to the other server from now on.
import { roomInPath, segment } from "./roomlink.js";
import { canProve } from "./trust.js";

const HEAD_PATIENCE = 3_000; // ms; nobody's entering waits longer for it
const PATIENCE = 15_000; // ms until the other server has to have given us a seat
const FAREWELL = 10_000; // ms for which the old one is to believe that we are still there, while the others move
const LINK_LIMIT = 1_024; // characters
const KEY = /^[\w-]{22}$/;

/** True where the policy that this page came with lets it talk to other servers, and it can use the key that is needed there. */
export async function canFollow() {
  if (!canProve()) return false;
  const how = { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout?.(HEAD_PATIENCE) };
  const answer = await fetch(location.pathname, how).catch(() => null);
  return / wss:[; ]/.test(answer?.headers.get("Content-Security-Policy") ?? "");
}

/**
 * What a link to `room` names: `{origin, host, key, web, app}`. Null for any other than one over TLS, with a key and
 * without a certificate of its own, which browsers cannot look at.
 */
export function placeOf(link, room) {
  const url = parse(link);
  if (!url) return null;
  const { protocol, username, password, origin, host, pathname, hash } = url;
  const secret = new URLSearchParams(hash.slice(1));
  const key = secret.get("k") ?? "";
  if (protocol !== "https:" || username || password || !KEY.test(key) || secret.has("fp") || roomInPath(pathname) !== room) return null;
  const rest = `${segment(room)}#k=${key}`;
  return { origin, host, key, web: `${origin}/r/${rest}`, app: `joom://${host}/${rest}` };
}

function parse(link) {
  try {
    return typeof link === "string" && link.length <= LINK_LIMIT ? new URL(link) : null;
  } catch {
    return null;
  }
}

/** A socket to a place; WebSocket alone, as a page may ask nothing else of another origin (CORS). */
export const connect = (place) =>
  (place ? io(place.origin, { forceNew: true, transports: ["websocket"] }) : io({ forceNew: true }));

/**
 * Asks for a seat in `room` at a place. Calls `seated(socket, reply)`, whose events nobody hears yet, or `failed(refusal)`,
 * undefined where nobody answered. Returns what gives the attempt up.
 */
export function takeSeat(place, room, options, { seated, failed }) {
  const socket = connect(place);
  const end = () => {
    clearTimeout(timer);
    socket.off();
  };
  const fail = (refusal) => {
    end();
    socket.disconnect();
    failed(refusal);
  };
  const timer = setTimeout(fail, PATIENCE);
  socket.on("connect", () => socket.emit("join_room", room, options, (reply) => {
    if (reply?.ok !== true) return fail(reply?.error ?? {});
    end();
    return seated(socket, reply);
  }));
  socket.on("connect_error", () => fail());
  socket.on("disconnect", () => fail());
  return () => {
    end();
    socket.disconnect();
  };
}

/** Leaves the old server in a while, without a word; at once when the function that it returns is called. */
export function retire(socket) {
  socket.off();
  const timer = setTimeout(() => socket.disconnect(), FAREWELL);
  return () => {
    clearTimeout(timer);
    socket.disconnect();
  };
}
