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
  'contact.talkers': 'contactTalkers',
  'contact.transferFailed': 'contactTransferFailed',
  'contact.supervision': 'contactSupervision',
  'contact.microphone': 'contactMicrophone',
  'contact.digit': 'contactDigit',
  'contact.quality': 'contactQuality',
  'contact.ended': 'contactEnded',
  'call.seen': 'callSeen',
  'call.gone': 'callGone',
  'agent.seen': 'agentSeen',
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
  #onEvent; #onSession; #onForgotten; #onBye; #onKeptEnded;
  /** Relays for this browser's audio, as RTCPeerConnection takes them; fresh at each start of the session. */
  iceServers = [];

  /**
   * hooks: event(action); session({ permissions, devices, fresh }) at each start; forgotten() when the gateway does
   * not know our session any more and a snapshot follows; bye(contactId) when it ends our audio, keptEnded(peerConnectionId)
   * when it ends a connection that waits; phase({ phase, retryAtMs, reason }).
   */
  constructor(url, token, hooks) {
    this.#token = token;
    this.#onEvent = hooks.event;
    this.#onSession = hooks.session;
    this.#onForgotten = hooks.forgotten;
    this.#onBye = hooks.bye;
    this.#onKeptEnded = hooks.keptEnded;
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
  /** The network may be another one. */
  networkChanged() { this.#link.networkChanged(); }

  /** Resolves when the gateway has answered. */
  ping() { return this.#link.call('session.ping', {}); }
  setState(state) { return this.#call('agent.setState', { state }); }
  setDevice(device) { return this.#call('agent.setDevice', { device }); }
  quickConnects() { return this.#call('agent.quickConnects', {}); }
  /** target: { number } or { agent }. */
  dial(target) { return this.#call('contact.dial', target); }
  /** Does something with a contact: a verb of section 4 of the protocol, and what it takes. */
  contact(verb, contactId, params = {}) { return this.#call(`contact.${verb}`, { contactId, ...params }); }
  watch(on) { return this.#call('calls.watch', { on }); }
  callDemoCustomer() { return this.#call('demo.call', {}); }

  invite({ contactId, contactToken, ...offer }) {
    return this.#call('invite', { contactId, callContextToken: contactToken, candidates: [], ...offer });
  }
  accept(contactId) { return this.#call('accept', { contactId }); }
  /** The next contact by a connection that waits. */
  connectContact({ contactId, contactToken, ...names }) {
    return this.#call('connectContact', { contactId, callContextToken: contactToken, ...names });
  }
  /** A connection that waits is not needed any more. */
  bye(names) { return this.#call('bye', names); }

  /** Every request may be repeated after a lost socket without being done twice. */
  #call(method, params) {
    return this.#link.call(method, { ...params, idempotencyKey: crypto.randomUUID() });
  }

  async #open(call) {
    const resume = this.#session === null ? {} : { session: this.#session, lastSeq: this.#lastSeq };
    const answer = await call('session.start', { token: this.#token, ...resume });
    const hadSession = this.#session !== null;
    this.#session = answer.session;
    this.iceServers = answer.iceServers;
    if (!answer.resumed) {
      this.#lastSeq = answer.seq;
      if (hadSession) this.#onForgotten();
    }
    this.#onSession({ permissions: answer.permissions, devices: answer.devices, fresh: !answer.resumed });
  }

  #onNotification(method, params) {
    if (method === 'PCBye') this.#onKeptEnded(params.peerConnectionId);
    if (method !== 'event') return;
    if (!UNNUMBERED.has(params.type)) {
      if (params.seq <= this.#lastSeq) return;
      this.#lastSeq = params.seq;
    }
    this.#skewMs = Math.min(this.#skewMs, Date.now() - params.at);
    const type = EVENTS[params.type];
    if (!type) return;
    this.#onEvent({ ...this.#onOurClock(params.data), type });
  }

  /** Times of the gateway as times of this browser; 0 is no time. */
  #onOurClock(data) {
    const moved = { ...data };
    for (const name of ['sinceMs', 'endsMs']) {
      if (moved[name] > 0) moved[name] += this.#skewMs;
    }
    return moved;
  }

  #serve(method, params) {
    if (method === 'bye') this.#onBye(params.contactId);
    return {};
  }
}
