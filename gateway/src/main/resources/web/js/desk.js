// An agent's session: signing in and out, what the gateway tells, and the audio that follows the contact. Both pages
// stand on it; what people do with a call is in calling.js and supervising.js.

import { Audio } from './audio.js';
import { PhoneError } from './phone.js';
import { Gateway } from './protocol.js';
import { finishAtGateway } from './provider.js';
import { forget, remembered, signIn, SignInError, signOut } from './session.js';
import { isFailure, PATH_PROBLEM, problem, signInProblem } from './words.js';

/** After a snapshot, how long a running phone waits for its contact to be named. */
const SNAPSHOT_MS = 2_000;

const ENDINGS = {
  4001: 'Your phone was opened in another window. Sign in to use it here.',
  'signed-in-elsewhere': 'You have signed in elsewhere. Sign in to use the phone here.',
  'signed-out': 'You have been signed out.',
};

export class Desk {
  #store; #sound; #onSession; #onLeft;
  #token = null;
  /** What was last said about audio that does not connect; it is taken back when it does. */
  #audioError = null;
  gateway = null;

  /** hooks: session() at each fresh session of the gateway, left(sentence) when nobody is signed in any more. */
  constructor(store, settings, sound, speaker, hooks) {
    this.#store = store;
    this.#sound = sound;
    this.#onSession = hooks.session;
    this.#onLeft = hooks.left;
    this.audio = new Audio(store, settings, sound, speaker, {
      iceServers: () => this.gateway.iceServers,
      invite: params => this.gateway.invite(params),
      accept: contactId => this.gateway.accept(contactId),
      connectContact: params => this.gateway.connectContact(params),
      bye: names => this.gateway.bye(names),
    }, {
      failed: (contactId, error) => this.#onAudioFailed(contactId, error),
      connected: () => this.state.error === this.#audioError && this.fail(null),
    });
  }

  get state() { return this.#store.state; }
  dispatch(action) { this.#store.dispatch(action); }

  /** Resolves with null, or with the sentence that says why not. further: what comes after the password. */
  signIn(user, password, further) {
    this.#sound.unlock(); // In the click that signs in: from now on the page may ring.
    return this.#openWhen(signIn(user, password, further));
  }

  /** Goes on with what the sign-in provider sent this page back with; as signIn. */
  comeBack(back, further) {
    return this.#openWhen((async () => finishAtGateway(back, further))());
  }

  async #openWhen(signedIn) {
    try {
      this.#open(await signedIn);
      return null;
    } catch (error) {
      if (error instanceof SignInError) return signInProblem(error.status, error.retryAfterSeconds, error.sentence);
      throw error;
    }
  }

  /** The sign-in of before a reload, when there is one. */
  resume() {
    const session = remembered();
    if (session) this.#open(session);
    return session !== null;
  }

  async signOut() {
    const token = this.#token;
    const { presence, call } = this.state;
    const last = [];
    // So that no call comes in, and none waits, while the gateway still expects this page to return.
    if (presence.allowed.includes('offline')) last.push(this.gateway.setState('offline'));
    if (call) last.push(this.gateway.contact('hangUp', call.id));
    await Promise.allSettled(last);
    this.#leave('');
    await signOut(token);
  }

  /** Does it, or shows why not. Resolves with whether it was done. */
  async attempt(what, work) {
    try {
      await work();
      return true;
    } catch (error) {
      if (this.state.agent) this.fail(problem(what, error));
      return false;
    }
  }

  /** The network may be another one, or this machine has slept: nothing is believed to be connected still. */
  networkChanged() {
    this.gateway?.networkChanged();
    this.audio.phone.networkChanged();
  }

  fail(words) {
    this.dispatch({ type: 'error', error: words });
  }

  async hangUp() {
    const call = this.state.call;
    if (!call || call.phase === 'offered') return;
    this.dispatch({ type: 'ending', contactId: call.id });
    const done = await this.attempt('hang up', () => this.gateway.contact('hangUp', call.id));
    if (!done) this.dispatch({ type: 'endFailed', contactId: call.id, phase: call.phase });
  }

  #open(session) {
    this.#token = session.token;
    this.dispatch({ type: 'signedIn', agent: { id: session.agent, displayName: session.displayName, demo: session.demo === true } });
    this.gateway = new Gateway(`wss://${location.host}/agent`, session.token, {
      event: event => this.#onEvent(event),
      session: rights => {
        this.dispatch({ type: 'session', ...rights });
        if (rights.fresh) this.#onSession();
      },
      forgotten: () => this.#onForgotten(),
      bye: contactId => this.audio.phone.ended(contactId),
      keptEnded: peerConnectionId => this.audio.phone.keptEnded(peerConnectionId),
      phase: phase => this.#onPhase(phase),
    });
    this.gateway.start();
  }

  #leave(sentence) {
    this.audio.phone.close();
    this.gateway?.stop();
    this.gateway = null;
    this.#token = null;
    forget();
    this.dispatch({ type: 'signedOut' });
    this.#onLeft(sentence);
  }

  #onPhase(phase) {
    if (phase.phase === 'ended') return this.#leave(ENDINGS[phase.reason] ?? 'Your sign-in has expired. Please sign in again.');
    this.dispatch({ type: 'link', ...phase });
    if (phase.phase === 'online' && this.state.call?.audioTroubled) this.audio.phone.networkChanged();
  }

  #onEvent(event) {
    this.dispatch({ ...event, nowMs: Date.now() });
    if (event.type === 'contactAccepted' && this.state.call?.id === event.contactId) this.audio.connect(event);
    if (event.type === 'contactEnded') this.#onEnded(event);
  }

  /** The phone goes on trying; the gateway says when it has waited long enough. Trouble with microphone or link has banners of its own. */
  #onAudioFailed(contactId, error) {
    const { call, link } = this.state;
    if (call?.id !== contactId || link.phase !== 'online') return;
    if (error instanceof PhoneError && error.kind !== 'path') return;
    this.#audioError = error instanceof PhoneError ? PATH_PROBLEM : problem('connect the audio', error);
    this.fail(this.#audioError);
  }

  #onEnded(event) {
    if (this.audio.phone.contactId === event.contactId) this.audio.phone.stop();
    this.audio.unprepare();
    const { ended, error } = this.state;
    if (ended?.id === event.contactId && isFailure(ended) && error === null) {
      this.fail({ title: 'The call ended.', text: event.sentence || 'Try again.' });
    }
  }

  #onForgotten() {
    this.dispatch({ type: 'forgotten' });
    setTimeout(() => {
      const { phone } = this.audio;
      if (phone.contactId !== null && this.state.call?.id !== phone.contactId) phone.close();
    }, SNAPSHOT_MS);
  }
}
