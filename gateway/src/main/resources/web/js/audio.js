// The audio of the call in hand: the microphone, the phone that carries it, and what is heard. Knows no screen.

import { openMicrophone, Phone } from './phone.js';

export class Audio {
  #store; #settings; #sound; #speaker;
  /** The microphone that an answered call is about to use; opened in the click, while the gateway is being asked. */
  #opening = null;

  /**
   * store: { state, dispatch }. speaker: the audio element. signal: what the phone needs of the gateway. hooks:
   * failed(contactId, error) when a try to connect the audio came to nothing, there will be others; connected().
   */
  constructor(store, settings, sound, speaker, signal, { failed, connected }) {
    this.#store = store;
    this.#settings = settings;
    this.#sound = sound;
    this.#speaker = speaker;
    this.phone = new Phone(signal, {
      microphone: stream => sound.watch('microphone', stream),
      farEnd: stream => this.#hear(stream),
      figures: (contactId, figures) => store.dispatch({ type: 'browserFigures', contactId, figures }),
      troubled: (contactId, troubled) => {
        store.dispatch({ type: 'audioTroubled', contactId, troubled });
        if (!troubled) connected();
      },
      failed,
    });
  }

  /** Asks for the microphone. Rejects with a PhoneError; the state says which. */
  async open() {
    const { state, dispatch } = this.#store;
    if (state.microphone === 'unknown') dispatch({ type: 'microphone', status: 'asking' });
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

  /** Connects a contact's audio, and keeps it connected until the phone is stopped. */
  connect({ contactId, contactToken }) {
    this.phone.start({ contactId, contactToken, openMicrophone: () => this.#opened(), muted: this.#store.state.call.muted });
  }

  #opened() {
    const opening = this.#opening ?? this.open();
    this.#opening = null;
    return opening;
  }

  /** Another microphone, or the same with other settings, in mid-call. */
  async changeMicrophone() {
    if (this.phone.contactId === null) return;
    const stream = await this.open().catch(() => null);
    if (stream) await this.phone.replaceMicrophone(stream);
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
