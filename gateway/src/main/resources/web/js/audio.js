// The audio of the call in hand: the microphone, the phone that carries it, and what is heard. Knows no screen.

import { openMicrophone, Phone, PhoneError } from './phone.js';

export class Audio {
  #store; #settings; #sound; #speaker;
  /** The microphone that an answered call is about to use; opened in the click, while the gateway is being asked. */
  #opening = null;

  /**
   * store: { state, dispatch }. speaker: the audio element. signal: what the phone needs of the gateway. lost(): there is
   * no path for the audio of the call.
   */
  constructor(store, settings, sound, speaker, signal, lost) {
    this.#store = store;
    this.#settings = settings;
    this.#sound = sound;
    this.#speaker = speaker;
    this.phone = new Phone(signal, {
      microphone: stream => sound.watch('microphone', stream),
      farEnd: stream => this.#hear(stream),
      figures: (contactId, figures) => store.dispatch({ type: 'browserFigures', contactId, figures }),
      failed: lost,
    });
  }

  /** Asks for the microphone. Rejects with a PhoneError; the state says which. */
  async open() {
    const { state, dispatch } = this.#store;
    if (state.microphone !== 'ready') dispatch({ type: 'microphone', status: 'asking' });
    try {
      const stream = await openMicrophone({ deviceId: this.#settings.microphoneId, cleanVoice: this.#settings.cleanVoice });
      dispatch({ type: 'microphone', status: 'ready' });
      return stream;
    } catch (error) {
      dispatch({ type: 'microphone', status: error.kind });
      throw error;
    }
  }

  /** Whether calls can be spoken in; asks for permission where the browser wants that. */
  async check() {
    if (this.phone.contactId !== null || this.#store.state.presence.device === 'desk-phone') return true;
    try {
      close(await this.open());
      return true;
    } catch {
      return false;
    }
  }

  /** Opens the microphone ahead of `connect`; resolves with whether it could be. */
  async prepare() {
    this.#opening = this.open();
    const ready = await this.#opening.then(() => true, () => false);
    if (!ready) this.#opening = null;
    return ready;
  }

  /** The call that was prepared for is not to be. */
  unprepare() {
    this.#opening?.then(close, () => {});
    this.#opening = null;
  }

  /** Connects a contact's audio. Resolves with null, or with the error when the call has no audio because of it. */
  async connect({ contactId, contactToken }) {
    if (this.phone.contactId === contactId) return null; // A snapshot repeats what we know; the audio never stopped.
    const microphone = this.#opening ?? this.open();
    this.#opening = null;
    try {
      await this.phone.start({ contactId, contactToken, microphone, muted: this.#store.state.call.muted });
      return null;
    } catch (error) {
      const over = error instanceof PhoneError && error.kind === 'ended';
      return over || this.#store.state.call?.id !== contactId ? null : error;
    }
  }

  /** Another microphone, or the same with other settings, in mid-call. */
  async changeMicrophone() {
    if (this.phone.contactId === null) return;
    const stream = await this.open().catch(() => null);
    if (stream) await this.phone.replaceMicrophone(stream, this.#store.state.call?.muted ?? false);
  }

  #hear(stream) {
    this.#speaker.srcObject = stream;
    this.#sound.watch('customer', stream);
    if (stream) this.#speaker.play().catch(error => this.#store.dispatch({ type: 'soundBlocked', blocked: error.name === 'NotAllowedError' }));
  }

  /** Browsers keep a page silent until it was clicked. */
  async unlock() {
    const allowed = await this.#sound.unlock();
    this.#store.dispatch({ type: 'soundBlocked', blocked: !allowed });
    if (allowed && this.#speaker.srcObject) await this.#speaker.play();
  }
}

function close(stream) {
  stream.getTracks().forEach(track => track.stop());
}
