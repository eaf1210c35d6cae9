// Which stage of the phone is shown, and the two without a call in hand: idle and ringing.

import { directionMark, kindSentence, partyName } from '../callwords.js';
import { formatDuration, formatLabel, formatValue } from '../format.js';
import { isRinging } from '../state.js';
import { endingSentence, presenceSentence } from '../words.js';
import { $, attribute, facts, show, text } from './dom.js';

export function mountPhone(actions) {
  $('demo-call').addEventListener('click', actions.callDemoCustomer);
  $('work-done').addEventListener('click', () => actions.workDone());
  $('answer').addEventListener('click', actions.answer);
  $('decline').addEventListener('click', actions.decline);

  return (state, nowMs) => {
    if (!state.agent) return;
    const { call } = state;
    const ringing = isRinging(call);
    show($('idle'), call === null);
    show($('offer'), ringing);
    show($('call'), call !== null && !ringing);
    if (call === null) renderIdle(state, nowMs);
    else if (ringing) renderOffer(call, nowMs);
  };
}

const HEADLINES = {
  available: 'Ready for the next call', 'after-contact': 'After-contact work', missed: 'You missed a call', rejected: 'You declined a call',
};

function renderIdle(state, nowMs) {
  const { presence, ended } = state;
  const online = state.link.phase === 'online';
  attribute($('beacon'), 'data-live', presence.state === 'available' && online);
  text($('idle-title'), HEADLINES[presence.state] ?? 'No calls for now');
  text($('idle-text'), presenceSentence(presence.state));
  show($('last-call'), ended !== null);
  if (ended) {
    const talked = ended.talkedMs > 0 ? ` after ${formatDuration(ended.talkedMs)}` : '';
    text($('last-call'), `${directionMark(ended.direction)} ${endingSentence(ended)}${talked}.`);
  }
  renderAftercare(presence, nowMs);
  $('work-done').disabled = !online;
  show($('demo'), state.agent.demo && state.page === 'agent');
  $('demo-call').disabled = !online;
}

function renderAftercare({ state, sinceMs, endsMs }, nowMs) {
  const working = state === 'after-contact';
  show($('aftercare'), working);
  if (!working) return;
  const leftMs = Math.max(0, endsMs - nowMs);
  show($('aftercare-left'), endsMs > 0);
  $('aftercare-left').value = endsMs > 0 ? leftMs / Math.max(1, endsMs - sinceMs) : 0;
  text($('aftercare-time'), endsMs > 0 ? `${formatDuration(leftMs)} left` : 'No time limit');
}

function renderOffer(call, nowMs) {
  const leftMs = Math.max(0, call.ringEndsMs - nowMs);
  const desk = call.device === 'desk-phone';
  text($('offer-kind'), kindSentence({ ...call, queue: '' }));
  text($('offer-number'), partyName(call));
  text($('offer-queue'), call.queue);
  show($('offer-queue'), call.queue !== '');
  text($('offer-seconds'), call.phase === 'accepting' ? 'answering…' : `${Math.ceil(leftMs / 1000)} s left`);
  $('offer-ring').style.strokeDashoffset = String(100 - 100 * leftMs / (1000 * Math.max(1, call.ringSeconds)));
  facts($('offer-facts'), Object.entries(call.attributes).map(([name, value]) => [formatLabel(name), formatValue(value)]));
  show($('offer-desk'), desk);
  show($('answer'), !desk);
  $('answer').disabled = call.phase === 'accepting';
  $('decline').disabled = call.phase === 'accepting';
}
