// What the check before the first call makes of what it has seen. In the build: PagePartsTest.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { figures, judged, linkCheck, onlyBy, preflight, verdict } from '../../main/resources/web/js/preflight.js';

const FINE = { received: 150, lossPercent: 0, jitterMs: 3, roundTripMs: 20 };
const GOOD = { state: 'good', figures: FINE };
const ALL = { microphone: { state: 'good' }, link: { state: 'good', roundTripMs: 4 }, direct: GOOD, tcp: GOOD, relayed: { state: 'none' } };
const LOSSY = judged({ ...FINE, lossPercent: 7.6 });
const BLOCKED = { state: 'failed', reason: 'no-path' };

const of = different => verdict({ ...ALL, ...different });

test('says what to do about the worst that was found', () => {
  const table = [
    [{}, 'good', 'Everything is ready'],
    [{ link: { state: 'failed' } }, 'failed', 'The gateway does not answer'],
    [{ tcp: BLOCKED }, 'good', 'Everything is ready'],
    [{ direct: BLOCKED, tcp: BLOCKED }, 'failed', 'No audio reaches the gateway'],
    [{ direct: BLOCKED, tcp: { state: 'none' } }, 'failed', 'No audio reaches the gateway'],
    [{ direct: BLOCKED, tcp: BLOCKED, relayed: BLOCKED }, 'failed', 'No audio reaches the gateway'],
    [{ direct: { state: 'failed', reason: 'busy' }, tcp: BLOCKED }, 'failed', 'cannot check audio right now'],
    [{ direct: { state: 'failed', reason: 'not-answered' }, tcp: BLOCKED }, 'failed', 'did not take part'],
    [{ direct: { state: 'failed', reason: 'busy' } }, 'poor', 'direct way of audio was not checked'],
    [{ direct: { state: 'failed', reason: 'not-answered' }, tcp: BLOCKED, relayed: GOOD }, 'poor', 'direct way of audio was not checked'],
    [{ direct: BLOCKED }, 'poor', 'only by TCP'],
    [{ direct: { state: 'failed', reason: 'silent' } }, 'poor', 'only by TCP'],
    [{ direct: LOSSY }, 'poor', 'hard to follow'],
    [{ direct: LOSSY, relayed: GOOD }, 'poor', 'hard to follow'],
    [{ direct: BLOCKED, tcp: LOSSY, relayed: GOOD }, 'poor', 'hard to follow'],
    [{ tcp: LOSSY }, 'good', 'Everything is ready'],
    [{ direct: BLOCKED, relayed: GOOD }, 'poor', 'only by TCP'],
    [{ direct: BLOCKED, tcp: BLOCKED, relayed: GOOD }, 'poor', 'only by way of the relay'],
    [{ microphone: { state: 'failed', kind: 'denied' } }, 'failed', 'Callers would not hear you'],
    [{ microphone: { state: 'poor' } }, 'poor', 'Nothing was heard from your microphone'],
    [{ link: { state: 'poor', roundTripMs: 900 } }, 'poor', 'answers slowly'],
  ];
  for (const [different, state, title] of table) {
    assert.equal(of(different).state, state, title);
    assert.match(of(different).title, new RegExp(title));
  }
});

test('names what is wrong with audio that comes through', () => {
  const poor = figures => of({ direct: judged({ ...FINE, ...figures }) });
  assert.match(poor({ lossPercent: 7.6 }).text, /^8 % of the audio is lost/);
  assert.match(poor({ roundTripMs: 640 }).text, /640 ms there and back/);
  assert.match(poor({ jitterMs: 90 }).text, /unevenly \(90 ms\)/);
  assert.equal(judged({ ...FINE, received: 0 }).reason, 'silent');
  assert.equal(judged(FINE).state, 'good');
});

test('takes the worse of both directions from what a browser counts', () => {
  const stats = new Map(Object.entries({
    a: { type: 'inbound-rtp', kind: 'audio', packetsReceived: 98, packetsLost: 2, jitter: 0.004 },
    b: { type: 'remote-inbound-rtp', kind: 'audio', fractionLost: 0.05, roundTripTime: 0.031 },
    c: { type: 'candidate-pair', nominated: true, currentRoundTripTime: 0.2 },
  }));
  assert.deepEqual(figures(stats), { received: 98, lossPercent: 5, jitterMs: 4, roundTripMs: 31 });
  stats.delete('b');
  assert.deepEqual(figures(stats), { received: 98, lossPercent: 2, jitterMs: 4, roundTripMs: 200 });
  assert.deepEqual(figures(new Map()), { received: 0, lossPercent: 0, jitterMs: -1, roundTripMs: -1 });
});

test('asks for all answers of the gateway together within so long', async () => {
  const never = new Promise(() => {});
  let asked = 0;
  assert.equal((await linkCheck(() => asked++ < 2 ? Promise.resolve() : never, 50)).state, 'good');
  assert.equal(asked, 3);
  assert.deepEqual(await linkCheck(() => never, 50), { state: 'failed' });
  assert.deepEqual(await linkCheck(() => Promise.reject(new Error('gone')), 50), { state: 'failed' });
});

test('tries each way by its own candidates', () => {
  const udp = 'candidate:1 1 udp 2130706431 192.0.2.1 10000 typ host';
  const tcp = 'candidate:2 1 tcp 1520434943 192.0.2.1 10000 typ host tcptype passive';
  const answer = { sdp: ['v=0', `a=${udp}`, `a=${tcp}`, ''].join('\r\n'), candidates: [{ candidate: udp }, { candidate: tcp }] };
  assert.deepEqual(onlyBy('tcp', answer), { sdp: ['v=0', `a=${tcp}`, ''].join('\r\n'), candidates: [{ candidate: tcp }] });
  assert.deepEqual(onlyBy('udp', answer), { sdp: ['v=0', `a=${udp}`, ''].join('\r\n'), candidates: [{ candidate: udp }] });
});

/** Timers and a clock that jump to the next timer whenever nothing else is to be done. */
function virtualTime(t) {
  const really = setImmediate;
  let nowMs = 0;
  let timers = [];
  t.mock.method(performance, 'now', () => nowMs);
  t.mock.method(globalThis, 'setTimeout', (run, ms) => {
    const timer = { run, atMs: nowMs + Math.max(0, ms) };
    timers.push(timer);
    return timer;
  });
  t.mock.method(globalThis, 'clearTimeout', timer => { timers = timers.filter(it => it !== timer); });
  const settle = () => new Promise(resolve => really(resolve));
  return async promise => {
    const outcome = { done: false };
    promise.then(value => Object.assign(outcome, { done: true, value }), error => Object.assign(outcome, { done: true, error }));
    for (await settle(); !outcome.done && timers.length > 0; await settle()) {
      const next = timers.reduce((a, b) => b.atMs < a.atMs ? b : a);
      timers = timers.filter(it => it !== next);
      nowMs = next.atMs;
      next.run();
    }
    assert.ok(outcome.done, 'there is nothing left that could end it');
    return { ...outcome, atMs: nowMs };
  };
}

const NEVER = () => new Promise(() => {});
const STEPS = ['microphone', 'ping', 'setLocalDescription', 'ask', 'setRemoteDescription', 'addIceCandidate', 'connection', 'getStats'];

/** What a check works with, where each of the steps in `hanging` never ends; all else is well, and takes `stepMs`. */
function parts(hanging, stepMs = 0) {
  const open = new Set();
  const step = (name, value) => () => hanging.includes(name) ? NEVER() : new Promise(resolve => setTimeout(() => resolve(value), stepMs));
  const stream = () => {
    const track = { stop: () => open.delete(track) };
    open.add(track);
    return { getTracks: () => [track], getAudioTracks: () => [track] };
  };
  const stats = new Map([['a', { type: 'inbound-rtp', kind: 'audio', packetsReceived: 150, packetsLost: 0, jitter: 0 }]]);
  globalThis.AudioContext = class {
    createMediaStreamDestination() { return { stream: { getTracks: () => [], getAudioTracks: () => [{}] } }; }
    close() {}
  };
  globalThis.RTCPeerConnection = class extends EventTarget {
    localDescription = { sdp: 'offer' };
    connectionState = hanging.includes('connection') ? 'connecting' : 'connected';
    constructor() {
      super();
      open.add(this);
    }
    addTrack() {}
    setLocalDescription = step('setLocalDescription');
    setRemoteDescription = step('setRemoteDescription');
    addIceCandidate = step('addIceCandidate');
    getStats = step('getStats', stats);
    close() { open.delete(this); }
  };
  const candidates = ['candidate:1 1 udp 1 192.0.2.1 10000 typ host', 'candidate:2 1 tcp 1 192.0.2.1 10000 typ host tcptype passive'];
  return {
    ask: step('ask', { sdp: 'v=0\r\n', candidates: candidates.map(candidate => ({ candidate })) }),
    ping: step('ping'),
    openMicrophone: () => step('microphone')().then(stream),
    level: () => ({ levelDb: () => -20, end() {} }),
    iceServers: [{ urls: ['turn:turn.example.com'] }],
    open,
  };
}

for (const hanging of [...STEPS.map(step => [step]), STEPS]) {
  test(`comes to a verdict within 10 s when these hang: ${hanging}`, async t => {
    const pass = virtualTime(t);
    const given = parts(hanging);

    const { value, error, atMs } = await pass(preflight(given, () => {}));

    assert.equal(error, undefined);
    assert.notEqual(value.state, 'good');
    assert.ok(atMs < 10_000, `${atMs} ms`);
    assert.equal(given.open.size, 0, 'everything is closed');
  });
}

test('is done as soon as all ways were listened to', async t => {
  const { value, atMs } = await virtualTime(t)(preflight(parts([]), () => {}));
  assert.equal(value.title, 'Everything is ready for calls.');
  assert.ok(atMs < 4_000, `${atMs} ms`);
});

test('listens for less time where every step is slow', async t => {
  const { value, atMs } = await virtualTime(t)(preflight(parts(['ping'], 1_500), () => {}));
  assert.equal(value.title, 'The gateway does not answer.');
  assert.ok(atMs < 10_000, `${atMs} ms`);
});

test('tries the ways with silence while the browser asks for the microphone, and lets go of one that comes too late', async t => {
  const pass = virtualTime(t);
  const given = parts(['microphone']);
  let allow;
  const asked = new Promise(resolve => { allow = resolve; });
  const told = [];
  const { value } = await pass(preflight({ ...given, openMicrophone: () => asked }, checks => told.push(checks)));
  assert.equal(value.title, 'Callers would not hear you.');
  assert.equal(told.at(-1).direct.state, 'good');

  let stopped = false;
  allow({ getTracks: () => [{ stop() { stopped = true; } }] });
  await pass(asked);
  assert.ok(stopped);
});
