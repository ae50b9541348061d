// SPDX-License-Identifier: GPL-3.0-or-later
const QUALITY = { video: { frameRate: { max: 30 } }, audio: false };

/** Our screen, or a window or tab that the person chose in the browser's own dialogue. */
export class Screen {
  /** What is shown; null when nothing is. */
  track = null;
  /** Why it is not shown, as the key of a sentence in texts.js; null when there is nothing to say. */
  trouble = null;
  #onChange;
  #asking = null;

  /** `onChange` hears when `track` or `trouble` is another one. */
  constructor(onChange) {
    this.#onChange = onChange;
  }

  /** Phones have no such dialogue, and plain HTTP allows none. */
  get isAllowed() {
    return Boolean(navigator.mediaDevices?.getDisplayMedia);
  }

  /** Asks what to show; has to come from a press of a button. One question at a time. */
  start() {
    if (this.track || this.#asking) return;
    const asking = this.#asking = navigator.mediaDevices.getDisplayMedia(QUALITY);
    asking.then((stream) => this.#take(asking, stream.getVideoTracks()[0]), (error) => {
      if (this.#asking !== asking) return;
      this.#asking = null;
      this.trouble = error?.name === "NotAllowedError" ? "screen.denied" : "screen.failed";
      this.#onChange();
    });
  }

  /** Shows nothing any more, nor what is still being asked for. */
  stop() {
    this.#asking = null;
    this.trouble = null;
    if (!this.track) return;
    this.track.onended = null;
    this.track.stop();
    this.track = null;
    this.#onChange();
  }

  #take(asking, track) {
    if (this.#asking !== asking) return track.stop(); // the call was left meanwhile
    this.#asking = null;
    this.trouble = null;
    // Letters have to stay legible; a browser takes pixels away from what it believes to be a film.
    track.contentHint = "detail";
    track.onended = () => this.stop(); // by the browser's own bar, or because the window was closed
    this.track = track;
    return this.#onChange();
  }
}
