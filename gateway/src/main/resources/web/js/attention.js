// Getting the agent's attention: ringing, the page's title, a system notification, and what a screen reader says.

import { formatDuration, formatNumber, spellNumber } from './format.js';
import { endingSentence } from './words.js';

export class Attention {
  #sound; #polite; #assertive;
  #offered = null;
  #notification = null;
  #spoken = { phase: null, link: null, muted: null, callId: null };

  constructor(sound, polite, assertive) {
    this.#sound = sound;
    this.#polite = polite;
    this.#assertive = assertive;
  }

  /** Follows the state; settings.notify says whether a hidden tab may show a notification. */
  follow(state, settings, nowMs) {
    const call = state.call;
    const ringing = call !== null && call.phase === 'offered' && call.direction === 'inbound';
    if (ringing) this.#sound.startRinging();
    else this.#sound.stopRinging();
    if (ringing && this.#offered !== call.id) this.#onOffer(call, settings);
    if (!ringing && this.#offered !== null) this.#onOfferGone();
    this.#say(state);
    const title = this.#title(state, ringing, nowMs);
    if (document.title !== title) document.title = title;
  }

  #title(state, ringing, nowMs) {
    if (ringing) return nowMs % 2000 < 1000 ? '☎ Incoming call' : `${formatNumber(state.call.number)}`;
    if (state.call?.phase === 'connected') return `${formatDuration(nowMs - state.call.connectedAtMs)} · Crosspoint`;
    if (state.agent && state.link.phase === 'lost') return 'Reconnecting · Crosspoint';
    return 'Crosspoint';
  }

  #onOffer(call, settings) {
    this.#offered = call.id;
    const attributes = Object.entries(call.attributes).map(([name, value]) => `${name}: ${value}`).join(', ');
    this.#assertive.textContent = `Incoming call from ${spellNumber(call.number)}, queue ${call.queue}. ${attributes} `
      + 'Alt Shift A answers, Alt Shift D declines.';
    if (!settings.notify || !document.hidden || Notification.permission !== 'granted') return;
    // The queue only: a notification may be seen by whoever walks by, and is kept by the system.
    this.#notification = new Notification('Incoming call', { body: call.queue, icon: '/icon.svg', tag: 'crosspoint-call', requireInteraction: true });
    this.#notification.onclick = () => window.focus();
  }

  #onOfferGone() {
    this.#offered = null;
    this.#assertive.textContent = '';
    this.#notification?.close();
    this.#notification = null;
  }

  #say(state) {
    const was = this.#spoken;
    const call = state.call;
    const now = { phase: call?.phase ?? null, link: state.link.phase, muted: call?.muted ?? null, callId: call?.id ?? null };
    this.#spoken = now;
    if (was.callId !== null && now.callId === null && state.ended) this.#polite.textContent = `${endingSentence(state.ended)}.`;
    else if (now.phase === 'connected' && was.phase !== 'connected') this.#polite.textContent = 'Connected.';
    else if (now.muted !== was.muted && was.muted !== null && now.muted !== null) this.#polite.textContent = now.muted ? 'Microphone muted.' : 'Microphone on.';
    else if (now.link === 'online' && was.link === 'lost') this.#polite.textContent = 'Connected to the gateway again.';
    else if (now.link === 'lost' && was.link === 'online') this.#polite.textContent = 'The connection to the gateway was lost. Reconnecting.';
  }
}
