// All live contacts of the tenant, and what a supervisor can do with each of their agents.

import { callHandoverSentence, callParty, callStateWord, directionMark, nameOf, recordingWord, roleWord, stateWord } from '../callwords.js';
import { formatDuration } from '../format.js';
import { NEEDS, seen } from '../live.js';
import { may } from '../state.js';
import { $, attribute, each, show, stamp, text } from './dom.js';

export function mountLive(actions) {
  $('live-list').addEventListener('click', event => {
    const button = event.target.closest('button');
    if (button) actions.supervise(button.closest('.live-person').dataset.contact, button.dataset.how);
  });

  return (state, wanted, nowMs) => {
    const calls = seen(state.live, wanted);
    each($('live-list'), calls, ({ contactId }) => contactId, () => stamp('live-template'), (row, call) => renderCall(row, call, state, nowMs));
    show($('live-empty'), calls.length === 0);
    text($('live-empty'), Object.keys(state.live.calls).length > 0 ? 'No live contact matches.' : 'Nobody is on the telephone at the moment.');
  };
}

/** Brings a contact into view and into focus. Answers whether it is listed. */
export function pointTo(contactId) {
  const row = [...$('live-list').children].find(({ dataset }) => dataset.key === contactId);
  if (!row) return false;
  row.querySelector('h3').focus({ preventScroll: true });
  row.scrollIntoView({ block: 'nearest' });
  return true;
}

function renderCall(row, call, state, nowMs) {
  attribute(row, 'data-state', call.state);
  attribute(row, 'data-party', call.number);
  text(row.querySelector('.mark-direction'), directionMark(call.direction));
  text(row.querySelector('.live-party'), callParty(call));
  text(row.querySelector('.pill'), callStateWord(call));
  text(row.querySelector('.live-since'), formatDuration(nowMs - call.sinceMs));
  const line = [call.queue ? `Queue ${call.queue}` : '', callHandoverSentence(call)].filter(part => part !== '').join(' · ');
  text(row.querySelector('.live-line'), line);
  const mark = row.querySelector('.live-recording');
  attribute(mark, 'data-recording', call.recording);
  text(mark.querySelector('span'), recordingWord(call.recording));
  each(row.querySelector('.live-people'), call.participants, ({ id }) => id, () => stamp('live-person-template'),
    (item, one) => renderPerson(item, one, state));
}

function renderPerson(item, one, state) {
  const agent = one.role === 'agent' && one.agent !== '';
  attribute(item, 'data-name', one.name);
  attribute(item, 'data-contact', one.contactId);
  attribute(item, 'data-held', one.held);
  text(item.querySelector('b'), nameOf(one));
  text(item.querySelector('.fine'), [roleWord(one.role), stateWord(one)].filter(word => word !== '').join(' · '));
  const how = agent ? mine(one, state.call) : null;
  const listen = item.querySelector('.listen');
  show(listen, agent && one.state === 'connected' && one.agent !== state.agent.id);
  attribute(item, 'data-how', how ?? '');
  attribute(listen, 'aria-label', `Listen to ${one.name}`);
  for (const button of listen.children) {
    const wanted = button.dataset.how;
    attribute(button, 'aria-pressed', how === wanted);
    button.disabled = state.link.phase !== 'online' || !may(state, NEEDS[wanted]);
  }
}

/** How the agent is supervised by us. */
function mine(one, call) {
  if (call?.direction !== 'monitor' || !call.supervision) return null;
  const about = call.view?.participants.find(({ id }) => id === call.supervision.participant);
  return about?.contactId === one.contactId ? call.supervision.how : null;
}
