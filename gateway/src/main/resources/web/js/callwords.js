// What the page says about a call: who it is with, who is in it, what is true now. Pure.

import { formatNumber } from './format.js';
import { allHeld, handover, hearers, me, others, party, present, subject } from './roster.js';

/** "Inbound call · Support", "Passed on by Ann". */
export function kindSentence(call) {
  switch (call.direction) {
    case 'outbound': return 'Outbound call';
    case 'internal': return call.from ? 'A colleague calls' : 'Call to a colleague';
    case 'transfer': return call.from ? `Passed on by ${call.from}` : 'Passed on to you';
    case 'monitor': return 'You supervise';
    default: return call.queue ? `Inbound call · ${call.queue}` : 'Inbound call';
  }
}

/** ↙ and ↗ are what telephones have always shown; ⇄ is a call that never left the house. */
export function directionMark(direction) {
  return { inbound: '↙', transfer: '↙', outbound: '↗', monitor: '◉' }[direction] ?? '⇄';
}

/** Whom a call is about. */
export function partyName(call) {
  return endedName({ direction: call.direction, who: party(call) });
}

export function endedName({ direction, who }) {
  return direction === 'internal' || direction === 'monitor' ? who || 'A colleague' : formatNumber(who);
}

export function nameOf({ role, agent, name }) {
  if (role === 'customer' || role === 'external') return formatNumber(name);
  return agent === '' ? `Next agent of ${name}` : name;
}

/** "Ann, Bob and +44 207 946 0123". */
export function names(participants) {
  const list = participants.map(nameOf);
  return list.length < 2 ? list.join('') : `${list.slice(0, -1).join(', ')} and ${list.at(-1)}`;
}

const ROLES = { customer: 'Customer', external: 'Third party', agent: 'Agent', supervisor: 'Supervisor' };

export function roleWord(role) {
  return ROLES[role] ?? '';
}

const STATES = {
  flow: 'in a menu', waiting: 'waiting for an agent', ringing: 'ringing…', joining: 'connecting…', dialing: 'being called…',
};

/** How somebody is: "on hold", "ringing…", "muted"; empty when there is nothing to say. */
export function stateWord({ state, held, muted }) {
  if (state !== 'connected') return STATES[state] ?? '';
  return [held ? 'on hold' : '', muted ? 'muted' : ''].filter(word => word !== '').join(', ');
}

const PHASES = {
  accepting: 'Answering…',
  lifting: 'Lift your desk phone: the call is placed when you do.',
  connecting: 'Connecting the audio…',
  dialing: 'Calling…',
  ringing: 'It rings at the other end…',
  'early-media': 'Not answered yet; you hear the network’s announcement.',
  ending: 'Hanging up…',
};

export const RECONNECTING = 'Reconnecting… The call goes on, and the other side waits for you.';

/** What is true now, as far as it is worth a sentence. A transfer under way has words of its own. */
export function situation(call) {
  if (call.audioTroubled && call.connectedAtMs > 0 && call.phase !== 'ending') return RECONNECTING;
  if (call.phase !== 'connected') return call.phase === 'connecting' ? waitingFor(call) : PHASES[call.phase] ?? '';
  if (call.direction === 'monitor') return hearersSentence(call);
  if (me(call)?.held) return 'You are on hold: you hear music, and nobody hears you.';
  const muted = call.muted ? ' Your microphone is muted.' : '';
  if (allHeld(call) && handover(call) === null) return `${present(call).length > 1 ? 'Everybody is' : 'The other side is'} on hold and hears music.${muted}`;
  const held = present(call).filter(one => one.held);
  return `${held.length > 0 && handover(call) === null ? `On hold: ${names(held)}.` : ''}${muted}`.trim();
}

const RECORDING = { on: 'Recording', paused: 'Recording paused', failed: 'Not recorded: it could not be kept' };

/** What a pause means, and what it is for. */
export const PAUSED_NOTE = 'What is said now is not recorded. Resume when the card data is through.';

/** Whether a call is recorded, in words; empty when it is not meant to be. */
export function recordingWord(state) {
  return RECORDING[state] ?? '';
}

/** Whom we talk to after all. */
function again(call) {
  const talking = present(call).filter(({ held }) => !held);
  return talking.length > 0 && !me(call)?.held ? `You talk to ${names(talking)} again.` : situation(call);
}

function waitingFor(call) {
  const ringing = others(call).find(({ state }) => state === 'ringing');
  return ringing && call.direction !== 'monitor' ? `It rings at ${nameOf(ringing)}…` : PHASES.connecting;
}

/** The state of a transfer or consultation as a title and a sentence. */
export function handoverWords(call) {
  const under = handover(call);
  const target = nameOf(under.target);
  const waiting = under.waiting.length > 0 ? names(under.waiting) : '';
  if (!under.mine) {
    const by = under.by ? nameOf(under.by) : 'A colleague';
    if (under.toMe) return { title: `${by} asks you`, text: waiting ? `${waiting} ${verb(under.waiting)} on hold and cannot hear you.` : '' };
    return { title: `${by} talks to ${target}`, text: under.ready ? '' : `${target}: ${stateWord(under.target)}` };
  }
  if (under.kind === 'blind') {
    return { title: `Passing the call on to ${target}`, text: `${sentence(stateWord(under.target))} You leave as soon as it is answered; until then ${waiting || 'the caller'} hears music.` };
  }
  if (!under.ready) {
    return { title: `Asking ${target} first`, text: `${sentence(stateWord(under.target))} ${waiting ? `Meanwhile ${waiting} ${verb(under.waiting)} on hold.` : ''}` };
  }
  if (under.withTarget) return { title: `You talk to ${target}`, text: waiting ? `${waiting} ${verb(under.waiting)} on hold.` : '' };
  const back = present(call).filter(one => !one.held && one.id !== under.target.id);
  return { title: back.length > 0 ? `You talk to ${names(back)}` : 'Everybody is on hold', text: `${target} is on hold.` };
}

function verb(list) {
  return list.length > 1 ? 'are' : 'is';
}

function sentence(word) {
  return word === '' ? '' : `${word[0].toUpperCase()}${word.slice(1)}${/[.…]$/.test(word) ? '' : '.'}`;
}

/** Who can hear a supervisor now. */
export function hearersSentence(call) {
  const list = hearers(call);
  const about = subject(call);
  if (call.supervision?.how === 'barge') {
    if (call.muted) return 'You are in the call, muted: nobody hears you.';
    return list.length > 0 ? `Everybody hears you: ${names(list)}.` : 'You are in the call; nobody hears you at the moment.';
  }
  if (call.supervision?.how === 'whisper') {
    if (call.muted) return 'Muted: nobody hears you.';
    return list.length > 0 ? `Only ${names(list)} hears you.` : `${about ? nameOf(about) : 'The agent'} is on hold: nobody hears you at the moment.`;
  }
  return 'Nobody hears you, and nobody is told.';
}

/** A transfer that came to nothing, its reason, and what is true now. */
export function failureWords(call) {
  const { who, transfer, sentence: why } = call.failure;
  const name = who ? nameOf(who) : 'The one you wanted';
  return {
    title: transfer ? `The transfer to ${name} failed.` : `${name} did not come.`,
    text: `${why} ${again(call)}`.trim(),
  };
}

const CALL_STATES = { flow: 'In a menu', waiting: 'Waiting', ringing: 'Ringing', connected: 'Talking' };

/** Whom a live call is with, for supervisors. */
export function callParty({ direction, number }) {
  return direction === 'internal' ? 'Between colleagues' : formatNumber(number);
}

/** The state of a live call, for supervisors. */
export function callStateWord(call) {
  if (call.state === 'connected' && call.handover) return call.handover.kind === 'blind' ? 'Being passed on' : 'Consulting';
  return CALL_STATES[call.state] ?? call.state;
}

/** "Alice Baker asks Bob Castle", or empty. */
export function callHandoverSentence(call) {
  if (!call.handover) return '';
  const find = id => call.participants.find(one => one.id === id);
  const [by, target] = [find(call.handover.by), find(call.handover.target)];
  if (!by || !target) return '';
  return call.handover.kind === 'blind' ? `${nameOf(by)} passes the call on to ${nameOf(target)}` : `${nameOf(by)} consults ${nameOf(target)}`;
}
