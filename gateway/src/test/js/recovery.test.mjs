// When the page seeks new paths for a call's audio, in virtual time.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RpcError } from '../../main/resources/web/js/link.js';
import { Recovery } from '../../main/resources/web/js/recovery.js';

/** A call's audio whose gateway and network the test plays: `answers` says what becomes of each try, in turn. */
function callWith(...answers) {
  const log = [];
  let nowMs = 0;
  let timers = [];
  let connected = false;
  const settle = () => new Promise(resolve => setImmediate(resolve));
  const work = async how => {
    log.push(`${nowMs} ${how}`);
    const answer = answers.shift() ?? 'connects';
    if (answer === 'hangs') return new Promise(() => {});
    if (answer instanceof Error) throw answer;
    connected = answer === 'connects';
  };
  const recovery = new Recovery(
    { restart: () => work('restart'), renew: () => work('renew'), isConnected: () => connected },
    { troubled: is => log.push(`${nowMs} ${is ? 'trouble' : 'well'}`), failed: error => log.push(`${nowMs} failed ${error?.code ?? 'path'}`) },
    {
      timers: {
        setTimeout: (run, ms) => { const timer = { run, atMs: nowMs + ms }; timers.push(timer); return timer; },
        clearTimeout: timer => { timers = timers.filter(it => it !== timer); },
      },
      random: () => 1,
    });
  return {
    recovery,
    log,
    async path(state) {
      connected = state === 'connected';
      recovery.path(state);
      await settle();
    },
    async pass(ms) {
      const endMs = nowMs + ms;
      for (;;) {
        const next = timers.filter(({ atMs }) => atMs <= endMs).sort((a, b) => a.atMs - b.atMs)[0];
        if (!next) break;
        timers = timers.filter(it => it !== next);
        nowMs = next.atMs;
        next.run();
        await settle();
      }
      nowMs = endMs;
    },
    settle,
  };
}

/** A call that talks, and the log from then on. */
async function talking(...answers) {
  const call = callWith('connects', ...answers);
  call.recovery.begin();
  await call.settle();
  assert.deepEqual(call.log, ['0 renew', '0 well']);
  call.log.length = 0;
  return call;
}

test('lets a hiccup pass, and says that it was one', async () => {
  const call = await talking();
  await call.path('disconnected');
  await call.pass(2_999);
  await call.path('connected');
  await call.pass(60_000);
  assert.deepEqual(call.log, ['0 trouble', '2999 well']);
});

test('asks for other paths when the path does not come back', async () => {
  const call = await talking('connects');
  await call.path('disconnected');
  await call.pass(10_000);
  assert.deepEqual(call.log, ['0 trouble', '3000 restart', '3000 well']);
});

test('makes a new leg when the gateway no longer knows the one there is', async () => {
  const call = await talking(new RpcError(404, 'gone'), 'connects');
  await call.path('disconnected');
  await call.pass(10_000);
  assert.deepEqual(call.log, ['0 trouble', '3000 restart', '3000 renew', '3000 well']);
});

test('makes a new leg when other paths lead nowhere, and when the browser has given up', async () => {
  const nowhere = await talking('agrees', 'connects');
  await nowhere.path('disconnected');
  await nowhere.pass(10_000);
  assert.deepEqual(nowhere.log, ['0 trouble', '3000 restart', '7000 trouble', '7000 failed path', '7500 renew', '7500 well']);
  const given = await talking('connects');
  await given.path('failed');
  assert.deepEqual(given.log, ['0 trouble', '0 renew', '0 well']);
});

test('goes on trying with longer and longer waits, and never gives up by itself', async () => {
  const lost = new RpcError('closed', 'no connection');
  const call = await talking(...Array.from({ length: 40 }, () => lost));
  await call.path('failed');
  await call.pass(100_000);
  const tries = call.log.filter(line => line.endsWith('renew')).map(line => parseInt(line, 10));
  assert.deepEqual(tries.slice(0, 6), [0, 500, 1_500, 3_500, 7_500, 11_500]);
  assert.equal(tries.length, 28);
  assert.equal(call.log.some(line => line.endsWith('well')), false);
});

test('tries at once when the network or the clock say that things have changed', async () => {
  const lost = new RpcError('closed', 'no connection');
  const call = await talking(lost, lost, lost, lost, lost, 'connects');
  await call.path('failed');
  await call.pass(8_000);
  call.log.length = 0;
  call.recovery.hurry();
  await call.settle();
  assert.deepEqual(call.log, ['8000 renew', '8000 well']);
  call.recovery.hurry();
  await call.settle();
  assert.deepEqual(call.log.slice(2), ['8000 restart', '8000 well']);
});

test('does not begin twice what is under way', async () => {
  const call = await talking('hangs');
  await call.path('disconnected');
  await call.pass(3_000);
  call.recovery.hurry();
  await call.path('disconnected');
  await call.path('connected');
  assert.deepEqual(call.log, ['0 trouble', '3000 restart']);
  // What the browser gives up is not waited for.
  await call.path('failed');
  assert.deepEqual(call.log.slice(2), ['3000 renew', '3000 well']);
});

test('comes back half a second after a bye, unless the call is over by then', async () => {
  const call = await talking('connects');
  call.recovery.ended();
  await call.pass(10_000);
  assert.deepEqual(call.log, ['0 trouble', '500 renew', '500 well']);
  const over = await talking();
  over.recovery.ended();
  over.recovery.stop();
  await over.pass(10_000);
  assert.deepEqual(over.log, ['0 trouble']);
});

test('says why the first connection does not come, and says nothing of it while it may', async () => {
  const call = callWith('agrees', 'connects');
  call.recovery.begin();
  await call.settle();
  await call.pass(11_999);
  assert.deepEqual(call.log, ['0 renew']);
  await call.pass(1_000);
  assert.deepEqual(call.log.slice(1), ['12000 trouble', '12000 failed path', '12500 renew', '12500 well']);
});
