// What supervisors see of agents. See page.test.mjs for how to run.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { agentRows, agentTally, BY_NAME, reordered, sortWord } from '../../main/resources/web/js/agents.js';
import { NOTHING_LIVE, reduceLive } from '../../main/resources/web/js/live.js';
import { reduce, SIGNED_OUT } from '../../main/resources/web/js/state.js';

const agent = (id, name, more) => ({
  type: 'agentSeen', agent: id, name, state: 'available', sinceMs: 1_000, next: null, endsMs: 0, contactId: '', device: 'softphone',
  signedInMs: 500, handled: 0, missed: 0, rejected: 0, ...more,
});
const call = more => ({
  type: 'callSeen', contactId: 'a', direction: 'inbound', number: '+442079460123', queue: 'Support', state: 'connected', sinceMs: 5,
  participants: [
    { id: 'p1', role: 'customer', agent: '', name: '+442079460123', contactId: '', state: 'connected' },
    { id: 'p2', role: 'agent', agent: 'bob', name: 'Bob Castle', contactId: 'a-2', state: 'connected' },
  ],
  ...more,
});
const watching = (...events) => [{ type: 'watching', on: true }, ...events].reduce(reduceLive, NOTHING_LIVE);
const row = (...events) => agentRows(watching(...events), '', 61_000)[0];

test('keeps the agents who are at work, from their first word to going offline', () => {
  const live = watching(agent('bob', 'Bob'), agent('ann', 'Ann'), agent('bob', 'Bob', { state: 'lunch' }), agent('carl', 'Carl', { state: 'offline' }));
  assert.deepEqual(agentRows(live, '', 0).map(({ name, state }) => `${name} ${state}`), ['Ann Available', 'Bob Lunch']);
  const gone = reduceLive(live, agent('bob', 'Bob', { state: 'offline', signedInMs: 0 }));
  assert.deepEqual(Object.keys(gone.agents), ['ann']);
  assert.deepEqual(reduceLive(live, { type: 'watching', on: true }).agents, {}, 'all are told again');
  assert.equal(reduceLive(NOTHING_LIVE, agent('late', 'Late')), NOTHING_LIVE, 'what still comes after the end of watching');
});

test('knows agents from the first event to the end of the session', () => {
  const state = [{ type: 'watching', on: true }, agent('bob', 'Bob')].reduce(reduce, SIGNED_OUT);
  assert.deepEqual(Object.keys(state.live.agents), ['bob']);
  assert.deepEqual(reduce(state, { type: 'forgotten' }).live.agents, {});
});

test('counts agents by what they could do now, and every reason and every missed call as not ready', () => {
  const states = ['available', 'available', 'busy', 'after-contact', 'lunch', 'missed', 'rejected', 'not-ready', 'toString'];
  assert.equal(agentTally(states.map(state => agent('x', 'X', { state }))),
    '2 available · 1 on a call · 1 in after-contact work · 5 not ready');
  assert.equal(agentTally([]), '0 available · 0 on a call · 0 in after-contact work · 0 not ready');
});

test('says how an agent is, since when, and what comes next', () => {
  const work = row(agent('bob', 'Bob', { state: 'after-contact', endsMs: 86_000, next: 'team-meeting', handled: 7, missed: 2, rejected: 1 }));
  assert.equal(work.state, 'After-contact work');
  assert.equal(work.next, '0:25 left, then Team meeting');
  assert.equal(work.inStateFor, '1:00');
  assert.deepEqual(work.counts, { handled: 7, missed: 2, rejected: 1 });
  assert.equal(row(agent('bob', 'Bob', { state: 'after-contact', endsMs: 60_000, next: 'available' })).next, '0:00 left');
  assert.equal(row(agent('bob', 'Bob', { state: 'busy', next: 'available' })).next, '', 'which goes without saying');
  assert.equal(row(agent('bob', 'Bob', { state: 'busy', next: 'offline' })).next, 'then Offline');
});

test('names the telephone that an agent uses, and a call that has outlived its page', () => {
  assert.equal(row(agent('bob', 'Bob')).about, '');
  assert.equal(row(agent('bob', 'Bob', { device: 'desk-phone' })).about, 'Desk phone');
  assert.equal(row(agent('bob', 'Bob', { device: 'desk-phone', state: 'busy', signedInMs: 0 })).about, 'Desk phone · Signed out');
});

test('finds the call of an agent by the agent’s own contact, whichever is told first', () => {
  const busy = agent('bob', 'Bob Castle', { state: 'busy', contactId: 'a-2' });
  for (const events of [[busy, call()], [call(), busy]]) {
    const { contactId, party, state, tone } = row(...events);
    assert.deepEqual([contactId, party, state, tone], ['a', '+44 207 946 0123', 'On a call', 'busy']);
  }
  const ringing = call({ participants: [{ ...call().participants[1], state: 'ringing' }] });
  assert.deepEqual([row(busy, ringing).state, row(busy, ringing).tone], ['Ringing', 'ringing']);
  assert.equal(row(busy, call({ direction: 'internal', number: '' })).party, 'Between colleagues');
});

test('leads nowhere from an agent without a contact, or with one that supervisors do not see', () => {
  assert.equal(row(agent('ann', 'Ann'), call()).contactId, '', 'also where people outside have none');
  const silent = row(agent('ann', 'Ann', { state: 'busy', contactId: 'z-1' }), call());
  assert.deepEqual([silent.contactId, silent.party, silent.state], ['', '', 'On a call']);
});

test('finds agents by name, state, telephone, and by what their call is about', () => {
  const live = watching(call(), agent('bob', 'Bob Castle', { state: 'busy', contactId: 'a-2', next: 'lunch' }),
    agent('ann', 'Ann Lee', { state: 'lunch' }), agent('zoe', 'Zoe Zander', { device: 'desk-phone' }));
  const found = text => agentRows(live, text, 0).map(({ id }) => id).join(' ');
  assert.equal(found(''), 'ann bob zoe');
  assert.equal(found('castle BOB'), 'bob');
  assert.equal(found('not ready'), 'ann');
  assert.equal(found('lunch'), 'ann bob');
  assert.equal(found('desk'), 'zoe');
  assert.equal(found('support'), 'bob');
  assert.equal(found('+442079'), 'bob');
  assert.equal(found('946 0123'), 'bob');
  assert.equal(found('undefined'), '');
});

test('puts agents in the order that is asked for, and in the opposite one when it is asked for again', () => {
  const live = watching(
    agent('ann', 'Ann', { state: 'lunch', sinceMs: 9, handled: 1 }), agent('bob', 'Bob', { state: 'busy', sinceMs: 7, handled: 1, missed: 5 }),
    agent('cat', 'Cat', { sinceMs: 8, handled: 4 }), agent('dan', 'Dan', { state: 'break', sinceMs: 5, rejected: 2 }), agent('eve', 'Eve', { sinceMs: 6 }));
  const ordered = (by, reversed = false) => agentRows(live, '', 10, { by, reversed }).map(({ name }) => name[0]).join('');
  assert.equal(ordered('name'), 'ABCDE');
  assert.equal(ordered('name', true), 'EDCBA');
  assert.equal(ordered('state'), 'ECBDA', 'available, on a call, not ready by reason; the longest first');
  assert.equal(ordered('since'), 'DEBCA');
  assert.equal(ordered('handled'), 'CABDE');
  assert.equal(ordered('missed'), 'BACDE');
  assert.equal(ordered('rejected'), 'DABCE');
  const once = reordered(BY_NAME, 'handled');
  const twice = reordered(once, 'handled');
  assert.deepEqual([once.reversed, twice.reversed, reordered(twice, 'name'), reordered(BY_NAME, 'name').reversed], [false, true, BY_NAME, true]);
  assert.deepEqual([sortWord(BY_NAME, 'name'), sortWord(once, 'handled'), sortWord(twice, 'handled'), sortWord(once, 'name')],
    ['ascending', 'descending', 'ascending', 'none']);
});
