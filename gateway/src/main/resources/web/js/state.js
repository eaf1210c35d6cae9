// What the page knows, and how each thing that happens changes it. Pure: no DOM, no socket, no clock.

export const SIGNED_OUT = Object.freeze({
  agent: null, //      { displayName, demo }
  link: { phase: 'idle', retryAtMs: 0, reason: '' }, // idle | connecting | online | lost (unreachable, not-ready) | ended
  presence: { state: 'offline', sinceMs: 0, allowed: [] },
  call: null,
  ended: null, //      the last call, for the line under the headline
  recent: [],
  microphone: 'unknown', // unknown | asking | ready | denied | missing | busy | unsupported
  soundBlocked: false,
  error: null, //      { title, text }
});

/** How many finished calls stay listed. */
const RECENT = 20;

/**
 * The next state. A call's phases: offered, accepting, connecting, dialing, ringing, early-media, connected, ending.
 * Anything about a contact that is not ours any more changes nothing.
 */
export function reduce(state, event) {
  switch (event.type) {
    case 'signedIn': return { ...SIGNED_OUT, agent: event.agent, microphone: state.microphone, link: state.link };
    case 'signedOut': return { ...SIGNED_OUT, microphone: state.microphone };
    case 'link': return { ...state, link: { phase: event.phase, retryAtMs: event.retryAtMs ?? 0, reason: event.reason ?? '' } };
    case 'microphone': return { ...state, microphone: event.status };
    case 'soundBlocked': return { ...state, soundBlocked: event.blocked };
    case 'error': return { ...state, error: event.error };

    case 'stateChanged':
      return { ...state, presence: { state: event.state, sinceMs: event.sinceMs, allowed: event.allowed ?? [] } };

    case 'contactOffered':
      if (state.call?.id === event.contactId) return state;
      return { ...state, error: null, ended: null, call: offered(event) };
    case 'dialing':
      return { ...state, error: null, ended: null, call: dialing(state.call, event) };

    case 'accepting': return withCall(state, event, call => ({ ...call, phase: 'accepting' }));
    case 'acceptFailed': return withCall(state, event, call => call.phase === 'accepting' ? { ...call, phase: 'offered' } : call);
    case 'contactAccepted':
      return withCall(state, event, call => call.phase === 'offered' || call.phase === 'accepting' ? { ...call, phase: 'connecting' } : call);
    case 'contactProgress':
      return withCall(state, event, call => call.phase === 'connected' ? call : { ...call, phase: event.progress });
    case 'contactConnected':
      return withCall(state, event, call => ({ ...call, phase: 'connected', connectedAtMs: event.sinceMs }));
    case 'muting': return withCall(state, event, call => ({ ...call, muted: event.muted }));
    case 'contactRoster': return withCall(state, event, call => ({ ...call, muted: self(event)?.muted ?? call.muted }));
    case 'digitSent': return withCall(state, event, call => ({ ...call, digitsSent: call.digitsSent + event.digit }));
    case 'contactDigit': return withCall(state, event, call => ({ ...call, digitsHeard: call.digitsHeard + event.digit }));
    case 'keypad': return withCall(state, event, call => ({ ...call, keypadOpen: event.open }));
    case 'contactQuality':
      return withCall(state, event, call => ({ ...call, levels: event.levels ?? {}, figures: event.figures ?? null }));
    case 'browserFigures': return withCall(state, event, call => ({ ...call, browserFigures: event.figures }));
    case 'endFailed': return withCall(state, event, call => ({ ...call, phase: event.phase }));
    case 'forgotten': return { ...state, call: null };
    case 'ending': return withCall(state, event, call => ({ ...call, phase: 'ending' }));
    case 'contactEnded': return end(state, event);
    default: return state;
  }
}

function self(roster) {
  return roster.call.participants.find(participant => participant.id === roster.self);
}

function offered(event) {
  return {
    ...newCall(event.contactId, event.direction),
    phase: 'offered',
    number: event.number,
    queue: event.queue ?? '',
    attributes: event.attributes ?? {},
    ringSeconds: event.ringSeconds,
    ringEndsMs: event.nowMs + 1000 * event.ringSeconds,
  };
}

/** The gateway's offer of our own outbound contact may come before or after the answer to `dial`. */
function dialing(call, event) {
  if (call?.id === event.contactId) return { ...call, number: call.number || event.number };
  return { ...newCall(event.contactId, 'outbound'), phase: 'dialing', number: event.number };
}

function newCall(id, direction) {
  return {
    id, direction, phase: 'offered', number: '', queue: '', attributes: {}, ringSeconds: 0, ringEndsMs: 0,
    connectedAtMs: 0, muted: false, digitsSent: '', digitsHeard: '', keypadOpen: false,
    levels: {}, figures: null, browserFigures: null,
  };
}

function withCall(state, event, change) {
  return state.call && state.call.id === event.contactId ? { ...state, call: change(state.call) } : state;
}

function end(state, event) {
  const call = state.call;
  if (!call || call.id !== event.contactId) return state;
  const ended = {
    id: call.id,
    direction: call.direction,
    number: call.number,
    reason: event.reason,
    sentence: event.sentence ?? '',
    endedAtMs: event.nowMs,
    talkedMs: call.connectedAtMs > 0 ? Math.max(0, event.nowMs - call.connectedAtMs) : 0,
  };
  return { ...state, call: null, ended, recent: [ended, ...state.recent].slice(0, RECENT) };
}

/** Whether audio should be flowing, or about to. */
export function inCall(state) {
  return state.call !== null && state.call.phase !== 'offered';
}
