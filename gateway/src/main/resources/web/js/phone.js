// The audio of one call at a time: microphone, RTCPeerConnection, figures. Knows no screen and no socket; what it needs
// from the gateway are two functions.

import { Kept } from './kept.js';
import { Recovery } from './recovery.js';

const FIGURES_EVERY_MS = 2_000;
const STALE_CODE = 400;

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
  /** { id, token, openMicrophone, muted } of the call whose audio this is. */
  #call = null;
  #recovery = null;
  #pc = null;
  /** What the gateway calls the connection, what is heard on it and how long it may wait for another call; null when it may not. */
  #keeping = null;
  #kept;
  #microphone = null;
  /** Whether the gateway has yet to answer for a new leg: what it ends meanwhile is the one before. */
  #renewing = false;
  /** Counts the new legs that were begun: whoever waited while another was begun has come too late. */
  #renewals = 0;
  #figuresTimer = null;
  #counted = { received: 0, lost: 0 };

  /**
   * signal: iceServers(), invite({ contactId, contactToken, sdp, iceRestart }) -> { sdp, candidates }, accept(contactId);
   * where a connection may outlive its call, connectContact({ contactId, contactToken, ...names }) and bye(names) too.
   * hooks: microphone(stream), farEnd(stream), figures(contactId, figures); troubled(contactId, is) while the audio is not
   * connected; failed(contactId, error) after each try to connect it that came to nothing: a PhoneError, or what signalling
   * said.
   */
  constructor(signal, hooks) {
    this.#signal = signal;
    this.#hooks = hooks;
    this.#kept = new Kept(signal);
  }

  get contactId() { return this.#call?.id ?? null; }

  /**
   * Connects a contact's audio and keeps it connected until `stop`. openMicrophone() resolves with a stream or rejects with
   * a PhoneError. A contact that is known is an invitation to look whether its audio still flows.
   */
  start({ contactId, contactToken, openMicrophone, muted }) {
    if (this.contactId === contactId) {
      this.#call.token = contactToken;
      if (!this.#isConnected()) this.#recovery.hurry();
      return;
    }
    this.stop();
    this.#call = { id: contactId, token: contactToken, openMicrophone, muted };
    this.#recovery = new Recovery({
      restart: () => this.#restart(),
      renew: () => this.#renew(),
      isConnected: () => this.#isConnected(),
    }, {
      troubled: is => this.#hooks.troubled(contactId, is),
      failed: error => this.#hooks.failed(contactId, error ?? new PhoneError('path')),
    });
    this.#recovery.begin();
  }

  /** The network may be another one. */
  networkChanged() {
    this.#recovery?.hurry();
  }

  /** The gateway has ended the leg of a contact; of whichever there is when it does not say. */
  ended(contactId = this.contactId) {
    if (this.#call === null || this.contactId !== contactId || this.#renewing) return;
    this.#usePeer(null);
    this.#recovery.ended();
  }

  /** The gateway has ended a connection that waited for a call. */
  keptEnded(peerConnectionId) {
    this.#kept.ended(peerConnectionId);
  }

  /** The call by the connection of the last one. Resolves with whether there was one and the gateway agreed. */
  async #carryOn(call, isStale) {
    const kept = this.#pc === null ? this.#kept.take() : null;
    if (kept === null) return false;
    const woken = this.#wakeMicrophone(call, isStale);
    woken.catch(() => {}); // Looked at below, unless there is nothing to speak into.
    try {
      await this.#signal.connectContact({ ...kept.names, contactId: call.id, contactToken: call.token });
    } catch (error) {
      kept.pc.close();
      // 400: the gateway has it no more. Of any other it would believe that it waits.
      if (error.code !== STALE_CODE) this.#signal.bye(kept.names).catch(() => {});
      return false;
    }
    if (isStale()) {
      if (this.#call === null) this.#kept.put(kept);
      else kept.pc.close();
      throw new PhoneError('ended');
    }
    const { pc } = kept;
    this.#usePeer(pc, kept);
    pc.onconnectionstatechange = () => this.#onPath(pc);
    this.#hooks.farEnd(kept.stream);
    await woken;
    await pc.getSenders()[0].replaceTrack(this.#microphone.getAudioTracks()[0]);
    return true;
  }

  /** A new leg in the place of the one there is, if any. The old one is heard until the gateway has agreed. */
  async #renew() {
    const call = this.#call;
    const renewal = ++this.#renewals;
    const isStale = () => this.#call !== call || this.#renewals !== renewal;
    if (await this.#carryOn(call, isStale)) return;
    await this.#wakeMicrophone(call, isStale);
    const pc = new RTCPeerConnection({ iceServers: this.#signal.iceServers(), bundlePolicy: 'max-bundle', rtcpMuxPolicy: 'require' });
    this.#renewing = true;
    try {
      const sender = pc.addTrack(this.#microphone.getAudioTracks()[0], this.#microphone);
      const keeping = { pc, stream: null };
      pc.ontrack = event => {
        keeping.stream = event.streams[0] ?? new MediaStream([event.track]);
        this.#hooks.farEnd(keeping.stream);
      };
      await pc.setLocalDescription();
      const answer = await this.#invite(pc, call, { persistentConnection: true });
      if (isStale()) throw new PhoneError('ended');
      const { peerConnectionId, peerConnectionToken, inactivityDuration: standsMs } = answer;
      this.#usePeer(pc, peerConnectionId ? Object.assign(keeping, { names: { peerConnectionId, peerConnectionToken }, standsMs }) : null);
      // Another microphone may have been chosen while the gateway was being asked.
      const track = this.#microphone.getAudioTracks()[0];
      if (sender.track !== track) await sender.replaceTrack(track);
      pc.onconnectionstatechange = () => this.#onPath(pc);
      await this.#agree(pc, answer);
      // The gateway closes DTLS when it takes a leg down, which the connection's own state does not tell.
      sender.transport?.addEventListener('statechange', () => this.#onPath(pc));
    } catch (error) {
      pc.close();
      throw error;
    } finally {
      if (!isStale()) this.#renewing = false;
    }
    await this.#signal.accept(call.id);
  }

  /** The same leg by other network paths. */
  async #restart() {
    const pc = this.#pc;
    const call = this.#call;
    if (pc === null || pc.connectionState === 'closed') return this.#renew();
    if (pc.signalingState === 'have-local-offer') await pc.setLocalDescription({ type: 'rollback' });
    pc.setConfiguration({ ...pc.getConfiguration(), iceServers: this.#signal.iceServers() });
    pc.restartIce();
    await pc.setLocalDescription();
    const answer = await this.#invite(pc, call, { iceRestart: true });
    if (this.#pc !== pc) throw new PhoneError('ended');
    await this.#agree(pc, answer);
    // What took the path may have taken the headset: a laptop's dock, or its sleep.
    const sender = pc.getSenders()[0];
    await this.#wakeMicrophone(call, () => this.#pc !== pc);
    const track = this.#microphone.getAudioTracks()[0];
    if (sender.track !== track) await sender.replaceTrack(track);
  }

  /** Opens the microphone, if there is none: a headset that was unplugged, or slept, has ended what was opened of it. */
  async #wakeMicrophone(call, isStale) {
    if (isLive(this.#microphone)) return;
    const stream = await call.openMicrophone();
    if (isStale()) {
      close(stream);
      throw new PhoneError('ended');
    }
    // Another one may have been chosen meanwhile.
    if (isLive(this.#microphone)) close(stream);
    else this.#useMicrophone(stream, call.muted);
  }

  /** Candidates are not waited for: the gateway answers whatever checks reach it. */
  #invite(pc, { id, token }, more) {
    return this.#signal.invite({ contactId: id, contactToken: token, sdp: pc.localDescription.sdp, ...more });
  }

  async #agree(pc, answer) {
    await pc.setRemoteDescription({ type: 'answer', sdp: answer.sdp });
    for (const candidate of answer.candidates) await pc.addIceCandidate(candidate);
  }

  #isConnected() {
    return this.#pc?.connectionState === 'connected' && dtlsState(this.#pc) === 'connected';
  }

  #onPath(pc) {
    if (this.#pc !== pc) return;
    const gone = ['closed', 'failed'].includes(dtlsState(pc));
    this.#recovery.path(gone ? 'failed' : pc.connectionState);
  }

  /** From now on the call is on this connection. */
  #usePeer(pc, keeping = null) {
    const old = this.#pc;
    this.#pc = pc;
    this.#keeping = keeping;
    old?.close();
    clearInterval(this.#figuresTimer);
    this.#counted = { received: 0, lost: 0 };
    if (pc !== null) this.#figuresTimer = setInterval(() => this.#measure(pc), FIGURES_EVERY_MS);
  }

  /** Silences or opens the microphone here; the gateway does the same on its side. */
  mute(muted) {
    if (this.#call) this.#call.muted = muted;
    this.#microphone?.getAudioTracks().forEach(track => { track.enabled = !muted; });
  }

  /** Another microphone in mid-call, without a new negotiation. */
  async replaceMicrophone(stream) {
    if (!this.#call) {
      close(stream);
      return;
    }
    this.#useMicrophone(stream, this.#call.muted);
    await this.#pc?.getSenders()[0]?.replaceTrack(stream.getAudioTracks()[0]);
  }

  #useMicrophone(stream, muted) {
    close(this.#microphone);
    this.#microphone = stream;
    stream.getAudioTracks()[0].onended = () => this.#microphone === stream && this.#recovery?.hurry();
    this.mute(muted);
    this.#hooks.microphone(stream);
  }

  /** The call is over, and its connection waits for the next one where the gateway keeps it. */
  stop() {
    if (this.#call === null) return;
    const keeping = this.#keeping;
    if (keeping !== null) {
      this.#pc = null;
      this.#kept.put(keeping);
    }
    this.#call = null;
    this.#renewals++;
    this.#renewing = false;
    this.#recovery.stop();
    this.#recovery = null;
    this.#usePeer(null);
    close(this.#microphone);
    this.#microphone = null;
    this.#hooks.microphone(null);
    this.#hooks.farEnd(null);
  }

  /** The gateway keeps nothing for this page any more. */
  close() {
    this.stop();
    this.#kept.drop();
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
    this.#hooks.figures(this.contactId, figures);
  }
}

function dtlsState(pc) {
  return pc.getSenders()[0]?.transport?.state ?? 'connected';
}

function isLive(stream) {
  return stream?.getAudioTracks()[0].readyState === 'live';
}

function close(stream) {
  stream?.getTracks().forEach(track => track.stop());
}
