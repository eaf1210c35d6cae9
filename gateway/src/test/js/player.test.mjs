// The player's pure parts. Run by hand: node --test gateway/src/test/js/   In the build: PagePartsTest.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keyAction, nextSolo, nextSpeed, SPEEDS } from '../../main/resources/web/js/console/player/keys.js';
import { columns, gain, listed, talkerAt } from '../../main/resources/web/js/console/player/peaks.js';

test('every key of the player does one thing', () => {
  const does = {
    ' ': { do: 'toggle' }, k: { do: 'toggle' }, ArrowLeft: { do: 'skip', seconds: -10 }, ArrowRight: { do: 'skip', seconds: 10 }, ArrowUp: { do: 'volume', by: 0.1 },
    ArrowDown: { do: 'volume', by: -0.1 }, 0: { do: 'seekPart', part: 0 }, 3: { do: 'seekPart', part: 0.3 }, End: { do: 'seekPart', part: 1 }, s: { do: 'solo' },
    '+': { do: 'speed', by: 1 }, '-': { do: 'speed', by: -1 }, q: null, Tab: null, Escape: null,
  };
  for (const [key, action] of Object.entries(does)) assert.deepEqual(keyAction({ key }), action, key);
});

test('leaves buttons and fields the keys that are theirs', () => {
  for (const key of [' ', 'ArrowLeft', 'ArrowUp', 'Home', 'End', 'Enter']) assert.equal(keyAction({ key, onControl: true }), null, key);
  assert.deepEqual(keyAction({ key: 's', onControl: true }), { do: 'solo' });
});

test('speeds go from half to double and stay there', () => {
  assert.equal(nextSpeed(1, 1), 1.25);
  assert.equal(nextSpeed(2, 1), 2);
  assert.equal(nextSpeed(0.5, -1), 0.5);
  assert.equal(nextSpeed(1.1, -1), 0.75);
  assert.deepEqual([SPEEDS[0], SPEEDS.at(-1)], [0.5, 2]);
});

test('solo goes round', () => {
  assert.deepEqual(['both', 'customer', 'agent'].map(nextSolo), ['customer', 'agent', 'both']);
});

test('keeps the extremes when there are fewer pixels than peaks, and repeats them when there are more', () => {
  const pairs = [-10, 20, -128, 5, 0, 0, -1, 127];
  assert.deepEqual(columns(pairs, 2), [[-1, 20 / 128], [-1 / 128, 127 / 128]]);
  assert.equal(columns(pairs, 9).length, 9);
  assert.deepEqual(columns(pairs, 8)[3], [-1, 5 / 128]);
  assert.deepEqual(columns([], 2), [[0, 0], [0, 0]]);
});

test('draws quiet talk larger, but never beyond the edge or eightfold', () => {
  assert.equal(gain([-128, 127]), 1);
  assert.equal(gain([-1, 1], [0, 0]), 8);
  assert.ok(gain([-32, 32]) * 32 / 128 <= 1);
});

test('lists holds, pauses and gaps, and knows who is in the call at a time', () => {
  const marks = [
    { kind: 'talker', fromMs: 0, toMs: 9_000, who: 'customer', channel: 'left' }, { kind: 'hold', fromMs: 1_000, toMs: 2_000 }, { kind: 'gap', fromMs: 3_000, toMs: 3_000, lost: 14 },
    { kind: 'unheard-of', fromMs: 0, toMs: 1 },
  ];
  assert.deepEqual(listed(marks).map(({ word }) => word), ['On hold', 'Gap (14 packets lost)']);
  assert.equal(talkerAt(marks, 'left', 8_999), 'customer');
  assert.equal(talkerAt(marks, 'left', 9_000), null);
  assert.equal(talkerAt(marks, 'right', 0), null);
});
