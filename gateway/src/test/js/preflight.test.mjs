// What the check before the first call makes of what it has seen. In the build: PagePartsTest.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { figures, judged, linkCheck, onlyBy, verdict } from '../../main/resources/web/js/preflight.js';

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
