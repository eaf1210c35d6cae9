// The audio of a call, with doubles of microphones, connections and the gateway.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Phone } from '../../main/resources/web/js/phone.js';

const settled = () => new Promise(resolve => setImmediate(resolve));

function microphone() {
  const track = { readyState: 'live', enabled: true, stop() { track.readyState = 'ended'; } };
  return { track, getTracks: () => [track], getAudioTracks: () => [track] };
}

class Peer {
  static all = [];
  connectionState = 'connected';
  localDescription = { sdp: 'offer' };
  constructor() { Peer.all.push(this); }
  addTrack(track) {
    const sender = { track, replaceTrack: async other => { sender.track = other; } };
    this.sender = sender;
    return sender;
  }
  getSenders() { return [this.sender]; }
  async setLocalDescription() {}
  async setRemoteDescription() {}
  getConfiguration() { return {}; }
  setConfiguration() {}
  restartIce() { this.restarts = (this.restarts ?? 0) + 1; }
  close() {}
}

const HOOKS = { microphone() {}, farEnd() {}, figures() {}, troubled() {}, failed() {} };
const ANSWERING = { iceServers: () => [], invite: async () => ({ sdp: 'answer', candidates: [] }), accept: async () => {} };

test('sends the microphone that was chosen while the audio was being connected', async () => {
  globalThis.RTCPeerConnection = Peer;
  let answer;
  const phone = new Phone(
    { iceServers: () => [], invite: () => new Promise(resolve => { answer = resolve; }), accept: async () => {} },
    HOOKS);
  const [first, second] = [microphone(), microphone()];
  phone.start({ contactId: 'c', contactToken: 't', openMicrophone: async () => first, muted: false });
  await settled();
  await phone.replaceMicrophone(second);
  answer({ sdp: 'answer', candidates: [] });
  await settled();

  assert.equal(Peer.all.at(-1).sender.track, second.track);
  assert.equal(second.track.readyState, 'live');
  assert.equal(first.track.readyState, 'ended');
  phone.stop();
  assert.equal(second.track.readyState, 'ended');
});

test('opens another microphone in the same leg when a headset has ended, and closes all in the end', async () => {
  globalThis.RTCPeerConnection = Peer;
  const [first, second] = [microphone(), microphone()];
  const coming = [first, second];
  const phone = new Phone(ANSWERING, HOOKS);
  phone.start({ contactId: 'c', contactToken: 't', openMicrophone: async () => coming.shift(), muted: true });
  await settled();
  const peer = Peer.all.at(-1);
  assert.equal(peer.sender.track, first.track);

  first.track.stop();
  first.track.onended();
  await settled();

  assert.equal(Peer.all.at(-1), peer, 'no new leg');
  assert.equal(peer.restarts, 1);
  assert.equal(peer.sender.track, second.track);
  assert.equal(second.track.enabled, false, 'still muted');
  phone.stop();
  assert.equal(second.track.readyState, 'ended');
});

test('keeps one microphone open however many were being opened at once', async () => {
  globalThis.RTCPeerConnection = Peer;
  const all = [];
  const waiting = [];
  const open = () => {
    const stream = microphone();
    all.push(stream);
    return new Promise(resolve => waiting.push(() => resolve(stream)));
  };
  const phone = new Phone(ANSWERING, HOOKS);
  phone.start({ contactId: 'c', contactToken: 't', openMicrophone: open, muted: false });
  await settled();
  // The gateway gives the leg up and asks for another, while the browser still asks whether it may.
  phone.ended('c');
  phone.start({ contactId: 'c', contactToken: 't2', openMicrophone: open, muted: false });
  await settled();
  const chosen = microphone();
  await phone.replaceMicrophone(chosen);
  waiting.forEach(resolve => resolve());
  await settled();

  assert.equal(all.length, 2);
  assert.deepEqual(all.map(stream => stream.track.readyState), ['ended', 'ended']);
  assert.equal(chosen.track.readyState, 'live');
  assert.equal(Peer.all.at(-1).sender.track, chosen.track);
  phone.stop();
  assert.equal(chosen.track.readyState, 'ended');
});

/** A gateway that keeps connections, and what it was asked. */
function keeping({ refuses = 0 } = {}) {
  const asked = [];
  return {
    asked,
    iceServers: () => [],
    invite: async params => {
      asked.push('invite');
      assert.equal(params.persistentConnection, true);
      return { sdp: 'answer', candidates: [], peerConnectionId: 'p', peerConnectionToken: 's', inactivityDuration: 60_000 };
    },
    accept: async () => { asked.push('accept'); },
    connectContact: async params => {
      asked.push(`connect ${params.contactId} ${params.contactToken} ${params.peerConnectionId} ${params.peerConnectionToken}`);
      if (refuses) throw Object.assign(new Error('not this one'), { code: refuses });
    },
    bye: async names => { asked.push(`bye ${names.peerConnectionId}`); },
  };
}

class KeptPeer extends Peer {
  signalingState = 'stable';
  closed = false;
  addTrack(track) {
    const sender = super.addTrack(track);
    sender.transport = { state: 'connected', addEventListener() {} };
    return sender;
  }
  close() { this.closed = true; this.connectionState = 'closed'; }
}

async function called(phone, contactId, stream) {
  phone.start({ contactId, contactToken: `t-${contactId}`, openMicrophone: async () => stream, muted: false });
  await settled();
  await settled();
}

test('keeps its connection for the next call, and no microphone meanwhile', async () => {
  globalThis.RTCPeerConnection = KeptPeer;
  const gateway = keeping();
  const phone = new Phone(gateway, HOOKS);
  const [first, second] = [microphone(), microphone()];
  await called(phone, 'c', first);
  const peer = Peer.all.at(-1);
  phone.stop();
  await settled();
  assert.equal(peer.closed, false);
  assert.equal(peer.sender.track, null, 'nothing is sent');
  assert.equal(first.track.readyState, 'ended');

  await called(phone, 'd', second);
  assert.equal(Peer.all.at(-1), peer);
  assert.equal(peer.sender.track, second.track);
  assert.deepEqual(gateway.asked, ['invite', 'accept', 'connect d t-d p s']);
  phone.close();
  assert.equal(peer.closed, true);
});

for (const [what, refuses, spoil, byes] of [
  ['the gateway has it no more', 400, () => {}, []],
  ['the call does not take it', 404, () => {}, ['bye p']],
  ['the gateway does not answer', 408, () => {}, ['bye p']],
  ['its path is lost', 0, peer => { peer.connectionState = 'failed'; peer.onconnectionstatechange(); }, ['bye p']],
  ['the gateway has ended it', 0, (_, phone) => phone.keptEnded('p'), []],
]) {
  test(`makes a new connection when ${what}`, async () => {
    globalThis.RTCPeerConnection = KeptPeer;
    const gateway = keeping({ refuses });
    const phone = new Phone(gateway, HOOKS);
    await called(phone, 'c', microphone());
    const peer = Peer.all.at(-1);
    phone.stop();
    spoil(peer, phone);
    const stream = microphone();
    await called(phone, 'd', stream);

    assert.equal(peer.closed, true);
    assert.notEqual(Peer.all.at(-1), peer);
    assert.equal(Peer.all.at(-1).sender.track, stream.track);
    assert.equal(gateway.asked.filter(one => one === 'invite').length, 2);
    assert.deepEqual(gateway.asked.filter(one => one.startsWith('bye')), byes);
    phone.close();
  });
}

test('ends a connection that has waited too long, and says so', async t => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  globalThis.RTCPeerConnection = KeptPeer;
  const gateway = keeping();
  const phone = new Phone(gateway, HOOKS);
  await called(phone, 'c', microphone());
  const peer = Peer.all.at(-1);
  phone.stop();
  t.mock.timers.tick(60_000);
  assert.equal(peer.closed, true);
  assert.equal(gateway.asked.at(-1), 'bye p');
});

test('keeps no connection that the gateway keeps not', async () => {
  globalThis.RTCPeerConnection = KeptPeer;
  const phone = new Phone(ANSWERING, HOOKS);
  await called(phone, 'c', microphone());
  const peer = Peer.all.at(-1);
  phone.stop();
  assert.equal(peer.closed, true);
});
