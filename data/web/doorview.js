// SPDX-License-Identifier: GPL-3.0-or-later
import { text } from "./texts.js";
import { nameOf } from "./tiles.js";

const $ = (id) => document.getElementById(id);

/** Connects the owner's controls to the door of whatever call is on, which `current` returns. */
export function connectDoor(current, cancel) {
  $("lockRoom").addEventListener("click", () => current()?.door.lock(!current().door.isLocked));
  $("cancelWaiting").addEventListener("click", cancel);
  for (const [id, event] of [["admit", "admit"], ["deny", "deny"]]) {
    $(id).addEventListener("click", () => current()?.door.decide(event, current().door.knockers[0]?.id));
  }
}

/** Shows who waits, on which side of the door. */
export function showDoor(door) {
  const isOurs = Boolean(door?.isOurs);
  $("lockRoom").hidden = !isOurs;
  if (isOurs) showLock(door.isLocked);
  const first = isOurs ? door.knockers[0] : undefined;
  $("knock").hidden = !first;
  $("outside").hidden = !door?.isWaiting;
  if (!first) return;
  const name = nameOf(first);
  const sentence = text("knocks", { name });
  const behind = door.knockers.length - 1;
  const more = behind > 0 ? ` ${text(behind === 1 ? "oneMoreKnocks" : "moreKnock", { count: behind })}` : "";
  // Set only when it differs: a screen reader says it again each time.
  if ($("knockText").textContent !== sentence + more) $("knockText").textContent = sentence + more;
  $("admit").setAttribute("aria-label", text("letNameIn", { name }));
  $("deny").setAttribute("aria-label", text("refuseName", { name }));
}

function showLock(isLocked) {
  const label = text(isLocked ? "unlockRoom" : "lockRoom");
  $("lockRoom").querySelector("span").textContent = label;
  $("lockRoom").title = label;
  $("lockRoom").setAttribute("aria-pressed", String(isLocked));
}
