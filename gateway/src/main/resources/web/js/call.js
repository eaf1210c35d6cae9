// One call of ours: what is known of it, and how events change it. Pure. What follows from its roster is in roster.js.
//
// Phases: offered (rings here), accepting, lifting (our desk phone rings for a call of our own), connecting, dialing,
// ringing, early-media, connected, ending.

import { participant, party } from './roster.js';

/** Somebody or something wants to talk to us; or, with ringSeconds 0, a call of our own is there again after a reload. */
export function newOffer(event) {
  return {
    ...newCall(event.contactId, event.direction),
    phase: event.ringSeconds > 0 ? 'offered' : firstPhase(event),
    number: event.number ?? '',
    queue: event.queue ?? '',
    from: event.from ?? '',
    device: event.device ?? 'softphone',
    attributes: event.attributes ?? {},
    ringSeconds: event.ringSeconds,
    ringEndsMs: event.nowMs + 1000 * event.ringSeconds,
  };
}

function firstPhase({ direction, device }) {
  if (device === 'desk-phone') return 'lifting';
  return direction === 'outbound' ? 'dialing' : 'connecting';
}

/** We have called somebody. The gateway's offer of our own contact may come before or after its answer to `dial`. */
export function calledOut(call, event) {
  const known = call?.id === event.contactId ? call : { ...newCall(event.contactId, event.direction), phase: 'dialing' };
  return { ...known, number: known.number || event.number || '', name: event.name ?? '' };
}

function newCall(id, direction) {
  return {
    id, direction, phase: 'offered', number: '', name: '', queue: '', from: '', device: 'softphone', attributes: {},
    ringSeconds: 0, ringEndsMs: 0, connectedAtMs: 0, muted: false,
    self: '', //           our participant id
    view: null, //         the call as the gateway shows it: participants, handover
    talkers: [], //        participant ids
    supervision: null, //  { participant, how } when we listen to somebody
    failure: null, //      { who, sentence } of a transfer that came to nothing
    microphone: 'ok', //   ok | silent | no-packets, as the gateway hears it
    drawer: '', //         what is open below the controls: '' | keypad | transfer
    audioTroubled: false, // whether our audio is not connected, and tried again
    digitsSent: '', digitsHeard: '', levels: {}, figures: null, legs: {}, browserFigures: null,
  };
}

export function reduceCall(call, event) {
  switch (event.type) {
    case 'contactOffered': return { ...call, device: event.device ?? call.device, phase: relifted(call, event) };
    case 'accepting': return { ...call, phase: 'accepting' };
    case 'acceptFailed': return call.phase === 'accepting' ? { ...call, phase: 'offered' } : call;
    case 'contactAccepted':
      return call.phase === 'offered' || call.phase === 'accepting' ? { ...call, phase: 'connecting' } : call;
    case 'contactProgress': return call.phase === 'connected' ? call : { ...call, phase: event.progress };
    case 'contactConnected': return { ...call, phase: 'connected', connectedAtMs: event.sinceMs };
    case 'audioTroubled': return { ...call, audioTroubled: event.troubled };
    case 'muting': return { ...call, muted: event.muted };
    case 'contactRoster': return withRoster(call, event);
    case 'contactTalkers': return { ...call, talkers: event.talkers };
    case 'contactSupervision': return { ...call, supervision: { participant: event.participant, how: event.how } };
    case 'contactTransferFailed': return { ...call, failure: failure(call, event) };
    case 'failureSeen': return { ...call, failure: null };
    case 'contactMicrophone': return { ...call, microphone: event.state };
    case 'digitSent': return { ...call, digitsSent: call.digitsSent + event.digit };
    case 'contactDigit': return { ...call, digitsHeard: call.digitsHeard + event.digit };
    case 'drawer': return { ...call, drawer: event.drawer, failure: event.drawer === '' ? call.failure : null };
    case 'contactQuality':
      return { ...call, levels: event.levels ?? {}, figures: event.figures ?? null, legs: event.legs ?? {} };
    case 'browserFigures': return { ...call, browserFigures: event.figures };
    case 'ending': return { ...call, phase: 'ending' };
    case 'endFailed': return { ...call, phase: event.phase };
    default: return call;
  }
}

/** Our own desk phone is known to ring only from the offer, which may come after the answer to `dial`. */
function relifted(call, event) {
  return call.phase === 'dialing' && event.device === 'desk-phone' ? 'lifting' : call.phase;
}

function withRoster(call, { self, call: view }) {
  const me = view.participants.find(({ id }) => id === self);
  const busy = view.handover !== null && view.handover.by === self;
  return {
    ...call,
    self,
    view,
    muted: me?.muted ?? call.muted,
    phase: call.phase === 'lifting' && me?.state === 'connected' ? 'dialing' : call.phase,
    // What the panel was opened for has begun.
    drawer: busy && call.drawer === 'transfer' ? '' : call.drawer,
    failure: busy ? null : call.failure,
  };
}

/** Kept with the name, because who did not come is in no later roster. */
function failure(call, event) {
  const who = participant(call, event.participant);
  const handover = call.view?.handover;
  return { who, transfer: handover?.target === event.participant, sentence: event.sentence };
}

/** What is remembered of a call that is over. */
export function summary(call, event) {
  return {
    id: call.id,
    direction: call.direction,
    who: party(call),
    reason: event.reason,
    sentence: event.sentence ?? '',
    endedAtMs: event.nowMs,
    talkedMs: call.connectedAtMs > 0 ? Math.max(0, event.nowMs - call.connectedAtMs) : 0,
  };
}
