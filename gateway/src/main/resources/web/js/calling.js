// What an agent does: its own state, and its call. Each is one request to the gateway; what comes of it, events say.

import { names, nameOf } from './callwords.js';
import { allHeld, canPauseRecording, handover, others, participant, recording } from './roster.js';
import { inCall } from './state.js';

/** How often an open list of colleagues is asked for anew, for who is free. */
const DIRECTORY_MS = 4_000;

/** confirmed({ title, text, yes }) asks before what cannot be undone. */
export function agentActions(desk, confirmed) {
  let watching = null;

  async function loadDirectory() {
    // Silence is good enough: the list stays as it was, and whoever is chosen may still be called.
    const answer = await desk.gateway?.quickConnects().catch(() => null);
    if (answer && desk.state.agent) desk.dispatch({ type: 'directory', entries: answer.quickConnects });
  }

  return {
    async signOut() {
      const sure = !inCall(desk.state) || await confirmed({
        title: 'Sign out and end your call?', text: 'You are in a call. Signing out hangs up.', yes: 'Sign out',
      });
      if (sure) await desk.signOut();
    },

    async setState(name) {
      if (name === 'available' && !await desk.audio.check()) return;
      await desk.attempt('change your state', () => desk.gateway.setState(name));
    },

    /** The first reason there is for not being ready. */
    async pause() {
      const reason = desk.state.presence.allowed.find(name => name !== 'available' && name !== 'offline');
      if (reason) await this.setState(reason);
    },

    /** Ends the work after a contact before its time. */
    workDone() {
      return this.setState(desk.state.presence.next ?? 'available');
    },

    setDevice: device => desk.attempt('change your phone', () => desk.gateway.setDevice(device)),

    /** target: { number } or { agent }; name: how a colleague is called. */
    async dial(target, name = '') {
      if (!await desk.audio.check()) return false;
      return desk.attempt('place the call', async () => {
        const { contactId } = await desk.gateway.dial(target);
        if (desk.state.ended?.id === contactId) return;
        const direction = target.agent === undefined ? 'outbound' : 'internal';
        desk.dispatch({ type: 'dialing', contactId, direction, number: target.number ?? '', name });
      });
    },

    /** Keeps the list of quick connects fresh while somebody looks at it. */
    watchDirectory(on) {
      if (on === (watching !== null)) return;
      clearInterval(watching);
      watching = on ? setInterval(loadDirectory, DIRECTORY_MS) : null;
      if (on) loadDirectory();
    },

    callDemoCustomer: () => desk.attempt('make the demo customer call', () => desk.gateway.callDemoCustomer()),
    reconnect: () => desk.gateway?.retryNow(),
    dismissError: () => desk.dispatch({ type: 'error', error: null }),
    allowSound: () => desk.audio.unlock(),
    checkMicrophone: () => desk.audio.check(),
  };
}

export function callActions(desk, sound, confirmed) {
  /** Does something with the call in hand; `what` is for the sentence if it cannot be. */
  const onCall = (what, verb, params) => desk.attempt(what, () => desk.gateway.contact(verb, desk.state.call.id, params));
  const drawer = (call, name) => desk.dispatch({ type: 'drawer', contactId: call.id, drawer: call.drawer === name ? '' : name });

  return {
    async answer() {
      const call = desk.state.call;
      if (call?.phase !== 'offered' || call.device === 'desk-phone') return;
      desk.dispatch({ type: 'accepting', contactId: call.id });
      if (await desk.audio.prepare() && await onCall('answer the call', 'accept')) return;
      desk.audio.unprepare();
      desk.dispatch({ type: 'acceptFailed', contactId: call.id });
    },

    decline: () => desk.state.call?.phase === 'offered' && onCall('decline the call', 'reject'),
    hangUp: () => desk.hangUp(),

    async endForAll() {
      const call = desk.state.call;
      if (!call) return;
      const sure = await confirmed({
        title: 'End the call for everybody?', text: `This hangs up on ${names(others(call))}.`, yes: 'End for everybody',
      });
      if (!sure || desk.state.call?.id !== call.id) return;
      desk.dispatch({ type: 'ending', contactId: call.id });
      if (!await onCall('end the call', 'end')) desk.dispatch({ type: 'endFailed', contactId: call.id, phase: call.phase });
    },

    async toggleMute() {
      const call = desk.state.call;
      if (!call || call.phase === 'offered') return;
      const muted = !call.muted;
      desk.audio.phone.mute(muted);
      desk.dispatch({ type: 'muting', contactId: call.id, muted });
      await onCall(muted ? 'mute at the gateway' : 'unmute at the gateway', 'mute', { muted });
    },

    holdAll() {
      const held = !allHeld(desk.state.call);
      return onCall(held ? 'hold' : 'resume', 'hold', { held });
    },

    pauseRecording() {
      const call = desk.state.call;
      if (!call || !canPauseRecording(call)) return;
      const paused = recording(call) === 'on';
      onCall(paused ? 'pause the recording' : 'resume the recording', 'pauseRecording', { paused });
    },

    hold(id) {
      const held = !participant(desk.state.call, id).held;
      return onCall(held ? 'hold' : 'resume', 'hold', { participant: id, held });
    },

    mute(id) {
      const muted = !participant(desk.state.call, id).muted;
      return onCall(muted ? 'mute' : 'unmute', 'mute', { participant: id, muted });
    },

    async remove(id) {
      const one = participant(desk.state.call, id);
      const there = one.state === 'connected';
      const sure = !there || await confirmed({
        title: `Remove ${nameOf(one)}?`,
        text: one.role === 'customer' ? 'The customer is disconnected, and has to call again.' : 'They are disconnected; the others go on.',
        yes: 'Remove',
      });
      if (sure && desk.state.call) await onCall(`remove ${nameOf(one)}`, 'remove', { participant: id });
    },

    toggleKeypad: () => desk.state.call && drawer(desk.state.call, 'keypad'),
    toggleTransfer: () => desk.state.call && drawer(desk.state.call, 'transfer'),
    closeDrawer: () => desk.state.call && desk.dispatch({ type: 'drawer', contactId: desk.state.call.id, drawer: '' }),
    failureSeen: () => desk.dispatch({ type: 'failureSeen', contactId: desk.state.call?.id }),

    async sendDigit(digit) {
      const call = desk.state.call;
      if (!call || call.connectedAtMs === 0) return;
      sound.key(digit);
      desk.dispatch({ type: 'digitSent', contactId: call.id, digit });
      await onCall('send the digit', 'sendDigits', { digits: digit });
    },

    /** how: transfer, consult or add. Resolves with whether the gateway has taken it. */
    async bring(how, target) {
      const what = { transfer: 'pass the call on', consult: 'ask them first', add: 'add them to the call' }[how];
      const done = await onCall(what, how, target);
      if (done && how === 'add') this.closeDrawer();
      return done;
    },

    complete: () => handover(desk.state.call)?.mine && onCall('pass the call on', 'complete'),
    swap: () => handover(desk.state.call)?.ready && onCall('swap', 'swap'),
    join: () => handover(desk.state.call)?.ready && onCall('join the two', 'join'),
    cancel: () => handover(desk.state.call)?.mine && onCall('call it off', 'cancel'),
  };
}
