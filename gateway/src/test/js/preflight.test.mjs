// What the check before the first call makes of what it has seen. In the build: PagePartsTest.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { figures, judged, verdict } from '../../main/resources/web/js/preflight.js';

const FINE = { received: 150, lossPercent: 0, jitterMs: 3, roundTripMs: 20 };
const GOOD = { state: 'good', figures: FINE };
const ALL = { microphone: { state: 'good' }, link: { state: 'good', roundTripMs: 4 }, direct: GOOD, relayed: { state: 'none' } };
const BLOCKED = { state: 'failed', reason: 'no-path' };

const of = different => verdict({ ...ALL, ...different });

test('says what to do about the worst that was found', () => {
  const table = [
    [{}, 'good', 'Everything is ready'],
    [{ link: { state: 'failed' } }, 'failed', 'The gateway does not answer'],
    [{ direct: BLOCKED }, 'failed', 'No audio reaches the gateway'],
    [{ direct: BLOCKED, relayed: BLOCKED }, 'failed', 'No audio reaches the gateway'],
    [{ direct: { state: 'failed', reason: 'busy' } }, 'failed', 'cannot check audio right now'],
    [{ direct: { state: 'failed', reason: 'not-answered' } }, 'failed', 'did not take part'],
    [{ direct: BLOCKED, relayed: GOOD }, 'poor', 'only by way of the relay'],
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

test('a good relay makes up for a poor direct way', () => {
  assert.equal(of({ direct: judged({ ...FINE, lossPercent: 20 }), relayed: GOOD }).state, 'good');
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
