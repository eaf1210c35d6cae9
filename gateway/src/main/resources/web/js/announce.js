// What a screen reader is told when something has changed. Pure.

import { failureWords, handoverWords, hearersSentence, nameOf, names, PAUSED_NOTE, RECONNECTING, recordingWord } from './callwords.js';
import { handover, me, others, recording } from './roster.js';
import { endingSentence, presenceLabel } from './words.js';

/** Sentences for what is different in the second state, in the order of their weight; usually none or one. */
export function changes(before, after) {
  const list = [...callChanges(before.call, after), ...linkChanges(before.link.phase, after.link.phase)];
  const { state } = after.presence;
  if (after.agent && before.agent && state !== before.presence.state && state !== 'busy') list.push(`${presenceLabel(state)}.`);
  return list;
}

/** A failure is said at once, whatever is being said. */
export function alarms(before, after) {
  const list = [];
  const failed = after.call?.failure;
  if (failed && before.call?.failure !== failed) {
    const { title, text } = failureWords(after.call);
    list.push(`${title} ${text}`);
  }
  if (recording(after.call) === 'failed' && recording(before.call) !== 'failed') list.push(`${recordingWord('failed')}.`);
  return list;
}

function callChanges(was, { call, ended }) {
  if (was && !call && ended) return [`${endingSentence(ended)}.`];
  if (!call || was?.id !== call.id) return [];
  if (call.phase === 'connected' && was.phase !== 'connected') {
    const list = [call.direction === 'monitor' ? `Connected. ${hearersSentence(call)}` : 'Connected.'];
    return [...list, ...recordingChanges('off', call)];
  }
  if (call.connectedAtMs > 0 && call.audioTroubled !== was.audioTroubled) return [call.audioTroubled ? RECONNECTING : 'You can talk again.'];
  if (call.supervision?.how !== was.supervision?.how && call.phase === 'connected') return [hearersSentence(call)];
  return [
    ...muteChanges(was, call), ...handoverChanges(was, call), ...rosterChanges(was, call),
    ...recordingChanges(recording(was), call),
  ];
}

/** Failures are alarms; before anybody talks, nothing is worth a word. */
function recordingChanges(was, call) {
  const now = recording(call);
  if (was === now || call.phase !== 'connected') return [];
  switch (now) {
    case 'on': return [was === 'paused' ? 'The call is recorded again.' : 'The call is recorded.'];
    case 'paused': return [`${recordingWord(now)}. ${PAUSED_NOTE}`];
    case 'off': return ['The call is not recorded any more.'];
    default: return [];
  }
}

function muteChanges(was, call) {
  return was.muted === call.muted ? [] : [call.muted ? 'Microphone muted.' : 'Microphone on.'];
}

function handoverChanges(was, call) {
  const now = handover(call);
  const then = handover(was);
  if (!now || (then && then.ready === now.ready && then.withTarget === now.withTarget && then.kind === now.kind)) return [];
  const { title, text } = handoverWords(call);
  return [`${title}. ${text}`.trim()];
}

/** Comings, goings and holds; not those that a handover has just explained. */
function rosterChanges(was, call) {
  if (!was.view || !call.view || handover(call)) return [];
  const list = [];
  const there = ({ state }) => state === 'connected';
  const then = id => others(was).find(one => one.id === id);
  const come = others(call).filter(one => there(one) && then(one.id) && !there(then(one.id)));
  const gone = others(was).filter(one => there(one) && !others(call).some(({ id }) => id === one.id));
  if (come.length > 0) list.push(`${names(come)} joined.`);
  if (gone.length > 0) list.push(`${names(gone)} left.`);
  for (const one of others(call)) {
    const earlier = then(one.id);
    if (earlier && there(earlier) && earlier.held !== one.held) list.push(`${nameOf(one)} is ${one.held ? 'on hold' : 'back from hold'}.`);
  }
  if (me(was) && me(call) && me(was).held !== me(call).held) list.push(me(call).held ? 'You are on hold.' : 'You are back from hold.');
  return list;
}

function linkChanges(was, now) {
  if (now === 'online' && was === 'lost') return ['Connected to the gateway again.'];
  if (now === 'lost' && was === 'online') return ['The connection to the gateway was lost. Reconnecting.'];
  return [];
}
