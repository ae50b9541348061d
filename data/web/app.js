// SPDX-License-Identifier: GPL-3.0-or-later
// The page: room form, call, and the way between them.
import { Call } from "./call.js";
import { cut } from "./chat.js";
import { ChatPanel } from "./chatpanel.js";
import { connectControls } from "./controls.js";
import { connectDoor, showDoor } from "./doorview.js";
import { LocalMedia } from "./media.js";
import { canFollow, placeOf } from "./moving.js";
import { admission, appLink, copyLink, roomInAddress, roomPath, webLink } from "./roomlink.js";
import { choices, movedRoom, ongoingCall, randomID } from "./settings.js";
import { fillIn, refusalText, text } from "./texts.js";
import { canProve, keyInAddress, sealKey } from "./trust.js";
import { followShape, initials, nameOf, Tiles } from "./tiles.js";

const NOTICE_DURATION = 6_000; // ms
const QUESTION_PATIENCE = 8_000; // ms
const SEAT_KEPT = 120_000; // ms; as long as servers keep it
const NAME_LIMIT = 128; // bytes of UTF-8, which a server takes
const $ = (id) => document.getElementById(id);
const media = new LocalMedia();
let call = null;
let removed = null; // from where, and as whom: by another name we would pass by the owner, who has to let us in
let trouble = null; // what is wrong besides the devices, in words
let stranded = null; // the room went on elsewhere without us: `{sentence, link, label}`

// MARK: Saying things

/** Shows all that is wrong now, above the call or the form; stays until mended or dismissed. */
function showTrouble() {
  const sentences = [trouble, stranded?.sentence, ...[...new Set(media.troubles.values())].map((key) => text(key))].filter(Boolean);
  const line = (sentence) => Object.assign(document.createElement("p"), { textContent: sentence });
  for (const banner of document.querySelectorAll(".banner")) {
    const list = banner.querySelector("div");
    if (list.textContent !== sentences.concat(stranded?.label ?? []).join("")) {
      list.replaceChildren(...sentences.map(line));
      if (stranded) list.append(Object.assign(document.createElement("a"), { href: stranded.link, textContent: stranded.label }));
    }
    banner.hidden = !sentences.length;
  }
}

function setTrouble(sentence) {
  trouble = sentence;
  showTrouble();
}

function notify(sentence) {
  const notice = Object.assign(document.createElement("p"), { textContent: sentence });
  $("notices").append(notice);
  setTimeout(() => notice.remove(), NOTICE_DURATION);
}

function onNotice({ detail }) {
  const values = detail.values?.peer ? { name: nameOf(detail.values.peer) } : detail.values;
  if (detail.text === "serverLost" || detail.text === "serverCloses" || detail.text === "noServer") return setTrouble(text(detail.text, values));
  if (detail.text === "serverBack") setTrouble(null);
  return notify(text(detail.text, values));
}

// MARK: Showing

function showSelf() {
  const track = media.shownTrack;
  for (const video of [$("myFace"), $("preview")]) {
    const current = video.srcObject?.getTracks()[0] ?? null;
    if (current !== track) video.srcObject = track && new MediaStream([track]);
    video.closest(".tile").classList.toggle("is-off", !track);
    video.closest(".tile").classList.toggle("is-screen", Boolean(media.screen.track));
  }
  $("myFace").closest(".tile").classList.toggle("is-muted", !media.isOn("microphone"));
  $("myTag").textContent = text(media.screen.track ? "yourScreen" : "you");
  $("previewText").textContent = text(media.wanted.camera ? "previewAsk" : "previewOff");
}

const tiles = new Tiles($("tiles"), $("selfCell"));
const chatPanel = new ChatPanel(() => call);

function showCall() {
  const peers = call ? [...call.peers.values()] : [];
  tiles.update(peers, call?.door);
  showDoor(call?.door);
  $("waiting").hidden = peers.length > 0 || Boolean(call?.door?.isWaiting);
  showRecording(peers.filter((peer) => call.recorders.has(peer)).map(nameOf));
  const title = peers.length === 0 ? text("roomTitle", { room: call?.room ?? "" })
    : peers.length === 1 ? text("callTitle", { name: nameOf(peers[0]) })
    : text("peopleTitle", { count: peers.length });
  $("callTitle").textContent = title;
  $("callSubtitle").textContent = peers.length ? text("roomTitle", { room: call.room })
    : call && !call.wasConnected ? text("connectingToServer") : "";
  document.title = `${title} – Joom`;
}

/** Says who records, for as long as they do. */
function showRecording(names) {
  const sentence = names.length ? text(names.length === 1 ? "records" : "recordMany", { name: names.join(", ") }) : "";
  $("recording").hidden = !sentence;
  if ($("recording").textContent !== sentence) $("recording").textContent = sentence;
}

function showPage(isInCall) {
  $("welcome").hidden = isInCall;
  $("call").hidden = !isInCall;
  if (isInCall) return;
  document.title = "Joom";
  ($("room").value ? $("enter") : $("room")).focus();
}

// MARK: Entering and leaving

/** Where a room is, as this tab knows: where its owner moved it, or null for this page's own server. */
function placeOfRoom(room) {
  const moved = movedRoom.get();
  return moved?.room === room ? placeOf(moved.link, room) : null;
}

function showLinks(room, place) {
  $("link").value = place?.web ?? webLink(room);
  for (const id of ["openInJoom", "openWaiting"]) $(id).href = place?.app ?? appLink(room);
}

function onMoved(entered, { peer, link }) {
  movedRoom.set({ room: entered.room, link, isProved: entered.isProved });
  stranded = null;
  showLinks(entered.room, entered.place);
  notify(text("moved", { name: nameOf(peer), server: entered.host }));
  showTrouble();
}

function onStayed({ peer, place, refusal }) {
  const reason = refusal ? refusalText(refusal) : text("notReached");
  const sentence = text("stayed", { name: nameOf(peer), server: place.host, reason });
  stranded = { sentence, link: place.web, label: text("openThere", { server: place.host }) };
  showTrouble();
}

async function enter(room, identity) {
  const name = cut($("name").value.trim(), NAME_LIMIT).trim();
  choices.set("name", name || null);
  setTrouble(null);
  if (typeof RTCPeerConnection === "undefined") return setTrouble(text("noWebRTC"));
  // Without cryptography the key cannot be used, and without the key nobody would let us in.
  if (keyInAddress() && !canProve()) return setTrouble(text("keyNeedsSecurity"));
  $("enter").disabled = true;
  const place = placeOfRoom(room);
  const key = place?.key ?? keyInAddress();
  const keys = { admission: await admission(room, key), seal: await sealKey(room, key), isProved: place ? movedRoom.get().isProved : Boolean(key) };
  const entered = new Call({ media, room, name, place, canFollow: await mayFollow, ...keys, ...identity });
  call = entered;
  chatPanel.follow(entered.chat);
  history.replaceState(null, "", roomPath(room));
  showLinks(room, place);
  $("myAvatar").textContent = initials(name || text("you"));
  showCall();
  showPage(true);
  // First, so that the offer does not carry a placeholder that is replaced at once; but who does not see the browser's
  // question should not let the others wait for ever.
  await Promise.race([media.open(), new Promise((done) => setTimeout(done, QUESTION_PATIENCE))]);
  $("enter").disabled = false;
  if (call !== entered) return undefined; // left while the browser asked for the camera
  entered.addEventListener("change", () => {
    if (entered.isConnected && trouble) setTrouble(null);
    showCall();
  });
  entered.addEventListener("notice", onNotice);
  entered.addEventListener("joined", ({ detail }) => ongoingCall.set({ room, peerID: entered.peerID, ...detail }));
  entered.addEventListener("moved", ({ detail }) => onMoved(entered, detail));
  entered.addEventListener("stayed", ({ detail }) => onStayed(detail));
  entered.addEventListener("ended", ({ detail }) => {
    if (detail.refusal) movedRoom.set(null); // the way back is this page's own server again
    removed = detail.text === "removed" ? { room, peerID: entered.you } : null;
    backToForm(detail.text ? text(detail.text) : refusalText(detail.refusal));
  });
  entered.start();
  return undefined;
}

function backToForm(sentence) {
  call = stranded = null;
  $("enter").disabled = false;
  ongoingCall.set(null);
  media.close();
  showCall();
  showPage(false);
  setTrouble(sentence);
}

$("form").addEventListener("submit", (event) => {
  event.preventDefault();
  const typed = $("room").value;
  // Keyboards of phones put a space behind a word; a link's name stays as it is.
  const room = typed === roomInAddress() ? typed : typed.trim() || typed;
  enter(room, { peerID: removed?.room === room ? removed.peerID : randomID(8) });
});

function leave() {
  call?.leave();
  backToForm(null);
}

$("leave").addEventListener("click", leave);
connectDoor(() => call, leave);

for (const id of ["copyLink", "copyWaiting"]) {
  $(id).addEventListener("click", async () => {
    notify(text(await copyLink($("link").value) ? "copied" : "copyFailed"));
  });
}

/** Says that the call is on: a tab that a browser brings back later than its seat is kept does not walk in by itself. */
const stamp = () => call && ongoingCall.get() && ongoingCall.set(ongoingCall.get());
setInterval(stamp, 20_000);
addEventListener("pagehide", stamp);

// The others see at once that our end is closed; a re-loaded tab comes back with the token of its seat.
addEventListener("pagehide", () => call?.abandon());
addEventListener("pageshow", (event) => event.persisted && location.reload());

$("tiles").addEventListener("held", () => notify(text("clickToHear")));
media.addEventListener("change", showSelf);
media.addEventListener("change", showTrouble);
for (const button of document.querySelectorAll(".dismiss")) {
  button.addEventListener("click", () => {
    media.troubles.clear();
    stranded = null;
    setTrouble(null);
  });
}

// MARK: Start

/** Shows the self view before the call where that asks nobody anything. */
async function preview() {
  const states = await Promise.all(["camera", "microphone"].map((name) => navigator.permissions?.query({ name })))
    .catch(() => []);
  if (!call && states.length && states.every((state) => state?.state === "granted")) await media.open();
}

const mayFollow = canFollow();
fillIn(document);
followShape($("myFace"));
connectControls(media, () => Boolean(call));
$("name").value = choices.get("name") ?? "";
$("room").value = roomInAddress();
showSelf();
if (!media.isAllowed) media.open(); // says why not
const ongoing = ongoingCall.get();
if (ongoing?.room && ongoing.room === roomInAddress() && Date.now() - ongoing.at < SEAT_KEPT) {
  enter(ongoing.room, ongoing);
} else {
  showPage(false);
  preview();
}
