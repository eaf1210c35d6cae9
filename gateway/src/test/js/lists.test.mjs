// The lists: whom a call can go to, and all live calls. See page.test.mjs for how to run.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { entries, matches } from '../../main/resources/web/js/directory.js';
import { NOTHING_LIVE, reduceLive, seen, tally } from '../../main/resources/web/js/live.js';

const QUICK = [
  { name: 'Sales', queue: 'sales' }, { name: 'Hours', flow: 'hours' }, { name: 'Taxi', number: '+4930210210' },
  { name: 'Zoe Zander', agent: 'zoe', available: true }, { name: 'Bob Castle', agent: 'bob', available: false },
];

test('puts colleagues first, and those who are free before the others', () => {
  assert.deepEqual(entries(QUICK).map(({ name }) => name), ['Zoe Zander', 'Bob Castle', 'Sales', 'Taxi', 'Hours']);
  assert.deepEqual(entries(QUICK, ['number']).map(({ target }) => target), [{ number: '+4930210210' }]);
  assert.equal(entries(QUICK)[2].available, null);
  const twice = [{ name: 'Desk', queue: 'sales' }, { name: 'Sales', queue: 'sales' }, { name: 'Sales', queue: 'sales', available: true }];
  assert.deepEqual(entries(twice).map(({ name, available }) => [name, available]), [['Desk', null], ['Sales', true]]);
});

test('finds by parts of names, and offers a number that is typed', () => {
  const all = entries(QUICK);
  assert.deepEqual(matches(all, 'cast B').map(({ name }) => name), ['Bob Castle']);
  assert.deepEqual(matches(all, 'nobody'), []);
  assert.equal(matches(all, '').length, 5);
  assert.deepEqual(matches(all, '+49 30 123456').map(({ target, typed }) => [target, typed]), [[{ number: '+4930123456' }, true]]);
});

const call = (contactId, more) => ({
  type: 'callSeen', contactId, direction: 'inbound', number: '+442079460123', queue: 'Support', state: 'connected', sinceMs: 5,
  participants: [{ id: 'p1', role: 'customer', agent: '', name: '+442079460123' }, { id: 'p2', role: 'agent', agent: 'bob', name: 'Bob Castle' }], ...more,
});

test('keeps live calls from the first to the last that is said of them', () => {
  const events = [{ type: 'watching', on: true }, call('a'), call('b', { sinceMs: 3, state: 'waiting' }), call('a', { state: 'ringing' }), call('c'), { type: 'callGone', contactId: 'c' }];
  const live = events.reduce(reduceLive, NOTHING_LIVE);
  assert.deepEqual(seen(live, '').map(({ contactId, state }) => `${contactId} ${state}`), ['b waiting', 'a ringing']);
  assert.deepEqual(tally(Object.values(live.calls)), { all: 2, talking: 0, waiting: 2, flow: 0 });
  assert.deepEqual(reduceLive(live, { type: 'watching', on: true }).calls, {}, 'all are told again');
  assert.equal(reduceLive(NOTHING_LIVE, call('late')), NOTHING_LIVE, 'what still comes after the end of watching');
  assert.equal(reduceLive(live, { type: 'callGone', contactId: 'unknown' }), live);
  assert.deepEqual(reduceLive(live, { type: 'watchRefused', sentence: 'No.' }), { status: 'refused', refusal: 'No.', calls: {}, agents: {} });
});

test('filters live calls by every word, numbers as they are written or dialled', () => {
  const live = [{ type: 'watching', on: true }, call('a'), call('b', { number: 'anonymous', participants: [], queue: 'Sales' })].reduce(reduceLive, NOTHING_LIVE);
  const found = text => seen(live, text).map(({ contactId }) => contactId).join('');
  assert.equal(found('castle support'), 'a');
  assert.equal(found('+442079'), 'a');
  assert.equal(found('946 0123'), 'a');
  assert.equal(found('withheld'), 'b');
  assert.equal(found('castle sales'), '');
});
