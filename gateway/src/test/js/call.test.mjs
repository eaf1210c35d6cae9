// What the page makes of a call's roster: who is there, what can be done, what is said. See page.test.mjs for how to run.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alarms, changes } from '../../main/resources/web/js/announce.js';
import { failureWords, handoverWords, hearersSentence, kindSentence, nameOf, names, partyName, situation, stateWord } from '../../main/resources/web/js/callwords.js';
import { allHeld, goesOn, handover, hearers, isSilent, party } from '../../main/resources/web/js/roster.js';
import { reduce, SIGNED_OUT } from '../../main/resources/web/js/state.js';

const person = (id, role, name, more) => ({
  id, role, agent: role === 'agent' || role === 'supervisor' ? id : '', name, contactId: role === 'agent' ? `c-${id}` : '', state: 'connected', held: false, muted: false, ...more,
});
const customer = more => person('p1', 'customer', '+442079460123', more);
const ann = more => person('p2', 'agent', 'Ann', more);
const bob = more => person('p3', 'agent', 'Bob', more);
const sue = more => person('p9', 'supervisor', 'Sue', more);
const roster = (participants, under = null, self = 'p2') =>
  ({ type: 'contactRoster', contactId: 'c1', self, call: { participants, handover: under } });
const consult = { kind: 'consult', by: 'p2', target: 'p3' };
const blind = { ...consult, kind: 'blind' };
const offer = more => ({
  type: 'contactOffered', contactId: 'c1', direction: 'inbound', number: '+442079460123', queue: 'Support', from: '', ringSeconds: 20, nowMs: 1, ...more,
});
const connected = { type: 'contactConnected', contactId: 'c1', sinceMs: 9 };

const after = (...events) => events.reduce(reduce, reduce(SIGNED_OUT, { type: 'signedIn', agent: { id: 'p2', displayName: 'Ann', demo: false } }));
const talking = (...events) => after(offer(), { type: 'contactAccepted', contactId: 'c1' }, connected, ...events);
const failed = { type: 'contactTransferFailed', contactId: 'c1', participant: 'p3', reason: 'busy', sentence: 'Your colleague cannot take a call at the moment.' };

test('names everybody the way people do', () => {
  assert.equal(nameOf(customer()), '+44 207 946 0123');
  assert.equal(nameOf(bob()), 'Bob');
  assert.equal(nameOf(person('p4', 'agent', 'Sales', { agent: '' })), 'Next agent of Sales');
  assert.equal(names([customer(), ann(), bob()]), '+44 207 946 0123, Ann and Bob');
  assert.equal(stateWord(bob({ state: 'ringing', held: true })), 'ringing…');
  assert.equal(stateWord(bob({ held: true, muted: true })), 'on hold, muted');
  assert.equal(stateWord(bob()), '');
});

test('says where a call comes from', () => {
  const kind = more => kindSentence(after(offer(more)).call);
  assert.equal(kind(), 'Inbound call · Support');
  assert.equal(kind({ direction: 'transfer', from: 'Bob' }), 'Passed on by Bob');
  assert.equal(kind({ direction: 'internal', from: 'Bob', number: '' }), 'A colleague calls');
  assert.equal(kind({ direction: 'internal', number: '', ringSeconds: 0 }), 'Call to a colleague');
  assert.equal(partyName(after(offer({ direction: 'internal', from: 'Bob', number: '' })).call), 'Bob');
  assert.equal(partyName(after(offer({ number: 'anonymous' })).call), 'Number withheld');
});

test('follows the roster: who is held, who goes on, whether we are muted', () => {
  let { call } = talking(roster([customer(), ann({ muted: true })]));
  assert.equal(call.muted, true);
  assert.equal(goesOn(call), false);
  assert.equal(situation(call), 'Your microphone is muted.');
  call = talking(roster([customer({ held: true }), ann()])).call;
  assert.equal(allHeld(call), true);
  assert.equal(situation(call), 'The other side is on hold and hears music.');
  call = talking(roster([customer({ held: true }), ann(), bob()])).call;
  assert.equal(goesOn(call), true);
  assert.equal(situation(call), 'On hold: +44 207 946 0123.');
  call = talking(roster([customer(), ann({ held: true }), bob()])).call;
  assert.match(situation(call), /^You are on hold/);
  assert.deepEqual(hearers(call), []);
});

test('knows each step of a consultation', () => {
  const step = (participants, under = consult) => handover(talking(roster(participants, under)).call);
  const ringing = step([customer({ held: true }), ann(), bob({ state: 'ringing' })]);
  assert.deepEqual([ringing.mine, ringing.ready, ringing.withTarget], [true, false, false]);
  const asked = step([customer({ held: true }), ann(), bob()]);
  assert.deepEqual([asked.ready, asked.withTarget, names(asked.waiting)], [true, true, '+44 207 946 0123']);
  const swapped = step([customer(), ann(), bob({ held: true })]);
  assert.deepEqual([swapped.ready, swapped.withTarget, swapped.waiting], [true, false, []]);
  assert.equal(step([customer(), ann(), bob()], { ...consult, by: 'p1', target: 'p2' }).toMe, true);
  assert.equal(step([customer(), ann()]), null, 'a target that is in no roster');
  assert.equal(handover(null), null);
});

test('says each step of a transfer in words', () => {
  const words = (participants, under) => handoverWords(talking(roster(participants, under)).call);
  assert.deepEqual(words([customer({ held: true }), ann(), bob({ state: 'ringing' })], consult),
    { title: 'Asking Bob first', text: 'Ringing… Meanwhile +44 207 946 0123 is on hold.' });
  assert.deepEqual(words([customer({ held: true }), ann(), bob()], consult),
    { title: 'You talk to Bob', text: '+44 207 946 0123 is on hold.' });
  assert.deepEqual(words([customer(), ann(), bob({ held: true })], consult),
    { title: 'You talk to +44 207 946 0123', text: 'Bob is on hold.' });
  assert.equal(words([customer({ held: true }), ann(), bob({ state: 'dialing' })], blind).title, 'Passing the call on to Bob');
  assert.deepEqual(words([customer({ held: true }), ann(), bob()], { ...consult, by: 'p3', target: 'p2' }),
    { title: 'Bob asks you', text: '+44 207 946 0123 is on hold and cannot hear you.' });
});

test('a transfer that begins closes its panel, and one that fails says why and what is true now', () => {
  let state = talking(roster([customer(), ann()]), { type: 'drawer', contactId: 'c1', drawer: 'transfer' });
  state = reduce(state, roster([customer({ held: true }), ann(), bob({ state: 'ringing' })], consult));
  assert.equal(state.call.drawer, '');
  const before = state;
  state = reduce(reduce(state, failed), roster([customer(), ann()]));
  assert.deepEqual(failureWords(state.call), {
    title: 'The transfer to Bob failed.',
    text: 'Your colleague cannot take a call at the moment. You talk to +44 207 946 0123 again.',
  });
  assert.equal(alarms(before, state).length, 1);
  assert.equal(alarms(state, state).length, 0);
  assert.equal(reduce(state, { type: 'failureSeen', contactId: 'c1' }).call.failure, null);
});

test('somebody who was added and does not come is no failed transfer', () => {
  const state = talking(roster([customer(), ann(), bob({ state: 'ringing' })]), failed);
  assert.equal(failureWords(state.call).title, 'Bob did not come.');
});

test('knows who can hear a supervisor, and says so', () => {
  const listening = (how, participants, more = []) => after(
    offer({ direction: 'monitor', ringSeconds: 0 }),
    { type: 'contactSupervision', contactId: 'c1', participant: 'p2', how }, roster(participants, null, 'p9'), connected, ...more).call;
  const monitor = listening('monitor', [customer(), ann()]);
  assert.equal(isSilent(monitor), true);
  assert.equal(party(monitor), 'Ann');
  assert.deepEqual(hearers(monitor), []);
  assert.equal(hearersSentence(monitor), 'Nobody hears you, and nobody is told.');
  assert.equal(hearersSentence(listening('whisper', [customer(), ann()])), 'Only Ann hears you.');
  assert.equal(hearersSentence(listening('whisper', [customer(), ann({ held: true })])), 'Ann is on hold: nobody hears you at the moment.');
  const barge = listening('barge', [customer(), ann(), bob({ held: true }), sue()]);
  assert.equal(isSilent(barge), false);
  assert.equal(hearersSentence(barge), 'Everybody hears you: +44 207 946 0123 and Ann.');
  const muted = listening('whisper', [customer(), ann()], [{ type: 'muting', contactId: 'c1', muted: true }]);
  assert.equal(hearersSentence(muted), 'Muted: nobody hears you.');
});

test('nobody hears an agent whose call is being passed on', () => {
  assert.deepEqual(hearers(talking(roster([customer({ held: true }), ann(), bob({ state: 'ringing' })], blind)).call), []);
  assert.equal(names(hearers(talking(roster([customer(), ann()])).call)), '+44 207 946 0123');
});

test('tells a screen reader who comes, goes and waits, and does not say it twice', () => {
  const first = talking(roster([customer(), ann()]));
  const ringing = reduce(first, roster([customer(), ann(), bob({ state: 'ringing' })]));
  const three = reduce(ringing, roster([customer(), ann(), bob()]));
  const held = reduce(three, roster([customer({ held: true }), ann(), bob()]));
  const gone = reduce(held, roster([customer({ held: true }), ann()]));
  assert.deepEqual(changes(first, ringing), []);
  assert.deepEqual(changes(ringing, three), ['Bob joined.']);
  assert.deepEqual(changes(three, held), ['+44 207 946 0123 is on hold.']);
  assert.deepEqual(changes(held, gone), ['Bob left.']);
  const asked = reduce(first, roster([customer({ held: true }), ann(), bob()], consult));
  assert.deepEqual(changes(first, asked), ['You talk to Bob. +44 207 946 0123 is on hold.']);
  assert.deepEqual(changes(asked, asked), []);
  const over = reduce(gone, { type: 'contactEnded', contactId: 'c1', reason: 'customer-hung-up', sentence: 'The customer hung up.', nowMs: 9_009 });
  assert.deepEqual(changes(gone, over), ['The customer hung up.']);
  assert.equal(over.recent[0].who, '+442079460123');
});

test('keeps quality, talkers, digits and the microphone with their own call only', () => {
  const state = talking(
    { type: 'contactTalkers', contactId: 'c1', talkers: ['p1'] },
    { type: 'contactMicrophone', contactId: 'c1', state: 'silent' },
    { type: 'contactTalkers', contactId: 'other', talkers: ['p7'] });
  assert.deepEqual(state.call.talkers, ['p1']);
  assert.equal(state.call.microphone, 'silent');
  assert.equal(reduce(state, { type: 'contactMicrophone', contactId: 'other', state: 'ok' }), state);
});
