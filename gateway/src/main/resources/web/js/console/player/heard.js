// Tells the gateway which parts were really played, as the media element says: every some seconds, at each pause, and
// when the page is left. Reports follow one another, and the last one always has all.

import { reportHeard } from '../api/recordings.js';
import { ofMedia, same } from '../ranges.js';

const EVERY_MS = 10_000;

export class Heard {
  #api; #audio; #play;
  #told = [];
  #underWay = null;
  #timer;

  constructor(api, audio, play) {
    this.#api = api;
    this.#audio = audio;
    this.#play = play;
    this.#timer = setInterval(() => !audio.paused && this.tell(), EVERY_MS);
    audio.addEventListener('pause', this.tell);
    audio.addEventListener('ended', this.tell);
  }

  /** What was not told yet is told. */
  tell = async () => {
    await this.#underWay;
    const ranges = this.#ranges();
    if (ranges.length === 0 || same(ranges, this.#told)) return;
    this.#underWay = reportHeard(this.#api, this.#play, ranges, false)
      .then(() => { this.#told = ranges; }, () => {}) // The next report has it again.
      .finally(() => { this.#underWay = null; });
    await this.#underWay;
  };

  /** The last report, which outlives the page. */
  close() {
    clearInterval(this.#timer);
    this.#audio.removeEventListener('pause', this.tell);
    this.#audio.removeEventListener('ended', this.tell);
    const ranges = this.#ranges();
    if (ranges.length > 0 && !same(ranges, this.#told)) reportHeard(this.#api, this.#play, ranges, true).catch(() => {});
  }

  #ranges() {
    return ofMedia(this.#audio.played, this.#play.durationMs);
  }
}
