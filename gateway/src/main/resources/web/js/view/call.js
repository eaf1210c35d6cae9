// A call in hand: whom it is with, how it stands, its controls, and for a supervisor who can hear.

import { hearersSentence, kindSentence, partyName, situation } from '../callwords.js';
import { formatDuration } from '../format.js';
import { NEEDS } from '../live.js';
import { allHeld, goesOn, handover, hearers, isSilent, present } from '../roster.js';
import { may } from '../state.js';
import { deadMicrophone } from '../words.js';
import { $, attribute, show, text } from './dom.js';

export function mountCall(actions) {
  $('mute').addEventListener('click', actions.toggleMute);
  $('hold').addEventListener('click', actions.holdAll);
  $('hangup').addEventListener('click', actions.hangUp);
  $('end-all').addEventListener('click', actions.endForAll);
  $('dead-check').addEventListener('click', () => $('open-settings').click());
  $('listening').addEventListener('click', event => {
    const how = event.target.closest('button')?.dataset.how;
    if (how) actions.changeTo(how);
  });

  return (state, nowMs) => {
    const { call } = state;
    if (!call) return;
    renderHead(call, nowMs);
    renderControls(call);
    renderListening(call, state);
    renderMicrophone(call);
  };
}

function renderHead(call, nowMs) {
  const connected = call.connectedAtMs > 0;
  attribute($('call'), 'data-phase', call.phase);
  text($('call-kind'), call.device === 'desk-phone' ? `${kindSentence(call)} · on your desk phone` : kindSentence(call));
  text($('call-number'), partyName(call));
  text($('call-timer'), connected ? formatDuration(nowMs - call.connectedAtMs) : '–:––');
  attribute($('call-timer'), 'data-running', connected);
  text($('call-status'), call.direction === 'monitor' && call.phase === 'connected' ? '' : situation(call));
}

function renderControls(call) {
  const silent = isSilent(call);
  const ending = call.phase === 'ending';
  const talking = call.connectedAtMs > 0 && !ending;
  const held = allHeld(call);
  const many = goesOn(call);
  const under = handover(call);
  attribute($('controls'), 'data-many', many);
  attribute($('controls'), 'data-silent', silent);

  attribute($('mute'), 'aria-pressed', call.muted);
  text($('mute-label'), call.muted ? 'Muted' : 'Mute');
  attribute($('hold'), 'aria-pressed', held);
  text($('hold-label'), held ? 'Resume' : 'Hold');
  attribute($('keypad-toggle'), 'aria-expanded', call.drawer === 'keypad');
  text($('hangup-label'), silent ? 'Stop listening' : many ? 'Leave' : 'Hang up');

  $('mute').disabled = ending;
  // While the call is being passed on, who waits is for Swap, Join and Cancel to say.
  $('hold').disabled = !talking || under !== null || present(call).length === 0;
  $('keypad-toggle').disabled = !talking && call.phase !== 'early-media';
  $('transfer-toggle').disabled = !talking || under !== null;
  $('hangup').disabled = ending;
  $('end-all').disabled = ending;
  for (const id of ['hold', 'keypad-toggle', 'transfer-toggle']) show($(id), !silent);
  show($('mute'), !silent || call.supervision?.how === 'whisper');
  show($('end-all'), many);

  show($('keypad'), call.drawer === 'keypad');
  text($('digits-sent'), call.digitsSent);
  show($('digits-heard-line'), call.digitsHeard !== '');
  text($('digits-heard'), call.digitsHeard);
}

function renderListening(call, state) {
  const supervises = call.direction === 'monitor';
  show($('listening'), supervises);
  if (!supervises) return;
  const how = call.supervision?.how ?? 'monitor';
  for (const button of $('listening').querySelectorAll('button')) {
    attribute(button, 'aria-pressed', button.dataset.how === how);
    button.disabled = call.phase === 'ending' || !may(state, NEEDS[button.dataset.how]);
  }
  const connected = call.phase === 'connected';
  attribute($('hears'), 'data-hearers', !connected || hearers(call).length === 0 ? 'none' : how === 'whisper' ? 'one' : 'all');
  text($('hears'), connected ? hearersSentence(call) : '');
}

/** A voice that nobody would hear anyway is not missed. */
function renderMicrophone(call) {
  const words = hearers(call).length > 0 ? deadMicrophone(call.microphone) : null;
  show($('dead'), words !== null);
  if (!words) return;
  text($('dead-title'), words.title);
  text($('dead-text'), words.text);
}
