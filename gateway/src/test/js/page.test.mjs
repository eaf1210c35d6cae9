// The page's pure parts. Run by hand: node --test gateway/src/test/js/   In the build: PagePartsTest.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dialable, formatDuration, formatLabel, formatNumber, formatValue, spellNumber } from '../../main/resources/web/js/format.js';
import { backoffMs, Link, RpcError } from '../../main/resources/web/js/link.js';
import { formatFigure, verdict, worst } from '../../main/resources/web/js/quality.js';
import { inCall, isRinging, may, reduce, SIGNED_OUT } from '../../main/resources/web/js/state.js';

const OFFER = { type: 'contactOffered', contactId: 'c1', direction: 'inbound', number: '+4930123456', queue: 'Support',
  attributes: { topic: 'billing' }, ringSeconds: 20, nowMs: 1000 };

const after = (...events) => events.reduce(reduce, reduce(SIGNED_OUT, { type: 'signedIn', agent: { displayName: 'A', demo: false } }));

test('writes numbers the way people read them', () => {
  assert.equal(formatNumber('+442079460123'), '+44 207 946 0123');
  assert.equal(formatNumber('+12025550123'), '+1 202 555 0123');
  assert.equal(formatNumber('+35312345678'), '+353 123 456 78');
  assert.equal(formatNumber('anonymous'), 'Number withheld');
  assert.equal(formatNumber('1001'), '1001');
  assert.equal(formatValue('+442079460123'), '+44 207 946 0123');
  assert.equal(formatValue('billing'), 'billing');
  assert.equal(spellNumber('+442079460123').startsWith('plus 4 4 2 0 7'), true);
});

test('takes what people type as a number, and nothing else', () => {
  assert.equal(dialable(' (020) 7946-0000 '), '02079460000');
  assert.equal(dialable('0049 30 1234'), '+49301234');
  assert.equal(dialable('call me'), null);
  assert.equal(dialable('+'), null);
});

test('writes durations and labels', () => {
  assert.equal(formatDuration(7_000), '0:07');
  assert.equal(formatDuration(3_723_000), '1:02:03');
  assert.equal(formatDuration(-5), '0:00');
  assert.equal(formatLabel('customerType'), 'Customer type');
  assert.equal(formatLabel('customer_type'), 'Customer type');
});

test('judges quality by loss, jitter and delay', () => {
  assert.equal(verdict({ lossPercent: 0, jitterMs: 3, roundTripMs: 30 }).word, 'Excellent');
  assert.equal(verdict({ lossPercent: 0, jitterMs: 10, roundTripMs: 300 }).tone, 'good');
  assert.equal(verdict({ lossPercent: 8, jitterMs: 3, roundTripMs: 30 }).tone, 'bad');
  assert.equal(verdict(null).word, 'Measuring');
  assert.equal(verdict({ lossPercent: 8 }).advice, 'The network is at its limit.');
  assert.deepEqual(worst({ lossPercent: 1, roundTripMs: -1 }, { lossPercent: 0.5, jitterMs: 4 }), { lossPercent: 1, jitterMs: 4 });
  assert.equal(formatFigure(undefined, 'ms'), '–');
  assert.equal(formatFigure(0.25, '%'), '0.3 %');
});

test('says what the gateway says is wrong, of our own leg first', () => {
  const clear = { lossPercent: 0, jitterMs: 3, roundTripMs: 30 };
  const fine = { mos: 4.4, problems: [], sentence: '' };
  const customer = { mos: 3.9, problems: ['high-loss'], sentence: '5 % of what the customer says is lost on the way.' };
  const own = { mos: 2.1, problems: ['high-loss'], sentence: '30 % of what you say is lost on the way.' };
  assert.equal(verdict(clear, { agent: fine, customer: fine }).word, 'Excellent');
  assert.deepEqual(verdict(clear, { p1: customer, customer, agent: fine }), { word: 'Fair', tone: 'fair', advice: customer.sentence });
  assert.deepEqual(verdict(clear, { customer, agent: own }), { word: 'Poor', tone: 'bad', advice: own.sentence });
  const call = [
    { type: 'contactConnected', contactId: 'c1', sinceMs: 5_000 },
    { type: 'contactQuality', contactId: 'c1', levels: {}, figures: clear, legs: { customer } },
  ].reduce(reduce, after(OFFER)).call;
  assert.deepEqual(call.legs, { customer });
});

test('follows an inbound call from offer to end', () => {
  let state = after(OFFER);
  assert.equal(state.call.phase, 'offered');
  assert.equal(state.call.ringEndsMs, 21_000);
  assert.equal(inCall(state), false);
  state = [
    { type: 'accepting', contactId: 'c1' },
    { type: 'contactAccepted', contactId: 'c1' },
    { type: 'contactConnected', contactId: 'c1', sinceMs: 5_000 },
    { type: 'contactDigit', contactId: 'c1', digit: '4' },
  ].reduce(reduce, state);
  assert.equal(state.call.phase, 'connected');
  assert.equal(state.call.digitsHeard, '4');
  assert.equal(inCall(state), true);
  state = reduce(state, { type: 'contactEnded', contactId: 'c1', reason: 'customer-hung-up', nowMs: 65_000 });
  assert.equal(state.call, null);
  assert.equal(state.ended.talkedMs, 60_000);
  assert.equal(state.recent.length, 1);
});

test('an event about another contact changes nothing', () => {
  const state = after(OFFER);
  assert.deepEqual(reduce(state, { type: 'contactEnded', contactId: 'c2', reason: 'missed', nowMs: 1 }), state);
  assert.deepEqual(reduce(state, { type: 'contactMuted', contactId: 'c2', muted: true }), state);
});

test('an outbound call is one call whichever message comes first', () => {
  const dialing = { type: 'dialing', contactId: 'c9', direction: 'outbound', number: '02079460123' };
  const offered = { type: 'contactOffered', contactId: 'c9', direction: 'outbound', number: '+442079460123', ringSeconds: 0, nowMs: 1 };
  const accepted = { type: 'contactAccepted', contactId: 'c9' };
  const progress = { type: 'contactProgress', contactId: 'c9', progress: 'ringing' };
  for (const events of [[dialing, offered, accepted, progress], [offered, dialing, accepted, progress], [offered, accepted, progress, dialing]]) {
    const state = after(...events);
    assert.equal(state.call.phase, 'ringing');
    assert.equal(isRinging(state.call), false);
    assert.match(state.call.number, /2079460123$/);
  }
});

test('tells what waits to be answered from what is ours already', () => {
  const ours = { ...OFFER, ringSeconds: 0 };
  assert.equal(isRinging(after(OFFER).call), true);
  assert.equal(after(ours).call.phase, 'connecting');
  assert.equal(after({ ...ours, direction: 'outbound' }).call.phase, 'dialing');
  const lifting = after({ ...ours, direction: 'outbound', device: 'desk-phone' });
  assert.equal(lifting.call.phase, 'lifting');
  const lifted = reduce(lifting, { type: 'contactRoster', contactId: 'c1', self: 'p1', call: {
    participants: [{ id: 'p1', role: 'agent', agent: 'a', name: 'A', state: 'connected', held: false, muted: false }], handover: null } });
  assert.equal(lifted.call.phase, 'dialing');
});

test('keeps what comes after the contact, and what the page is, apart from the sign-in', () => {
  let state = reduce(SIGNED_OUT, { type: 'page', page: 'supervisor' });
  state = reduce(state, { type: 'signedIn', agent: { id: 'a', displayName: 'A', demo: false } });
  state = reduce(state, { type: 'session', permissions: ['AccessMetrics'], devices: ['softphone', 'desk-phone'] });
  state = reduce(state, { type: 'stateChanged', state: 'after-contact', sinceMs: 5, allowed: ['available'], next: 'lunch', endsMs: 30_005, device: 'desk-phone' });
  assert.deepEqual(state.presence, { state: 'after-contact', sinceMs: 5, allowed: ['available'], next: 'lunch', endsMs: 30_005, device: 'desk-phone' });
  assert.equal(may(state, 'AccessMetrics'), true);
  assert.equal(may(state, 'ManagerBargeIn'), false);
  state = reduce(state, { type: 'signedOut' });
  assert.equal(state.page, 'supervisor');
  assert.deepEqual(state.rights.permissions, []);
});

test('waits longer after each failure, with a random half, and never more than ten seconds', () => {
  assert.equal(backoffMs(0, 0), 125);
  assert.equal(backoffMs(0, 1), 250);
  assert.equal(backoffMs(3, 1), 2000);
  assert.equal(backoffMs(30, 1), 10_000);
});

/** A link over sockets that the test plays, and timers that it fires. */
function linkOf({ open = async call => call('session.start', {}) } = {}) {
  const sockets = [];
  const timers = [];
  const phases = [];
  const link = new Link('wss://gateway/agent', {
    open, probe: async () => {}, notify: () => {}, serve: method => ({ did: method }), phase: ({ phase, reason }) => phases.push(reason ? `${phase} ${reason}` : phase),
  }, {
    newSocket: () => {
      const socket = { sent: [], send: text => socket.sent.push(JSON.parse(text)), close: () => {} };
      sockets.push(socket);
      return socket;
    },
    timers: { setTimeout: (run, ms) => timers.push({ run, ms }) , clearTimeout: id => { if (id) delete timers[id - 1]; } },
    random: () => 1,
  });
  const answer = (socket, index, result) =>
    socket.onmessage({ data: JSON.stringify({ jsonrpc: '2.0', id: socket.sent[index].id, result }) });
  const refuse = (socket, index, code) =>
    socket.onmessage({ data: JSON.stringify({ jsonrpc: '2.0', id: socket.sent[index].id, error: { code, message: 'No' } }) });
  return { link, sockets, timers, phases, answer, refuse, settled: () => new Promise(resolve => setImmediate(resolve)) };
}

test('sends a repeatable request again after a lost socket, and only those', async () => {
  const { link, sockets, timers, phases, answer, settled } = linkOf();
  link.start();
  sockets[0].onopen();
  answer(sockets[0], 0, {});
  await settled();
  const kept = link.call('contact.hangUp', { contactId: 'c1', idempotencyKey: 'k1' });
  const lost = link.call('session.ping', {});
  sockets[0].onclose({ code: 1006, reason: '' });
  await assert.rejects(lost, error => error instanceof RpcError && error.code === 'closed');

  timers.findLast(timer => timer?.ms === 250).run();
  sockets[1].onopen();
  answer(sockets[1], 0, {});
  await settled();
  assert.deepEqual(sockets[1].sent.map(frame => frame.method), ['session.start', 'contact.hangUp']);
  assert.equal(sockets[1].sent[1].id, sockets[0].sent[1].id);
  answer(sockets[1], 1, { done: true });
  assert.deepEqual(await kept, { done: true });
  assert.deepEqual(phases, ['connecting', 'online', 'lost unreachable', 'lost unreachable', 'online']);
  link.stop();
});

test('tries again while the gateway is not ready to take the session, waiting longer each time', async () => {
  const { link, sockets, timers, phases, answer, refuse, settled } = linkOf();
  link.start();
  for (const [attempt, code] of [-32008, -32603, -32008].entries()) {
    sockets[attempt].onopen();
    refuse(sockets[attempt], 0, code);
    await settled();
    sockets[attempt].onclose({ code: 4008, reason: '' });
    assert.deepEqual(phases.at(-1), 'lost not-ready');
    timers.findLast(timer => timer?.ms === 250 * 2 ** attempt).run();
  }
  sockets[3].onopen();
  answer(sockets[3], 0, {});
  await settled();
  assert.equal(phases.at(-1), 'online');
  assert.equal(sockets.length, 4);
  link.stop();
});

test('takes a refusal of the session as final', async () => {
  for (const code of [-32003, -32001, -32602]) {
    const { link, sockets, phases, refuse, settled } = linkOf();
    link.start();
    sockets[0].onopen();
    refuse(sockets[0], 0, code);
    await settled();
    assert.equal(phases.at(-1), 'ended refused');
    assert.equal(sockets.length, 1);
  }
});

test('answers the gateway’s own requests, and takes a final close as final', async () => {
  const { link, sockets, phases, answer, settled } = linkOf();
  link.start();
  sockets[0].onopen();
  answer(sockets[0], 0, {});
  await settled();
  sockets[0].onmessage({ data: '{"jsonrpc":"2.0","id":"s1","method":"bye","params":{}}' });
  assert.deepEqual(sockets[0].sent.at(-1), { jsonrpc: '2.0', id: 's1', result: { did: 'bye' } });
  sockets[0].onmessage({ data: 'not json' });
  sockets[0].onclose({ code: 4002, reason: 'signed-out' });
  assert.equal(phases.at(-1), 'ended signed-out');
  assert.equal(sockets.length, 1);
});

test('asks at once whether the gateway is there when somebody looks or the network has changed', async () => {
  const { link, sockets, timers, answer, settled } = linkOf();
  link.start();
  sockets[0].onopen();
  answer(sockets[0], 0, {});
  await settled();
  link.retryNow();
  assert.equal(timers.filter(timer => timer?.ms === 0).length, 1);
  link.networkChanged();
  assert.equal(timers.filter(timer => timer?.ms === 0).length, 1);
  assert.equal(sockets.length, 1);
  link.stop();
});

test('does not wait for a socket that does not open, nor for one that was opening on another network', () => {
  const { link, sockets, timers, phases } = linkOf();
  link.start();
  timers.find(timer => timer?.ms === 10_000).run();
  assert.equal(phases.at(-1), 'lost unreachable');
  link.networkChanged();
  assert.equal(sockets.length, 2);
  link.networkChanged();
  assert.equal(sockets.length, 3);
  link.stop();
});
