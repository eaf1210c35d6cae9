// The agents who are at work: how each is, since when, and where the contact is that one of them has.

import { agentRows, BY_NAME, reordered, sortWord } from '../agents.js';
import { $, attribute, each, show, stamp, text } from './dom.js';

/** lead(contactId) shows the contact that an agent is in. */
export function mountAgents(lead) {
  let order = BY_NAME;
  let last = [];

  $('agents-list').addEventListener('click', event => {
    const contactId = event.target.closest('tr').dataset.contact;
    // A click on the row that ends a selection was meant to copy something.
    if (contactId && (event.target.closest('button') || getSelection().isCollapsed)) lead(contactId);
  });
  $('agents-head').addEventListener('click', event => {
    const button = event.target.closest('button');
    if (!button) return;
    order = reordered(order, button.dataset.by);
    render(...last);
  });
  return render;

  function render(state, wanted, nowMs) {
    last = [state, wanted, nowMs];
    const rows = agentRows(state.live, wanted, nowMs, order);
    for (const cell of $('agents-head').children) attribute(cell, 'aria-sort', sortWord(order, cell.firstElementChild.dataset.by));
    each($('agents-list'), rows, ({ id }) => id, () => stamp('agent-template'), (row, agent) => renderAgent(row, agent, state.agent.id));
    show($('agents-table'), rows.length > 0);
    show($('agents-note'), rows.length > 0);
    show($('agents-empty'), rows.length === 0);
    text($('agents-empty'), Object.keys(state.live.agents).length > 0 ? 'No agent matches.' : 'No agent is at work at the moment.');
  }
}

function renderAgent(row, agent, ownId) {
  const part = name => row.querySelector(`[data-part="${name}"]`);
  attribute(row, 'data-tone', agent.tone);
  attribute(row, 'data-contact', agent.contactId);
  text(part('name'), agent.name);
  text(part('about'), [agent.id === ownId ? 'You' : '', agent.about].filter(word => word !== '').join(' · '));
  text(part('state'), agent.state);
  const button = part('contact');
  show(button, agent.contactId !== '');
  text(button, agent.party);
  attribute(button, 'aria-label', `${agent.party}: show the contact of ${agent.name}`);
  text(part('next'), agent.next);
  text(part('since'), agent.inStateFor);
  for (const [name, count] of Object.entries(agent.counts)) {
    text(part(name), String(count));
    attribute(part(name), 'data-none', count === 0);
  }
}
