// Finds out before the first call whether calls would be heard: the microphone, the connection to the gateway, and the
// audio by each way that there is, all at once. Knows no screen.

/** All of it. What has not come back by then will not, and whoever waits for the verdict wants it in 10 s. */
const MOST_MS = 9_500;
/** The ways are tried with silence when the microphone is not open by then: the browser may ask whether it may be used. */
const OPEN_MS = 2_000;
/** All pings together; those that have come back by then are enough. */
const LINK_MS = 5_000;
/** ICE and DTLS take well under a second; this is a network that does not let them through. */
const CONNECT_MS = 4_000;
const LISTEN_MS = 3_000;
const VOICE_MS = 3_000;
/** Louder than what a muted headset sends. */
const HEARD_DB = -55;
const FRAME_MS = 100;
const PINGS = 5;
/** From here on a call is a strain (ITU-T G.114 for the delay, both ways and the jitter buffer counted). */
const MOST = { roundTripMs: 300, lossPercent: 2, jitterMs: 40 };

/**
 * Runs all checks and resolves with the verdict. ask(sdp) -> { sdp, candidates } is POST /api/preflight; ping() resolves
 * when the gateway has answered by WebSocket; openMicrophone() as the phone's; levelDb(stream) -> a function that gives the
 * level now, and end(); iceServers as the gateway gave them. tell(checks) is told of every change: { microphone, link,
 * direct, tcp, relayed }, each { state: running | good | poor | failed | none, ... }.
 */
export async function preflight({ ask, ping, openMicrophone, level, iceServers }, tell) {
  const checks = {
    microphone: { state: 'running' }, link: { state: 'running' }, direct: { state: 'running' }, tcp: { state: 'running' },
    relayed: { state: iceServers.length > 0 ? 'running' : 'none' },
  };
  const put = (name, check) => {
    checks[name] = check;
    tell({ ...checks });
  };
  tell({ ...checks });
  const until = performance.now() + MOST_MS;
  const opening = openMicrophone();
  const streams = [];
  let over = false;
  opening.then(stream => over ? close(stream) : streams.push(stream), () => {});
  const others = [
    linkCheck(ping).then(check => put('link', check)),
    microphoneCheck(opening, level, until).then(check => put('microphone', check)),
  ];
  let silence = null;
  try {
    let stream = await inTime(opening, OPEN_MS, null).catch(() => null);
    if (stream === null) {
      silence = new AudioContext();
      stream = silence.createMediaStreamDestination().stream;
    }
    const way = (name, configuration, protocol) =>
      wayCheck(ask, stream, configuration, protocol, until).then(check => put(name, check));
    await Promise.all([
      ...others,
      way('direct', { iceServers: [] }, 'udp'),
      way('tcp', { iceServers: [] }, 'tcp'),
      checks.relayed.state === 'none' ? null : way('relayed', { iceServers, iceTransportPolicy: 'relay' }, 'udp'),
    ]);
  } finally {
    over = true;
    streams.forEach(close);
    silence?.close();
  }
  return verdict(checks);
}

export async function linkCheck(ping, mostMs = LINK_MS) {
  const until = performance.now() + mostMs;
  const times = [];
  try {
    for (let i = 0; i < PINGS; i++) {
      const began = performance.now();
      if (!await inTime(ping().then(() => true), until - began, false)) break;
      times.push(performance.now() - began);
    }
  } catch {
    return { state: 'failed' };
  }
  if (times.length === 0) return { state: 'failed' };
  const roundTripMs = Math.round(times.sort((a, b) => a - b)[Math.floor(times.length / 2)]);
  return { state: roundTripMs > MOST.roundTripMs ? 'poor' : 'good', roundTripMs };
}

async function microphoneCheck(opening, level, until) {
  try {
    const stream = await inTime(opening, until - performance.now(), null);
    return stream === null ? { state: 'failed', kind: 'busy' } : await voiceCheck(level(stream), until);
  } catch (error) {
    return { state: 'failed', kind: error.kind ?? 'busy' };
  }
}

async function voiceCheck({ levelDb, end }, most) {
  const until = Math.min(most, performance.now() + VOICE_MS);
  let loudest = -Infinity;
  while (loudest < HEARD_DB && performance.now() < until) {
    await pause(FRAME_MS);
    loudest = Math.max(loudest, levelDb());
  }
  end();
  return { state: loudest < HEARD_DB ? 'poor' : 'good' };
}

/** Resolves with something else when it takes too long. */
function inTime(promise, mostMs, otherwise) {
  let timer;
  const late = new Promise(resolve => { timer = setTimeout(() => resolve(otherwise), mostMs); });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** Audio both ways by one protocol, and by what the configuration of the connection leaves open. */
async function wayCheck(ask, stream, configuration, protocol, until) {
  const pc = new RTCPeerConnection({ ...configuration, bundlePolicy: 'max-bundle', rtcpMuxPolicy: 'require' });
  try {
    return await inTime(tried(pc, ask, stream, protocol, until), until - performance.now(), { state: 'failed', reason: 'not-answered' });
  } catch (error) {
    return { state: 'failed', reason: [429, 503].includes(error.status) ? 'busy' : 'not-answered' };
  } finally {
    pc.close();
  }
}

async function tried(pc, ask, stream, protocol, until) {
  pc.addTrack(stream.getAudioTracks()[0], stream);
  await pc.setLocalDescription();
  const answer = onlyBy(protocol, await ask(pc.localDescription.sdp));
  if (answer.candidates.length === 0) return { state: 'none' };
  await pc.setRemoteDescription({ type: 'answer', sdp: answer.sdp });
  for (const candidate of answer.candidates) await pc.addIceCandidate(candidate);
  if (!await connected(pc)) return { state: 'failed', reason: 'no-path' };
  await pause(Math.min(LISTEN_MS, until - performance.now() - FRAME_MS));
  return judged(figures(await pc.getStats()));
}

/** An answer with the candidates of one protocol. */
export function onlyBy(protocol, { sdp, candidates }) {
  const isWanted = line => !/^(a=)?candidate:/.test(line) || line.toLowerCase().includes(` 1 ${protocol} `);
  return {
    sdp: sdp.split('\r\n').filter(isWanted).join('\r\n'),
    candidates: candidates.filter(({ candidate }) => isWanted(candidate)),
  };
}

function connected(pc) {
  return happens(pc, 'connectionstatechange', () => pc.connectionState === 'connected', CONNECT_MS);
}

/** Resolves with whether it was so in time. */
function happens(target, event, isSo, mostMs) {
  return new Promise(resolve => {
    const look = () => isSo() && done(true);
    const timer = setTimeout(() => done(false), mostMs);
    const done = answer => {
      clearTimeout(timer);
      target.removeEventListener(event, look);
      resolve(answer);
    };
    target.addEventListener(event, look);
    look();
  });
}

/** What a connection has seen of its audio: { received, lossPercent, jitterMs, roundTripMs }, -1 for what is not known. */
export function figures(stats) {
  const all = [...stats.values()];
  const inbound = all.find(report => report.type === 'inbound-rtp' && report.kind === 'audio') ?? {};
  const theirs = all.find(report => report.type === 'remote-inbound-rtp') ?? {};
  const pair = all.find(report => report.type === 'candidate-pair' && report.nominated) ?? {};
  const received = inbound.packetsReceived ?? 0;
  const lost = Math.max(0, inbound.packetsLost ?? 0);
  const down = received + lost > 0 ? lost / (received + lost) : 0;
  const seconds = theirs.roundTripTime ?? pair.currentRoundTripTime;
  return {
    received,
    lossPercent: 100 * Math.max(down, theirs.fractionLost ?? 0),
    jitterMs: inbound.jitter === undefined ? -1 : Math.round(inbound.jitter * 1000),
    roundTripMs: seconds === undefined ? -1 : Math.round(seconds * 1000),
  };
}

/** A way of which the figures are known. */
export function judged(of) {
  if (of.received === 0) return { state: 'failed', reason: 'silent' };
  const isPoor = of.lossPercent >= MOST.lossPercent || of.roundTripMs > MOST.roundTripMs || of.jitterMs > MOST.jitterMs;
  return { state: isPoor ? 'poor' : 'good', figures: of };
}

/** What all checks together mean: { state: good | poor | failed, title, text }. */
export function verdict({ microphone, link, direct, tcp, relayed }) {
  const ways = [direct, tcp, relayed];
  // Browsers prefer direct UDP to TCP to the relay, however well each does.
  const taken = ways.find(isOpen);
  if (link.state === 'failed') return bad('The gateway does not answer.', 'Check your network, then run the check again.');
  if (taken === undefined) {
    if (ways.some(way => way.reason === 'busy')) return bad('The gateway cannot check audio right now.', 'Many people check at the moment. Try again in a minute.');
    return ways.some(way => way.reason === 'not-answered')
      ? bad('The gateway did not take part in the check.', 'Try again; if it happens once more, sign in anew, or tell whoever runs the gateway.')
      : bad('No audio reaches the gateway.', 'A firewall or VPN blocks it: ask your network people to let UDP pass to the gateway’s media port, or TCP at least. Until then use a desk phone.');
  }
  if (microphone.state === 'failed') return bad('Callers would not hear you.', 'The microphone cannot be used; see above.');
  if (microphone.state === 'poor') return poor('Nothing was heard from your microphone.', 'Speak during the check. If you did: is it switched off at the headset, or is another one chosen?');
  if (taken.state === 'poor') return poor('Calls would be hard to follow.', complaint(taken.figures));
  if (direct.state === 'failed' && !isBlocked(direct)) return poor('The direct way of audio was not checked.', 'Calls work by another one at least. Run the check again in a minute.');
  if (isBlocked(direct) && isOpen(tcp)) return poor('Calls work, but only by TCP.', 'Audio may stop for a moment where something is lost on the way. Ask your network people to let UDP pass to the gateway’s media port.');
  if (isBlocked(direct)) return poor('Calls work, but only by way of the relay.', 'Ask your network people to let UDP pass to the gateway’s media port: calls have less delay then.');
  if (link.state === 'poor') return poor('The gateway answers slowly.', 'Buttons may take a moment. A cable is better than Wi-Fi.');
  return { state: 'good', title: 'Everything is ready for calls.', text: '' };
}

function isOpen({ state }) {
  return state === 'good' || state === 'poor';
}

/** Whether it was tried and nothing came through: the gateway may also have had no time for it, or given no answer. */
function isBlocked({ reason }) {
  return reason === 'no-path' || reason === 'silent';
}

function complaint({ lossPercent, jitterMs, roundTripMs }) {
  const better = 'Use a cable instead of Wi-Fi, or close what else uses the connection.';
  if (lossPercent >= MOST.lossPercent) return `${Math.round(lossPercent)} % of the audio is lost on the way. ${better}`;
  if (roundTripMs > MOST.roundTripMs) return `Audio takes ${roundTripMs} ms there and back. A VPN may take a long way round: try without it.`;
  return `Audio arrives unevenly (${jitterMs} ms). ${better}`;
}

function bad(title, text) {
  return { state: 'failed', title, text };
}

function poor(title, text) {
  return { state: 'poor', title, text };
}

function close(stream) {
  stream.getTracks().forEach(track => track.stop());
}

function pause(ms) {
  return new Promise(resolve => setTimeout(resolve, ms));
}
