// SPDX-License-Identifier: GPL-3.0-or-later
// Every word a person sees, in one place. English is complete; another language may lack a text.

const english = {
  title: "Joom",
  tagline: "Enter a room name. Whoever opens the same room sees and hears you.",
  room: "Room name",
  name: "Your name",
  nameHint: "Optional; the others see it",
  enter: "Enter room",
  camera: "Camera",
  microphone: "Microphone",
  systemDefault: "System default",
  noDevice: "None found",
  you: "You",
  guest: "Guest",
  mute: "Mute",
  unmute: "Unmute",
  cameraOff: "Turn Camera Off",
  cameraOn: "Turn Camera On",
  leave: "Leave",
  copyLink: "Copy link",
  copied: "Link copied",
  copyFailed: "The link could not be copied. Mark it and copy it by hand.",
  link: "Link to this room",
  openInJoom: "Open in Joom",
  callArea: "Call",
  controls: "Call controls",
  dismiss: "Dismiss",
  previewOff: "Your camera is off",
  previewAsk: "Your camera starts when you enter",
  connectingToServer: "Connecting to the server…",
  waitingTitle: "Waiting for the other person",
  waitingText: "Send them this link. It opens in a browser or in Joom.",
  connecting: "Connecting…",
  reconnecting: "Reconnecting…",
  muted: "Microphone muted",
  peerCameraOff: "Camera is off",
  roomTitle: "Room {room}",
  callTitle: "Call with {name}",
  peopleTitle: "Call with {count} people",
  came: "{name} joined",
  left: "{name} left",
  serverLost: "The server cannot be reached. The call goes on; trying again…",
  serverBack: "The server is back",
  noServer: "The server {server} does not answer. Trying again…",
  clickToHear: "Your browser holds the sound back. Click anywhere to hear the call.",
  noPath: "No network path to {name}: your networks cannot reach each other directly. Still trying…",
  insecure: "This page was opened over plain HTTP, so the browser allows no camera and no microphone. Open it with "
    + "https://, or on the server's own computer. You can still see and hear the others.",
  noWebRTC: "This browser cannot make calls (no WebRTC). Use a current Firefox, Chromium or Safari.",
  "camera.missing": "No camera was found. The others see a placeholder; plug one in and choose it.",
  "camera.denied": "The browser may not use the camera. Allow it at the lock beside the address, then turn it on.",
  "camera.busy": "Another program holds the camera. Close it there, then turn the camera on here.",
  "camera.lost": "The camera was disconnected.",
  "camera.failed": "The camera could not be started.",
  "microphone.missing": "No microphone was found. The others cannot hear you.",
  "microphone.denied": "The browser may not use the microphone. Allow it at the lock beside the address, then unmute.",
  "microphone.busy": "Another program holds the microphone. Close it there, then unmute here.",
  "microphone.lost": "The microphone was disconnected.",
  "microphone.failed": "The microphone could not be started.",
  "refused.room_full": "This room is full.",
  "refused.locked": "This room is locked.",
  "refused.denied": "You were not admitted to this room.",
  "refused.bad_room": "This cannot be the name of a room: at most 128 bytes, without control characters.",
  "refused.rate": "Too many tries. Wait a moment and enter again.",
  "refused.unavailable": "The server cannot take you in now. Try again later.",
  "refused.other": "The server refused: {message}",
  removed: "You were removed from the room.",
  sentAway: "The server ended the connection. Enter again to come back.",
};

const korean = {
  tagline: "방 이름을 입력하세요. 같은 방을 연 사람과 서로 보고 들을 수 있습니다.",
  room: "방 이름",
  name: "내 이름",
  nameHint: "선택 사항이며 상대에게 보입니다",
  enter: "방에 들어가기",
  camera: "카메라",
  microphone: "마이크",
  systemDefault: "시스템 기본값",
  noDevice: "찾을 수 없음",
  you: "나",
  guest: "손님",
  mute: "음소거",
  unmute: "음소거 해제",
  cameraOff: "카메라 끄기",
  cameraOn: "카메라 켜기",
  leave: "나가기",
  copyLink: "링크 복사",
  copied: "링크를 복사했습니다",
  copyFailed: "링크를 복사하지 못했습니다. 직접 선택해서 복사하세요.",
  link: "이 방의 링크",
  openInJoom: "Joom에서 열기",
  callArea: "통화",
  controls: "통화 조작",
  dismiss: "닫기",
  previewOff: "카메라가 꺼져 있습니다",
  previewAsk: "들어가면 카메라가 켜집니다",
  connectingToServer: "서버에 연결하는 중…",
  waitingTitle: "상대를 기다리는 중",
  waitingText: "이 링크를 보내세요. 브라우저나 Joom에서 열립니다.",
  connecting: "연결하는 중…",
  reconnecting: "다시 연결하는 중…",
  muted: "마이크 꺼짐",
  peerCameraOff: "카메라 꺼짐",
  roomTitle: "방: {room}",
  callTitle: "{name} 님과 통화",
  peopleTitle: "{count}명과 통화",
  came: "{name} 님이 들어왔습니다",
  left: "{name} 님이 나갔습니다",
  serverLost: "서버에 연결할 수 없습니다. 통화는 계속되며 다시 시도합니다…",
  serverBack: "서버에 다시 연결되었습니다",
  noServer: "서버 {server}에서 응답이 없습니다. 다시 시도합니다…",
  clickToHear: "브라우저가 소리를 막았습니다. 아무 곳이나 누르면 소리가 들립니다.",
  noPath: "{name} 님에게 갈 네트워크 경로가 없습니다. 두 네트워크가 직접 연결되지 않습니다. 계속 시도합니다…",
  insecure: "이 페이지는 HTTP로 열려서 브라우저가 카메라와 마이크를 허용하지 않습니다. https:// 로 열거나 서버 컴퓨터에서 "
    + "여세요. 상대를 보고 듣는 것은 가능합니다.",
  noWebRTC: "이 브라우저로는 통화할 수 없습니다(WebRTC 없음). 최신 Firefox, Chromium 또는 Safari를 사용하세요.",
  "camera.missing": "카메라를 찾을 수 없습니다. 상대에게는 대체 화면이 보입니다.",
  "camera.denied": "브라우저가 카메라를 쓸 수 없습니다. 주소 옆 자물쇠에서 허용한 뒤 카메라를 켜세요.",
  "camera.busy": "다른 프로그램이 카메라를 쓰고 있습니다. 그 프로그램을 닫고 여기서 카메라를 켜세요.",
  "camera.lost": "카메라 연결이 끊어졌습니다.",
  "camera.failed": "카메라를 시작하지 못했습니다.",
  "microphone.missing": "마이크를 찾을 수 없습니다. 상대가 내 소리를 들을 수 없습니다.",
  "microphone.denied": "브라우저가 마이크를 쓸 수 없습니다. 주소 옆 자물쇠에서 허용한 뒤 음소거를 해제하세요.",
  "microphone.busy": "다른 프로그램이 마이크를 쓰고 있습니다. 그 프로그램을 닫고 음소거를 해제하세요.",
  "microphone.lost": "마이크 연결이 끊어졌습니다.",
  "microphone.failed": "마이크를 시작하지 못했습니다.",
  "refused.room_full": "방이 가득 찼습니다.",
  "refused.locked": "방이 잠겨 있습니다.",
  "refused.denied": "이 방에 들어갈 수 없습니다.",
  "refused.bad_room": "방 이름으로 쓸 수 없습니다. 최대 128바이트이며 제어 문자를 쓸 수 없습니다.",
  "refused.rate": "시도가 너무 많습니다. 잠시 후 다시 들어오세요.",
  "refused.unavailable": "서버가 지금 받을 수 없습니다. 나중에 다시 시도하세요.",
  "refused.other": "서버가 거절했습니다: {message}",
  removed: "방에서 내보내졌습니다.",
  sentAway: "서버가 연결을 끊었습니다. 다시 들어오려면 방에 들어가기를 누르세요.",
};

/** The language of the texts in use, for the document's `lang`. */
export const language = navigator.language?.startsWith("ko") ? "ko" : "en";
const texts = language === "ko" ? { ...english, ...korean } : english;

/** The text for `key` with `{placeholders}` filled in. */
export function text(key, values = {}) {
  return (texts[key] ?? key).replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

/** The sentence for a refusal `{code, message}` of the server. */
export function refusalText({ code, message }) {
  return texts["refused." + code] ?? text("refused.other", { message: message ?? code ?? "" });
}

/** Fills in elements marked `data-text`, `data-label` (accessible name) and `data-hint` (placeholder). */
export function fillIn(root) {
  document.documentElement.lang = language;
  for (const element of root.querySelectorAll("[data-text]")) element.textContent = text(element.dataset.text);
  for (const element of root.querySelectorAll("[data-label]")) element.setAttribute("aria-label", text(element.dataset.label));
  for (const element of root.querySelectorAll("[data-hint]")) element.placeholder = text(element.dataset.hint);
}
