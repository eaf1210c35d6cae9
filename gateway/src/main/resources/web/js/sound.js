// Everything heard and measured with WebAudio: ringing, key tones, level meters. One AudioContext, which browsers keep
// silent until the page was clicked.

/** DTMF pairs, Hz (ITU-T Q.23). */
const ROWS = { 1: 697, 2: 697, 3: 697, 4: 770, 5: 770, 6: 770, 7: 852, 8: 852, 9: 852, '*': 941, 0: 941, '#': 941 };
const COLUMNS = { 1: 1209, 4: 1209, 7: 1209, '*': 1209, 2: 1336, 5: 1336, 8: 1336, 0: 1336, 3: 1477, 6: 1477, 9: 1477, '#': 1477 };
/** A soft rising figure, then a rest. */
const RING_NOTES = [[0, 659.3], [0.16, 784], [0.32, 987.8], [0.64, 784], [0.8, 987.8]];
const RING_PERIOD_MS = 2_800;
export const SILENT_DB = -60;

export class Sound {
  #context = null;
  #ring = null;
  #sources = new Map();
  #buffer = new Float32Array(1024);
  ringVolume = 0.6;

  /** Call it from a click. Resolves with whether sound may be heard now. */
  async unlock() {
    this.#context ??= new AudioContext();
    if (this.#context.state === 'suspended') {
      // resume() waits for a click as long as it takes; we only want to know how things stand.
      await Promise.race([this.#context.resume(), new Promise(resolve => setTimeout(resolve, 300))]);
    }
    return this.allowed;
  }

  get allowed() { return this.#context?.state === 'running'; }

  startRinging() {
    if (this.#ring || !this.#context) return;
    const phrase = () => RING_NOTES.forEach(([at, hz]) => this.#note(hz, at, 0.5, 0.35 * this.ringVolume));
    phrase();
    this.#ring = setInterval(phrase, RING_PERIOD_MS);
  }

  stopRinging() {
    clearInterval(this.#ring);
    this.#ring = null;
  }

  get ringing() { return this.#ring !== null; }

  /** One phrase of the ringing, to choose a volume by. */
  sample() {
    if (this.#context) RING_NOTES.forEach(([at, hz]) => this.#note(hz, at, 0.5, 0.35 * Math.max(0.1, this.ringVolume)));
  }

  key(digit) {
    if (!this.#context || !ROWS[digit]) return;
    this.#note(ROWS[digit], 0, 0.14, 0.05, 'flat');
    this.#note(COLUMNS[digit], 0, 0.14, 0.05, 'flat');
  }

  #note(hz, afterSeconds, seconds, volume, shape = 'struck') {
    const at = this.#context.currentTime + afterSeconds;
    const oscillator = new OscillatorNode(this.#context, { frequency: hz, type: shape === 'struck' ? 'triangle' : 'sine' });
    const gain = new GainNode(this.#context, { gain: 0 });
    gain.gain.setValueAtTime(0, at);
    gain.gain.linearRampToValueAtTime(volume, at + 0.01);
    if (shape === 'struck') gain.gain.exponentialRampToValueAtTime(0.0005, at + seconds);
    else gain.gain.setValueAtTime(volume, at + seconds - 0.02);
    gain.gain.linearRampToValueAtTime(0, at + seconds + 0.01);
    oscillator.connect(gain).connect(this.#context.destination);
    oscillator.start(at);
    oscillator.stop(at + seconds + 0.02);
  }

  /** Measures a stream under a name from now on; null ends it. */
  watch(name, stream) {
    this.#sources.get(name)?.source.disconnect();
    this.#sources.delete(name);
    if (!stream || !this.#context) return;
    const source = this.#context.createMediaStreamSource(stream);
    const analyser = new AnalyserNode(this.#context, { fftSize: 1024 });
    source.connect(analyser);
    this.#sources.set(name, { source, analyser });
  }

  /** Level of a watched stream now, dBFS, SILENT_DB at the least. */
  levelDb(name) {
    const watched = this.#sources.get(name);
    if (!watched) return SILENT_DB;
    watched.analyser.getFloatTimeDomainData(this.#buffer);
    return rmsDb(this.#buffer);
  }
}

export function rmsDb(samples) {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  const rms = Math.sqrt(sum / samples.length);
  return rms > 0 ? Math.max(SILENT_DB, Math.min(0, 20 * Math.log10(rms))) : SILENT_DB;
}
