// Getting the agent's attention: ringing, the page's title, a system notification, and what a screen reader says.

import { alarms, changes } from './announce.js';
import { directionMark, kindSentence, partyName } from './callwords.js';
import { formatDuration, spellNumber } from './format.js';
import { isRinging, SIGNED_OUT } from './state.js';

export class Attention {
  #sound; #polite; #assertive;
  #offered = null;
  #notification = null;
  #before = SIGNED_OUT;

  constructor(sound, polite, assertive) {
    this.#sound = sound;
    this.#polite = polite;
    this.#assertive = assertive;
  }

  /** Follows the state; settings.notify says whether a hidden tab may show a notification. */
  follow(state, settings, nowMs) {
    const call = state.call;
    const rings = isRinging(call) && call.phase === 'offered';
    // A desk phone rings by itself.
    if (rings && call.device !== 'desk-phone') this.#sound.startRinging();
    else this.#sound.stopRinging();
    if (rings && this.#offered !== call.id) this.#onOffer(call, settings);
    if (!rings && this.#offered !== null) this.#onOfferGone();
    this.#say(state);
    const title = this.#title(state, rings, nowMs);
    if (document.title !== title) document.title = title;
  }

  #title(state, rings, nowMs) {
    const home = state.agent && state.page === 'supervisor' ? 'Live contacts · Crosspoint' : 'Crosspoint';
    if (rings) return nowMs % 2000 < 1000 ? '☎ Incoming call' : partyName(state.call);
    if (state.call?.phase === 'connected') {
      return `${directionMark(state.call.direction)} ${formatDuration(nowMs - state.call.connectedAtMs)} · ${home}`;
    }
    return state.agent && state.link.phase === 'lost' ? `Reconnecting · ${home}` : home;
  }

  #onOffer(call, settings) {
    this.#offered = call.id;
    const attributes = Object.entries(call.attributes).map(([name, value]) => `${name}: ${value}.`).join(' ');
    const from = call.direction === 'internal' ? partyName(call) : spellNumber(call.number);
    this.#assertive.textContent = call.device === 'desk-phone'
      ? `${kindSentence(call)}: ${from}. Your desk phone rings. ${attributes}`
      : `Incoming call from ${from}. ${kindSentence(call)}. ${attributes} Alt Shift A answers, Alt Shift D declines.`;
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
    const was = this.#before;
    if (was === state) return;
    this.#before = state;
    const polite = changes(was, state).join(' ');
    if (polite !== '') this.#polite.textContent = polite;
    const urgent = alarms(was, state).join(' ');
    if (urgent !== '') this.#assertive.textContent = urgent;
  }
}
