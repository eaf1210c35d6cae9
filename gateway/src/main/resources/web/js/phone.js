// The audio of one call at a time: microphone, RTCPeerConnection, figures. Knows no screen and no socket; what it needs
// from the gateway are three functions.

const GATHERING_MS = 500;
/** ICE and DTLS to the gateway take well under a second; this is a network that does not let them through. */
const CONNECT_MS = 12_000;
const FIGURES_EVERY_MS = 2_000;

/** What went wrong with the microphone or the audio path: kind is denied, missing, busy, unsupported or path. */
export class PhoneError extends Error {
  constructor(kind, cause) {
    super(kind, { cause });
    this.kind = kind;
  }
}

/** Asks for the microphone. Resolves with a stream, rejects with a PhoneError. */
export async function openMicrophone({ deviceId, cleanVoice }) {
  if (!navigator.mediaDevices?.getUserMedia || typeof RTCPeerConnection === 'undefined') throw new PhoneError('unsupported');
  const audio = { echoCancellation: cleanVoice, noiseSuppression: cleanVoice, autoGainControl: cleanVoice, channelCount: 1 };
  try {
    return await navigator.mediaDevices.getUserMedia({ audio: deviceId ? { ...audio, deviceId: { exact: deviceId } } : audio });
  } catch (error) {
    // The headset that was chosen last week is not plugged in: any microphone is better than none.
    if (deviceId && (error.name === 'OverconstrainedError' || error.name === 'NotFoundError')) return openMicrophone({ cleanVoice });
    throw new PhoneError(microphoneProblem(error.name), error);
  }
}

function microphoneProblem(name) {
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied';
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'missing';
  return 'busy';
}

export class Phone {
  #signal; #hooks;
  #contactId = null;
  #pc = null;
  #microphone = null;
  #connectTimer = null;
  #figuresTimer = null;
  #counted = { received: 0, lost: 0 };

  /**
   * signal: iceServers(), invite({ contactId, contactToken, sdp, candidates }) -> { sdp, candidates }, accept(contactId), bye(contactId).
   * hooks: microphone(stream), farEnd(stream), figures(contactId, figures), failed(contactId, PhoneError).
   */
  constructor(signal, hooks) {
    this.#signal = signal;
    this.#hooks = hooks;
  }

  get contactId() { return this.#contactId; }

  /** Connects a contact's audio. Rejects with PhoneError, or with what signalling said; nothing is left open then. */
  async start({ contactId, contactToken, microphone, muted }) {
    this.stop();
    this.#contactId = contactId;
    const pc = new RTCPeerConnection({ iceServers: this.#signal.iceServers(), bundlePolicy: 'max-bundle', rtcpMuxPolicy: 'require' });
    this.#pc = pc;
    try {
      this.#useMicrophone(await microphone, muted);
      this.#assertCurrent(pc);
      await this.#negotiate(pc, contactToken);
    } catch (error) {
      if (this.#pc === pc) this.stop();
      throw error;
    }
  }

  async #negotiate(pc, contactToken) {
    pc.ontrack = event => this.#hooks.farEnd(event.streams[0] ?? new MediaStream([event.track]));
    pc.onconnectionstatechange = () => this.#onPath(pc);
    const candidates = [];
    pc.onicecandidate = event => {
      if (event.candidate?.candidate) candidates.push(event.candidate.toJSON());
    };
    pc.addTrack(this.#microphone.getAudioTracks()[0], this.#microphone);
    await pc.setLocalDescription();
    await gathered(pc);
    this.#assertCurrent(pc);
    const answer = await this.#signal.invite({
      contactId: this.#contactId, contactToken, sdp: pc.localDescription.sdp, candidates,
    });
    this.#assertCurrent(pc);
    await pc.setRemoteDescription({ type: 'answer', sdp: answer.sdp });
    for (const candidate of answer.candidates) await pc.addIceCandidate(candidate);
    this.#connectTimer = setTimeout(() => this.#fail(pc), CONNECT_MS);
    this.#figuresTimer = setInterval(() => this.#measure(pc), FIGURES_EVERY_MS);
    await this.#signal.accept(this.#contactId);
  }

  /** The call may have ended while we waited for something. */
  #assertCurrent(pc) {
    if (this.#pc !== pc) {
      pc.close();
      throw new PhoneError('ended');
    }
  }

  #onPath(pc) {
    if (this.#pc !== pc) return;
    if (pc.connectionState === 'connected') clearTimeout(this.#connectTimer);
    if (pc.connectionState === 'failed') this.#fail(pc);
  }

  #fail(pc) {
    if (this.#pc !== pc) return;
    const contactId = this.#contactId;
    this.stop();
    this.#signal.bye(contactId);
    this.#hooks.failed(contactId, new PhoneError('path'));
  }

  /** Silences or opens the microphone here; the gateway does the same on its side. */
  mute(muted) {
    this.#microphone?.getAudioTracks().forEach(track => { track.enabled = !muted; });
  }

  /** Another microphone in mid-call, without a new negotiation. */
  async replaceMicrophone(stream, muted) {
    if (!this.#pc) {
      close(stream);
      return;
    }
    const old = this.#microphone;
    this.#useMicrophone(stream, muted);
    await this.#pc.getSenders()[0]?.replaceTrack(stream.getAudioTracks()[0]);
    close(old);
  }

  #useMicrophone(stream, muted) {
    this.#microphone = stream;
    this.mute(muted);
    this.#hooks.microphone(stream);
  }

  stop() {
    clearTimeout(this.#connectTimer);
    clearInterval(this.#figuresTimer);
    this.#pc?.close();
    close(this.#microphone);
    if (this.#pc) {
      this.#hooks.microphone(null);
      this.#hooks.farEnd(null);
    }
    this.#pc = null;
    this.#microphone = null;
    this.#contactId = null;
    this.#counted = { received: 0, lost: 0 };
  }

  /** What this end measures: loss since the last time, jitter, round trip. */
  async #measure(pc) {
    const figures = {};
    const report = await pc.getStats();
    if (this.#pc !== pc) return;
    for (const stats of report.values()) {
      if (stats.type === 'inbound-rtp' && stats.kind === 'audio') {
        const received = stats.packetsReceived - this.#counted.received;
        const lost = Math.max(0, stats.packetsLost - this.#counted.lost);
        this.#counted = { received: stats.packetsReceived, lost: stats.packetsLost };
        if (received + lost > 0) figures.lossPercent = 100 * lost / (received + lost);
        figures.jitterMs = 1000 * stats.jitter;
      } else if (stats.type === 'candidate-pair' && stats.nominated && stats.currentRoundTripTime !== undefined) {
        figures.roundTripMs = 1000 * stats.currentRoundTripTime;
      }
    }
    this.#hooks.figures(this.#contactId, figures);
  }
}

/** All candidates, or those of the first half second: on a busy machine an unused interface must not delay the answer. */
function gathered(pc) {
  return new Promise(resolve => {
    if (pc.iceGatheringState === 'complete') resolve();
    const timer = setTimeout(resolve, GATHERING_MS);
    pc.addEventListener('icegatheringstatechange', () => {
      if (pc.iceGatheringState !== 'complete') return;
      clearTimeout(timer);
      resolve();
    });
  });
}

function close(stream) {
  stream?.getTracks().forEach(track => track.stop());
}
