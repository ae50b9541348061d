// SPDX-License-Identifier: GPL-3.0-or-later
// A peer as limited as the page Joom descends from, so that tests meet what old pages do: one RTCPeerConnection made
// before joining and never replaced, descriptions set without waiting, the `addstream` event, no ids, no options, no
// acknowledgements, no second join after a reconnect, no end-of-call. Do not mend it: its faults are its purpose.
/* global io */
const socket = io();
const byId = (id) => document.getElementById(id);
const form = document.querySelector("#welcome form");
let stream, connection, room;

byId("call").hidden = true;

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  byId("welcome").hidden = true;
  byId("call").hidden = false;
  await capture({ facingMode: "user" });
  await listCameras();
  connect();
  room = form.querySelector("input").value;
  socket.emit("join_room", room);
});

async function capture(video) {
  stream = await navigator.mediaDevices.getUserMedia({ audio: true, video });
  byId("myFace").srcObject = stream;
}

async function listCameras() {
  for (const { kind, deviceId, label } of await navigator.mediaDevices.enumerateDevices()) {
    if (kind === "videoinput") byId("cameras").append(new Option(label, deviceId));
  }
}

function connect() {
  connection = new RTCPeerConnection();
  connection.addEventListener("icecandidate", ({ candidate }) => socket.emit("ice", candidate, room));
  connection.addEventListener("addstream", (event) => { byId("peerFace").srcObject = event.stream; });
  for (const track of stream.getTracks()) connection.addTrack(track, stream);
}

socket.on("welcome", async () => {
  const offer = await connection.createOffer();
  connection.setLocalDescription(offer);
  socket.emit("offer", offer, room);
});

socket.on("offer", async (offer) => {
  connection.setRemoteDescription(offer);
  const answer = await connection.createAnswer();
  connection.setLocalDescription(answer);
  socket.emit("answer", answer, room);
});

socket.on("answer", (answer) => { connection.setRemoteDescription(answer); });
socket.on("ice", (candidate) => { connection.addIceCandidate(candidate); });

function toggle(button, tracks, [on, off]) {
  for (const track of tracks) track.enabled = !track.enabled;
  button.innerText = tracks[0].enabled ? on : off;
}
byId("mute").addEventListener("click", () => toggle(byId("mute"), stream.getAudioTracks(), ["Mute", "UnMute"]));
byId("camera").addEventListener("click", () =>
  toggle(byId("camera"), stream.getVideoTracks(), ["Turn Camera Off", "Turn Camera On"]));
// Only the self view changes; the peer goes on seeing the first camera.
byId("cameras").addEventListener("input", () => capture({ deviceId: { exact: byId("cameras").value } }));
