// The supervisor's page around its two lists: what is there at all, the filter, and the sums of both.

import { agentTally } from '../agents.js';
import { NEEDS, tally } from '../live.js';
import { may } from '../state.js';
import { mountAgents } from './agents.js';
import { $, show, text } from './dom.js';
import { mountLive, pointTo } from './live.js';

export function mountFloor(actions) {
  const lists = [mountLive(actions), mountAgents(lead)];
  let last = null;
  $('live-filter').addEventListener('input', () => render(last, Date.now()));
  return render;

  function render(state, nowMs) {
    last = state;
    const shown = state.agent !== null && state.page === 'supervisor';
    show($('live'), shown);
    show($('side'), !shown);
    if (!shown) return;
    const { live } = state;
    const refused = live.status === 'refused';
    show($('live-refused'), refused);
    text($('live-refused'), live.refusal);
    show($('live-body'), !refused);
    renderSums(live);
    renderLacks(state);
    const hadFocus = $('live').contains(document.activeElement);
    for (const list of lists) list(state, $('live-filter').value, nowMs);
    if (hadFocus && document.activeElement === document.body) $('live').focus({ preventScroll: true });
  }

  /** From an agent to the contact, also to one that the filter hides. */
  function lead(contactId) {
    if (pointTo(contactId)) return;
    $('live-filter').value = '';
    render(last, Date.now());
    pointTo(contactId);
  }
}

function renderSums(live) {
  const watching = live.status === 'watching';
  const { all, talking, waiting } = tally(Object.values(live.calls));
  text($('live-tally'), watching ? `${all} live · ${talking} talking · ${waiting} waiting` : '');
  text($('agents-tally'), watching ? agentTally(Object.values(live.agents)) : '');
}

/** Buttons that can never be pressed say why, once. */
function renderLacks(state) {
  const missing = [...new Set(Object.values(NEEDS))].filter(permission => !may(state, permission));
  show($('live-lacks'), missing.length > 0);
  text($('live-lacks'), missing.length > 0 ? `Your security profile lacks ${missing.join(' and ')}.` : '');
}
