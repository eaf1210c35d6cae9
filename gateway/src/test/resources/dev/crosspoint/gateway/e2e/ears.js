// Put into a page before its own scripts: keeps hold of its connections, so that a test can listen to what they carry,
// and of when its WebSockets opened.

window.__connections = [];
const Real = window.RTCPeerConnection;
window.RTCPeerConnection = class extends Real {
  constructor(...args) {
    super(...args);
    window.__connections.push(this);
  }
};

window.__socketsOpened = [];
const RealSocket = window.WebSocket;
window.WebSocket = class extends RealSocket {
  constructor(...args) {
    super(...args);
    this.addEventListener('open', () => window.__socketsOpened.push(Date.now()));
  }
};

const RATE = 48_000;
const FFT = 8_192;
const wait = ms => new Promise(done => setTimeout(done, ms));

function track(side) {
  const pc = window.__connections.at(-1);
  return side === 'far' ? pc.getReceivers()[0].track : pc.getSenders()[0].track;
}

async function listen(side) {
  const context = new AudioContext({ sampleRate: RATE });
  await context.resume();
  const analyser = new AnalyserNode(context, { fftSize: FFT, smoothingTimeConstant: 0 });
  context.createMediaStreamSource(new MediaStream([track(side)])).connect(analyser);
  return analyser;
}

/**
 * Waits until all tones of `present` are heard and none of `absent`, for as many looks in a row as `looks`, 0.2 s
 * apart. heardDb: what a tone has at least; below: how far an absent tone is below the loudest, or below heardDb
 * where nothing is loud. Answers { ok, levels }, levels in dB by tone at the last look.
 */
window.__hears = async ({ present, absent, heardDb, below, looks, limitMs }) => {
  const end = Date.now() + limitMs;
  let levels = {};
  let streak = 0;
  let analyser = null;
  let listensTo = null;
  while (streak < looks && Date.now() < end) {
    // The page may have a new connection meanwhile, or none yet.
    const now = window.__connections.length > 0 ? track('far') : null;
    if (now !== listensTo) {
      await analyser?.context.close();
      listensTo = now;
      analyser = now ? await listen('far') : null;
    }
    await wait(200);
    if (!analyser) continue;
    const bins = new Float32Array(analyser.frequencyBinCount);
    analyser.getFloatFrequencyData(bins);
    const at = hz => Math.max(...[-2, -1, 0, 1, 2].map(d => bins[Math.round(hz * FFT / RATE) + d]));
    levels = Object.fromEntries([...present, ...absent].map(hz => [hz, Math.max(-200, Math.round(at(hz)))]));
    const loudest = Math.max(heardDb, ...bins);
    const ok = present.every(hz => at(hz) > heardDb) && absent.every(hz => at(hz) < loudest - below);
    streak = ok ? streak + 1 : 0;
  }
  await analyser?.context.close();
  return { ok: streak >= looks, levels };
};

window.__listenForSound = async limitMs => {
  const analyser = await listen('far');
  const samples = new Float32Array(FFT);
  const limit = Date.now() + limitMs;
  window.__sound = new Promise(done => {
    const look = () => {
      analyser.getFloatTimeDomainData(samples);
      const now = Date.now();
      const first = samples.findIndex(sample => Math.abs(sample) > 0.05);
      if (first < 0 && now < limit) {
        setTimeout(look, 2);
        return;
      }
      done(first < 0 ? -1 : now - (samples.length - first) / (RATE / 1000));
      analyser.context.close();
    };
    look();
  });
};

/** When a connection of this page first received sound that is no silence, by its own counts; -1 when none did. */
window.__firstSound = async limitMs => {
  for (const limit = Date.now() + limitMs; Date.now() < limit; await wait(10)) {
    const stats = await window.__connections.at(-1)?.getStats() ?? new Map();
    if ([...stats.values()].some(s => s.type === 'inbound-rtp' && s.totalAudioEnergy > 1e-4)) return Date.now();
  }
  return -1;
};

window.__letThrough = on => {
  track('near').enabled = on;
  return Date.now();
};

window.__inbound = async () => {
  const stats = await window.__connections.at(-1).getStats();
  const inbound = [...stats.values()].find(s => s.type === 'inbound-rtp');
  return {
    packets: inbound.packetsReceived,
    lost: inbound.packetsLost,
    concealed: inbound.concealedSamples,
    total: inbound.totalSamplesReceived,
    waited: inbound.jitterBufferDelay,
    emitted: inbound.jitterBufferEmittedCount,
  };
};

/** Begins to watch what is received for pauses; __longestGapMs says how long the longest has been since then. */
window.__watchGaps = () => {
  let last = null;
  let longest = 0;
  const look = async () => {
    const stats = await window.__connections.at(-1).getStats();
    const now = [...stats.values()].find(s => s.type === 'inbound-rtp');
    // Of several packets since the last look each but one has been there for 20 ms of the time.
    const more = now.packetsReceived - (last?.packetsReceived ?? 0);
    if (last && more > 0) longest = Math.max(longest, now.lastPacketReceivedTimestamp - last.lastPacketReceivedTimestamp - 20 * (more - 1));
    if (more > 0) last = now;
  };
  const timer = setInterval(look, 40);
  window.__longestGapMs = async () => {
    clearInterval(timer);
    await look();
    return longest;
  };
};
