// What supervisors are told of each agent, and of all together. Pure.

import { callParty } from './callwords.js';
import { formatDuration } from './format.js';
import { finder } from './live.js';
import { presenceLabel } from './words.js';

/** What an agent can be counted as, in the order in which it is said. Whatever is not listed is a reason not to be ready. */
const KINDS = { available: 'available', busy: 'on a call', 'after-contact': 'in after-contact work', 'not-ready': 'not ready' };

function kindOf(state) {
  return Object.hasOwn(KINDS, state) ? state : 'not-ready';
}

/** "2 available · 1 on a call · 0 in after-contact work · 3 not ready". */
export function agentTally(agents) {
  const count = kind => agents.filter(({ state }) => kindOf(state) === kind).length;
  return Object.entries(KINDS).map(([kind, words]) => `${count(kind)} ${words}`).join(' · ');
}

/** By name, nobody moves when a state changes. */
export const BY_NAME = Object.freeze({ by: 'name', reversed: false });

/** What comes first when nothing is reversed: of names and states the smallest, of everything that is counted the most. */
const ORDERS = {
  name: () => 0,
  state: (a, b) => a.rank - b.rank || a.state.localeCompare(b.state) || a.sinceMs - b.sinceMs,
  since: (a, b) => a.sinceMs - b.sinceMs,
  handled: (a, b) => b.counts.handled - a.counts.handled,
  missed: (a, b) => b.counts.missed - a.counts.missed,
  rejected: (a, b) => b.counts.rejected - a.counts.rejected,
};

/** The order after somebody has asked for one: asked for again, it is reversed. */
export function reordered(order, by) {
  return { by, reversed: order.by === by && !order.reversed };
}

/** The word of aria-sort for a column. */
export function sortWord(order, by) {
  if (order.by !== by) return 'none';
  return (by === 'name' || by === 'state') === order.reversed ? 'descending' : 'ascending';
}

/** A row for each agent who contains every word of a text somewhere. */
export function agentRows(live, text, nowMs, order = BY_NAME) {
  const found = finder(text);
  const contacts = byContact(Object.values(live.calls));
  return Object.values(live.agents)
    .map(agent => rowOf(agent, contacts.get(agent.contactId), nowMs))
    .filter(row => found(row.searchable))
    .sort((a, b) => (order.reversed ? -1 : 1) * (ORDERS[order.by](a, b) || byName(a, b)));
}

function byName(a, b) {
  return a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1);
}

/** Each agent's own contact as the call that it is part of, and as what the agent is in it. */
function byContact(calls) {
  const own = calls.flatMap(call => call.participants.map(one => [one.contactId, { call, ringing: one.state === 'ringing' }]));
  return new Map(own.filter(([contactId]) => contactId !== ''));
}

/**
 * contactId is the initial contact of the call that the agent is in, empty when supervisors see none: somebody who
 * listens silently has a contact, but is in no call.
 */
function rowOf(agent, contact, nowMs) {
  const state = contact?.ringing ? 'Ringing' : presenceLabel(agent.state);
  const party = contact ? callParty(contact.call) : '';
  const about = aboutOf(agent);
  const next = nextOf(agent, nowMs);
  return {
    id: agent.agent,
    name: agent.name,
    rank: Object.keys(KINDS).indexOf(kindOf(agent.state)),
    tone: contact?.ringing ? 'ringing' : agent.state,
    state,
    about,
    next,
    contactId: contact?.call.contactId ?? '',
    party,
    sinceMs: agent.sinceMs,
    inStateFor: formatDuration(nowMs - agent.sinceMs),
    counts: { handled: agent.handled, missed: agent.missed, rejected: agent.rejected },
    searchable: [agent.name, agent.agent, state, KINDS[kindOf(agent.state)], about, next, party, contact?.call.number, contact?.call.queue].join('\n'),
  };
}

/** A call outlives the page of an agent who talks on a telephone. */
function aboutOf({ device, signedInMs }) {
  return [device === 'desk-phone' ? 'Desk phone' : '', signedInMs > 0 ? '' : 'Signed out'].filter(word => word !== '').join(' · ');
}

/** "0:25 left", "then Lunch", both or nothing. That somebody will be available again goes without saying. */
function nextOf({ next, endsMs }, nowMs) {
  const left = endsMs > 0 ? `${formatDuration(endsMs - nowMs)} left` : '';
  const then = next && next !== 'available' ? `then ${presenceLabel(next)}` : '';
  return [left, then].filter(word => word !== '').join(', ');
}
