// SPDX-License-Identifier: GPL-3.0-or-later
import { text } from "./texts.js";
import { nameOf } from "./tiles.js";

const $ = (id) => document.getElementById(id);
const LINK = /\bhttps?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]}']/gu;

/** Puts a text into an element: plain, but for its web addresses, which can be opened. */
function fill(element, words) {
  let end = 0;
  for (const match of words.matchAll(LINK)) {
    element.append(words.slice(end, match.index));
    element.append(Object.assign(document.createElement("a"), { href: match[0], textContent: match[0], target: "_blank", rel: "noopener noreferrer" }));
    end = match.index + match[0].length;
  }
  element.append(words.slice(end));
}

function row({ author, text: words, isWaiting, isUnread }) {
  const item = document.createElement("li");
  item.classList.toggle("own", !author);
  const who = Object.assign(document.createElement("span"), { className: "who", textContent: author ? nameOf(author) : text("you") });
  const said = Object.assign(document.createElement("p"), { dir: "auto" });
  fill(said, words);
  item.append(who, said);
  const note = isWaiting ? "chatWaiting" : isUnread ? "chatUnread" : null;
  if (note) item.append(Object.assign(document.createElement("span"), { className: "note", textContent: text(note) }));
  return item;
}

/** The chat beside the call. `current` gives the Call, or null. */
export class ChatPanel {
  #unread = 0;
  #shown = [];

  constructor(current) {
    this.current = current;
    $("chatButton").addEventListener("click", () => this.toggle());
    $("chatClose").addEventListener("click", () => this.toggle(false));
    $("chatForm").addEventListener("submit", (event) => {
      event.preventDefault();
      const call = current();
      call?.chat.submit($("chatText").value, [...call.peers.values()]);
      $("chatText").value = "";
    });
    $("chat").addEventListener("keydown", (event) => event.key === "Escape" && this.toggle(false));
    this.#showButton();
  }

  /** Follows a call's chat from its start. */
  follow(chat) {
    this.#unread = 0;
    this.toggle(false, { keepsFocus: true });
    this.#show([]);
    chat.addEventListener("change", ({ detail }) => {
      if (this.current()?.chat !== chat) return;
      if (detail.entry && $("chat").hidden) this.#unread += 1;
      this.#show(chat.entries);
      this.#showButton();
    });
  }

  /** Opens the panel, or closes it. */
  toggle(isOpen = $("chat").hidden, { keepsFocus = false } = {}) {
    $("chat").hidden = !isOpen;
    $("call").classList.toggle("has-chat", isOpen);
    if (isOpen) this.#unread = 0;
    this.#showButton();
    if (!keepsFocus) $(isOpen ? "chatText" : "chatButton").focus();
    $("chatList").scrollTop = $("chatList").scrollHeight;
  }

  /** Adds what is new and replaces what changed: a screen reader hears each entry once. */
  #show(entries) {
    const list = $("chatList");
    const isAtEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 40;
    const states = entries.map((entry) => ({ entry, state: `${entry.isWaiting}${entry.isUnread}` }));
    const gone = this.#shown.findIndex(({ entry }) => entry === entries[0]);
    for (let count = entries.length ? Math.max(gone, 0) : this.#shown.length; count > 0; count -= 1) list.firstElementChild?.remove();
    this.#shown = entries.length ? this.#shown.slice(Math.max(gone, 0)) : [];
    states.forEach(({ entry, state }, index) => {
      if (!this.#shown[index]) list.append(row(entry));
      else if (this.#shown[index].state !== state) list.children[index].replaceWith(row(entry));
    });
    this.#shown = states;
    if (isAtEnd) list.scrollTop = list.scrollHeight;
  }

  #showButton() {
    const button = $("chatButton");
    const label = text($("chat").hidden ? "chatOpen" : "chatHide");
    button.querySelector(".hidden").textContent = this.#unread ? `${label}, ${text("chatNew", { count: this.#unread })}` : label;
    button.title = label;
    button.setAttribute("aria-expanded", String(!$("chat").hidden));
    button.querySelector(".badge").textContent = this.#unread || "";
  }
}
