// The two channels of a recording, apart: left is the customer, right the agent. WebAudio begins with the first play.

export class Sound {
  #audio;
  #context = null;
  #gains = null;
  #solo = 'both';

  constructor(audio) {
    this.#audio = audio;
  }

  /** From a click or a key, because a browser wants that. */
  async start() {
    if (this.#context === null && 'AudioContext' in globalThis) this.#connect();
    if (this.#context?.state === 'suspended') await this.#context.resume();
  }

  get solo() { return this.#solo; }

  /** both, customer or agent: one of them is heard in both ears. */
  set solo(who) {
    this.#solo = who;
    if (this.#gains === null) return;
    const loud = { customerLeft: who !== 'agent', customerRight: who === 'customer', agentLeft: who === 'agent', agentRight: who !== 'customer' };
    for (const [name, on] of Object.entries(loud)) this.#gains[name].gain.value = on ? 1 : 0;
  }

  close() {
    this.#context?.close();
    this.#context = null;
    this.#gains = null;
  }

  #connect() {
    const context = new AudioContext();
    const source = context.createMediaElementSource(this.#audio);
    const splitter = context.createChannelSplitter(2);
    const merger = context.createChannelMerger(2);
    source.connect(splitter);
    const way = (from, to) => {
      const gain = context.createGain();
      splitter.connect(gain, from);
      gain.connect(merger, 0, to);
      return gain;
    };
    this.#gains = { customerLeft: way(0, 0), customerRight: way(0, 1), agentLeft: way(1, 0), agentRight: way(1, 1) };
    merger.connect(context.destination);
    this.#context = context;
    this.solo = this.#solo;
  }
}
