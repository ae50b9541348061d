// SPDX-License-Identifier: GPL-3.0-or-later
// Tracks to send where there is no device or it is off. Something is always sent, so that no description has to
// change when a device comes or goes: the other side may be unable to change a direction (webrtcbin is).

const FRAME_INTERVAL = 500; // ms; a canvas gives a frame only when something was drawn

/** A black picture, 320x180 at 2 fps. */
export function blackTrack() {
  const canvas = Object.assign(document.createElement("canvas"), { width: 320, height: 180 });
  const context = canvas.getContext("2d");
  const draw = () => context.fillRect(0, 0, canvas.width, canvas.height);
  draw();
  const [track] = canvas.captureStream(1000 / FRAME_INTERVAL).getVideoTracks();
  setInterval(draw, FRAME_INTERVAL);
  return track;
}

/** Silence. Made on a button press, as browsers do not start sound before one. */
export function silentTrack() {
  const context = new AudioContext();
  context.resume().catch(() => {}); // a track that stays empty is silent, too
  const [track] = context.createMediaStreamDestination().stream.getAudioTracks();
  return track;
}
