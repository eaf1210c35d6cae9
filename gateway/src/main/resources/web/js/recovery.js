// When a call's audio is in trouble: what is tried, and when. It never ends a call: the gateway waits for a lost softphone
// as long as it is told to, and says when the contact is over. Knows no WebRTC; timers and randomness are given.

import { backoffMs } from './link.js';

/** ICE says "disconnected" of a hiccup too; a path that is gone does not come back within this. */
const HICCUP_MS = 3_000;
/** ICE and DTLS take well under a second; a network that needs longer does not let them through. */
const CONNECT_MS = { restart: 4_000, renew: 12_000 };
/** A bye comes just before the word that the contact is over, or that an invite is due. */
const AFTER_BYE_MS = 500;
const BACKOFF_MS = { first: 500, most: 4_000 };
const UNKNOWN_LEG = 404;

/**
 * work: restart() asks for other network paths of the leg there is, renew() for a new leg in its place; both resolve when
 * the gateway has agreed. isConnected() tells whether audio can flow. hooks: troubled(is), failed(error or null) after each
 * try that came to nothing, null when the gateway agreed and no path was found.
 */
export class Recovery {
  #work; #hooks; #timers; #random;
  /** What is being tried or about to be: restart or renew; null while all is well. */
  #how = null;
  #running = false;
  #attempt = 0;
  /** Counts what has been begun, so that what was given up is not listened to. */
  #turn = 0;
  #timer = null;

  constructor(work, hooks, { timers = globalThis, random = Math.random } = {}) {
    this.#work = work;
    this.#hooks = hooks;
    this.#timers = timers;
    this.#random = random;
  }

  /** The first connection of a call. */
  begin() {
    this.#how = 'renew';
    this.#try('renew');
  }

  /** What the browser says of the path: connected, disconnected (may come back) or failed. */
  path(state) {
    if (state === 'connected') this.#recovered();
    else if (state === 'failed') this.#broken();
    else if (state === 'disconnected' && this.#how === null) {
      this.#trouble('restart');
      this.#later(HICCUP_MS, () => this.#try('restart'));
    }
  }

  /** Network or clock say that things are not as they were: paths are sought at once, whatever was waited for. */
  hurry() {
    if (this.#running) return;
    this.#attempt = 0;
    // What goes well is not told; the old path may be as good as ever.
    this.#how ??= 'restart';
    this.#try(this.#how);
  }

  /** The gateway has ended the leg, and perhaps not the call. */
  ended() {
    this.#trouble('renew');
    this.#running = false;
    this.#later(AFTER_BYE_MS, () => this.#try('renew'));
  }

  stop() {
    this.#turn++;
    this.#running = false;
    this.#timers.clearTimeout(this.#timer);
  }

  #recovered() {
    // The gateway's word is still to come; with it this is looked at again.
    if (this.#running) return;
    this.stop();
    this.#attempt = 0;
    this.#how = null;
    this.#hooks.troubled(false);
  }

  #broken() {
    if (this.#running && this.#how === 'renew') return;
    const again = this.#how === 'renew';
    this.#trouble('renew');
    if (again) this.#fail(null);
    else this.#try('renew');
  }

  #trouble(how) {
    if (this.#how === null) this.#hooks.troubled(true);
    this.#how = how;
  }

  #try(how) {
    this.#trouble(how);
    this.stop();
    this.#running = true;
    const turn = this.#turn;
    this.#work[how]().then(
      () => turn === this.#turn && this.#agreed(),
      error => turn === this.#turn && this.#refused(error));
  }

  #agreed() {
    this.#running = false;
    if (this.#work.isConnected()) this.#recovered();
    else this.#later(CONNECT_MS[this.#how], () => this.#fail(null));
  }

  #refused(error) {
    this.#running = false;
    if (this.#how === 'restart' && error.code === UNKNOWN_LEG) this.#try('renew');
    else this.#fail(error);
  }

  /** What was agreed and found no path is not tried again: a new leg has everything new. */
  #fail(error) {
    if (error === null) this.#how = 'renew';
    this.#hooks.troubled(true);
    this.#hooks.failed(error);
    this.#later(backoffMs(this.#attempt++, this.#random(), BACKOFF_MS), () => this.#try(this.#how));
  }

  #later(ms, what) {
    this.stop();
    this.#timer = this.#timers.setTimeout(what, ms);
  }
}
