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
  close() {}
}

test('sends the microphone that was chosen while the audio was being connected', async () => {
  globalThis.RTCPeerConnection = Peer;
  let answer;
  const phone = new Phone(
    { iceServers: () => [], invite: () => new Promise(resolve => { answer = resolve; }), accept: async () => {} },
    { microphone() {}, farEnd() {}, figures() {}, troubled() {}, failed() {} });
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
