// What the page knows, and how each thing that happens changes it. Pure: no DOM, no socket, no clock.
// What concerns one call is in call.js, what supervisors see of all calls and agents in live.js.

import { calledOut, newOffer, reduceCall, summary } from './call.js';
import { NOTHING_LIVE, reduceLive } from './live.js';

export const SIGNED_OUT = Object.freeze({
  page: 'agent', //    agent | supervisor
  agent: null, //      { id, displayName, demo }
  rights: { permissions: [], devices: ['softphone'] },
  link: { phase: 'idle', retryAtMs: 0, reason: '' }, // idle | connecting | online | lost (unreachable, not-ready) | ended
  presence: { state: 'offline', sinceMs: 0, allowed: [], next: null, endsMs: 0, device: 'softphone' },
  call: null,
  ended: null, //      the last call, for the line under the headline
  recent: [],
  directory: [], //    quick connects as the gateway gives them
  live: NOTHING_LIVE,
  microphone: 'unknown', // unknown | asking | ready | denied | missing | busy | unsupported
  soundBlocked: false,
  error: null, //      { title, text }
});

/** How many finished calls stay listed. */
const RECENT = 20;

/** The next state. Anything about a contact that is not ours any more changes nothing. */
export function reduce(state, event) {
  switch (event.type) {
    case 'page': return { ...state, page: event.page };
    case 'signedIn': return { ...afresh(state), agent: event.agent, link: state.link };
    case 'signedOut': return afresh(state);
    case 'session': return { ...state, rights: { permissions: event.permissions ?? [], devices: event.devices ?? [] } };
    case 'link': return { ...state, link: { phase: event.phase, retryAtMs: event.retryAtMs ?? 0, reason: event.reason ?? '' } };
    case 'forgotten': return { ...state, call: null, live: NOTHING_LIVE };
    case 'microphone': return { ...state, microphone: event.status };
    case 'soundBlocked': return { ...state, soundBlocked: event.blocked };
    case 'error': return { ...state, error: event.error };
    case 'directory': return { ...state, directory: event.entries };

    case 'stateChanged': return { ...state, rights: { ...state.rights, devices: event.devices ?? state.rights.devices }, presence: presence(event) };
    case 'contactOffered':
      return state.call?.id === event.contactId ? inCallOf(state, event) : begin(state, newOffer(event));
    case 'dialing': return begin(state, calledOut(state.call, event));
    case 'contactEnded': return end(state, event);

    case 'watching': case 'watchRefused': case 'callSeen': case 'callGone': case 'agentSeen':
      return { ...state, live: reduceLive(state.live, event) };
    default: return inCallOf(state, event);
  }
}

/** What outlives a sign-in: where we are, and what is known of the microphone. */
function afresh(state) {
  return { ...SIGNED_OUT, page: state.page, microphone: state.microphone };
}

function presence(event) {
  return {
    state: event.state,
    sinceMs: event.sinceMs,
    allowed: event.allowed ?? [],
    next: event.next ?? null,
    endsMs: event.endsMs ?? 0,
    device: event.device ?? 'softphone',
  };
}

function inCallOf(state, event) {
  if (!state.call || state.call.id !== event.contactId) return state;
  const call = reduceCall(state.call, event);
  return call === state.call ? state : { ...state, call };
}

function begin(state, call) {
  return { ...state, error: null, ended: null, call };
}

function end(state, event) {
  if (!state.call || state.call.id !== event.contactId) return state;
  const ended = summary(state.call, event);
  return { ...state, call: null, ended, recent: [ended, ...state.recent].slice(0, RECENT) };
}

/** Whether the contact waits for the agent to take it. */
export function isRinging(call) {
  return call !== null && (call.phase === 'offered' || call.phase === 'accepting');
}

/** Whether audio should be flowing, or about to. */
export function inCall(state) {
  return state.call !== null && state.call.phase !== 'offered';
}

export function may(state, permission) {
  return state.rights.permissions.includes(permission);
}
