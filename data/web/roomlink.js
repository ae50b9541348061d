// SPDX-License-Identifier: GPL-3.0-or-later
// Links to rooms, in the forms of Sources/RoomProtocol/Protocol.md section 7.

/** The room named by this page's address, or "". */
export const roomInAddress = () => roomInPath(location.pathname);

/** The room that a path names, or "". */
export function roomInPath(path) {
  const match = /^\/r\/([^/]+)\/?$/.exec(path);
  try {
    return match ? decodeURIComponent(match[1]) : "";
  } catch {
    return ""; // not percent-encoded UTF-8
  }
}

/** One path segment: everything but letters, digits and -._~ percent-encoded. */
export const segment = (room) =>
  encodeURIComponent(room).replace(/[!'()*]/g, (c) => "%" + c.charCodeAt(0).toString(16).toUpperCase());

/** The path of a room's page; the key of the address, if any, stays. */
export const roomPath = (room) => `/r/${segment(room)}${location.hash}`;

/** The link for browsers. */
export const webLink = (room) => location.origin + roomPath(room);

/** The link for the app. */
export function appLink(room) {
  const plain = location.protocol === "http:" ? "?tls=0" : "";
  return `joom://${location.host}/${segment(room)}${plain}${location.hash}`;
}

/** Proof of a link's key for the server, base64url; undefined without a key, or where the page is not secure. */
export async function admission(room, key) {
  if (!key || !crypto.subtle) return undefined;
  const utf8 = (words) => new TextEncoder().encode(words);
  const material = await crypto.subtle.importKey("raw", utf8(key), "HKDF", false, ["deriveBits"]);
  const how = { name: "HKDF", hash: "SHA-256", salt: utf8("joom/1"), info: utf8(`admission|${room}`) };
  const bytes = new Uint8Array(await crypto.subtle.deriveBits(how, material, 256));
  return btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
}

/** Copies `link`. Where the browser has no clipboard (plain HTTP) only what can be seen and is selected is copied. */
export async function copyLink(link) {
  try {
    await navigator.clipboard.writeText(link);
    return true;
  } catch {
    const focused = document.activeElement;
    const field = Object.assign(document.createElement("textarea"), { value: link, className: "hidden" });
    document.body.append(field);
    field.select();
    const isCopied = document.execCommand("copy");
    field.remove();
    focused?.focus();
    return isCopied;
  }
}
