// Leaving the desk, against a gateway that the test plays.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Desk } from '../../main/resources/web/js/desk.js';
import { reduce, SIGNED_OUT } from '../../main/resources/web/js/state.js';

/** A desk after these events, and what the gateway is asked in turn. */
function deskAfter({ refuses = false }, ...events) {
  const log = [];
  globalThis.sessionStorage = { removeItem() {} };
  globalThis.fetch = async (path, { method }) => log.push(`${method} ${path}`);
  const store = {
    state: events.reduce(reduce, SIGNED_OUT),
    dispatch(action) { store.state = reduce(store.state, action); },
  };
  const desk = new Desk(store, {}, {}, {}, { session() {}, left: () => log.push('left') });
  const ask = async what => {
    log.push(what);
    await new Promise(resolve => setImmediate(resolve));
    if (refuses) throw new Error('refused');
  };
  desk.gateway = {
    setState: name => ask(`setState ${name}`),
    contact: (verb, id) => ask(`${verb} ${id}`),
    stop: () => log.push('stop'),
  };
  return { desk, log };
}

const SIGNED_IN = { type: 'signedIn', agent: { id: 'a', displayName: 'A', demo: false } };
const BUSY = { type: 'stateChanged', state: 'busy', sinceMs: 1, allowed: ['available', 'offline'], next: null, endsMs: 0, device: 'softphone' };
const OFFERED = { type: 'contactOffered', contactId: 'c1', direction: 'inbound', number: '+442079460123', queue: 'sales', ringSeconds: 20, attributes: {}, nowMs: 1 };
const ACCEPTED = { type: 'contactAccepted', contactId: 'c1' };

test('hangs up before it signs out, whatever the gateway says to it', async () => {
  for (const refuses of [false, true]) {
    const { desk, log } = deskAfter({ refuses }, SIGNED_IN, BUSY, OFFERED, ACCEPTED);
    await desk.signOut();
    assert.deepEqual(log, ['setState offline', 'hangUp c1', 'stop', 'left', 'DELETE /api/session']);
  }
});

test('signs out without a call and has nothing to hang up', async () => {
  const { desk, log } = deskAfter({}, SIGNED_IN, BUSY);
  await desk.signOut();
  assert.deepEqual(log, ['setState offline', 'stop', 'left', 'DELETE /api/session']);
});
