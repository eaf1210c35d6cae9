// The agent protocol (gateway/docs/agent-protocol.md) in the words of this page: methods become functions, events become
// actions of state.js, sequence numbers and the session are kept here.

import { Link } from './link.js';

/** Protocol event type to action type. What is not listed is new to us and only counted. */
const EVENTS = {
  'agent.state': 'stateChanged',
  'contact.offered': 'contactOffered',
  'contact.accepted': 'contactAccepted',
  'contact.progress': 'contactProgress',
  'contact.connected': 'contactConnected',
  'contact.roster': 'contactRoster',
  'contact.digit': 'contactDigit',
  'contact.quality': 'contactQuality',
  'contact.ended': 'contactEnded',
};
/** Not numbered, never replayed. */
const UNNUMBERED = new Set(['contact.quality', 'contact.talkers']);

export class Gateway {
  #link;
  #token;
  #session = null;
  #lastSeq = 0;
  /** Our clock minus the gateway's, ms: the smallest difference seen, which had the least delay on the way. */
  #skewMs = Infinity;
  #onEvent; #onForgotten; #onBye;

  /**
   * hooks: event(action), forgotten() when the gateway does not know our session any more and a snapshot follows,
   * bye(contactId) when it ends our audio, phase({ phase, retryAtMs, reason }).
   */
  constructor(url, token, hooks) {
    this.#token = token;
    this.#onEvent = hooks.event;
    this.#onForgotten = hooks.forgotten;
    this.#onBye = hooks.bye;
    this.#link = new Link(url, {
      open: call => this.#open(call),
      probe: call => call('session.ping', {}),
      notify: (method, params) => this.#onNotification(method, params),
      serve: (method, params) => this.#serve(method, params),
      phase: hooks.phase,
    });
  }

  start() { this.#link.start(); }
  stop() { this.#link.stop(); }
  retryNow() { this.#link.retryNow(); }

  setState(state) { return this.#call('agent.setState', { state }); }
  acceptContact(contactId) { return this.#call('contact.accept', { contactId }); }
  rejectContact(contactId) { return this.#call('contact.reject', { contactId }); }
  hangUp(contactId) { return this.#call('contact.hangUp', { contactId }); }
  mute(contactId, muted) { return this.#call('contact.mute', { contactId, muted }); }
  sendDigits(contactId, digits) { return this.#call('contact.sendDigits', { contactId, digits }); }
  dial(number) { return this.#call('contact.dial', { number }); }
  callDemoCustomer() { return this.#call('demo.call', {}); }

  invite({ contactId, contactToken, sdp, candidates }) {
    return this.#call('invite', { contactId, callContextToken: contactToken, sdp, candidates });
  }
  accept(contactId) { return this.#call('accept', { contactId }); }
  bye(contactId) { return this.#call('bye', { contactId }); }

  /** Every request may be repeated after a lost socket without being done twice. */
  #call(method, params) {
    return this.#link.call(method, { ...params, idempotencyKey: crypto.randomUUID() });
  }

  async #open(call) {
    const resume = this.#session === null ? {} : { session: this.#session, lastSeq: this.#lastSeq };
    const answer = await call('session.start', { token: this.#token, ...resume });
    const hadSession = this.#session !== null;
    this.#session = answer.session;
    if (answer.resumed) return;
    this.#lastSeq = answer.seq;
    if (hadSession) this.#onForgotten();
  }

  #onNotification(method, params) {
    if (method !== 'event') return;
    if (!UNNUMBERED.has(params.type)) {
      if (params.seq <= this.#lastSeq) return;
      this.#lastSeq = params.seq;
    }
    this.#skewMs = Math.min(this.#skewMs, Date.now() - params.at);
    const type = EVENTS[params.type];
    if (!type) return;
    const action = { ...params.data, type };
    if (action.sinceMs !== undefined) action.sinceMs += this.#skewMs;
    this.#onEvent(action);
  }

  #serve(method, params) {
    if (method === 'bye') this.#onBye(params.contactId);
    return {};
  }
}
