// The three stages of the phone: idle, ringing, talking.

import { dialable, formatDuration, formatLabel, formatNumber, formatValue } from '../format.js';
import { endingSentence, phaseSentence, presenceSentence } from '../words.js';
import { $, attribute, facts, show, text } from './dom.js';

export function mountPhone(actions) {
  mountDial(actions);
  $('demo-call').addEventListener('click', actions.callDemoCustomer);
  $('answer').addEventListener('click', actions.answer);
  $('decline').addEventListener('click', actions.decline);
  $('mute').addEventListener('click', actions.toggleMute);
  $('hangup').addEventListener('click', actions.hangUp);

  return (state, nowMs) => {
    if (!state.agent) return;
    const call = state.call;
    const ringing = call !== null && (call.phase === 'offered' || call.phase === 'accepting') && call.direction === 'inbound';
    const hadFocus = $('phone').contains(document.activeElement);
    show($('idle'), call === null);
    show($('offer'), ringing);
    show($('call'), call !== null && !ringing);
    if (call === null) renderIdle(state);
    else if (ringing) renderOffer(state, nowMs);
    else renderCall(state, nowMs);
    // A button that vanished took the focus with it; it stays in the phone.
    if (hadFocus && document.activeElement === document.body) $('phone').focus({ preventScroll: true });
  };
}

function mountDial(actions) {
  const input = $('dial-number');
  $('dial-form').addEventListener('submit', async event => {
    event.preventDefault();
    const number = dialable(input.value);
    attribute(input, 'aria-invalid', number === null);
    text($('dial-error'), number === null ? 'Type a number, with + and the country code for calls abroad.' : '');
    if (number === null) {
      input.focus();
      return;
    }
    if (await actions.dial(number)) input.value = '';
  });
  input.addEventListener('input', () => {
    attribute(input, 'aria-invalid', false);
    text($('dial-error'), '');
  });
}

function renderIdle(state) {
  const available = state.presence.state === 'available';
  attribute($('beacon'), 'data-live', available && state.link.phase === 'online');
  text($('idle-title'), available ? 'Ready for the next call' : state.presence.state === 'missed' ? 'You missed a call' : 'No calls for now');
  text($('idle-text'), presenceSentence(state.presence.state));
  show($('last-call'), state.ended !== null);
  if (state.ended) {
    const talked = state.ended.talkedMs > 0 ? ` after ${formatDuration(state.ended.talkedMs)}` : '';
    text($('last-call'), `${endingSentence(state.ended)}${talked}.`);
  }
  show($('demo'), state.agent.demo);
  const online = state.link.phase === 'online';
  $('dial').disabled = !online;
  $('demo-call').disabled = !online;
}

function renderOffer(state, nowMs) {
  const call = state.call;
  const leftMs = Math.max(0, call.ringEndsMs - nowMs);
  text($('offer-number'), formatNumber(call.number));
  text($('offer-queue'), call.queue);
  text($('offer-seconds'), call.phase === 'accepting' ? 'answering…' : `${Math.ceil(leftMs / 1000)} s left`);
  $('offer-ring').style.strokeDashoffset = String(100 - 100 * leftMs / (1000 * Math.max(1, call.ringSeconds)));
  facts($('offer-facts'), Object.entries(call.attributes).map(([name, value]) => [formatLabel(name), formatValue(value)]));
  $('answer').disabled = call.phase === 'accepting';
  $('decline').disabled = call.phase === 'accepting';
}

function renderCall(state, nowMs) {
  const call = state.call;
  const connected = call.connectedAtMs > 0;
  attribute($('call'), 'data-phase', call.phase);
  text($('call-kind'), call.direction === 'outbound' ? 'Outbound call' : `Inbound call${call.queue ? ` · ${call.queue}` : ''}`);
  text($('call-number'), formatNumber(call.number));
  text($('call-timer'), connected ? formatDuration(nowMs - call.connectedAtMs) : '');
  show($('call-timer'), connected);
  text($('call-status'), phaseSentence(call));
  attribute($('mute'), 'aria-pressed', call.muted);
  text($('mute-label'), call.muted ? 'Muted' : 'Mute');
  attribute($('keypad-toggle'), 'aria-expanded', call.keypadOpen);
  $('mute').disabled = call.phase === 'ending';
  $('keypad-toggle').disabled = !connected && call.phase !== 'early-media';
  $('hangup').disabled = call.phase === 'ending';
  show($('keypad'), call.keypadOpen);
  text($('digits-sent'), call.digitsSent);
  show($('digits-heard-line'), call.digitsHeard !== '');
  text($('digits-heard'), call.digitsHeard);
}
