// All live calls and all agents of the tenant, as supervisors see them. What is said of agents is in agents.js. Pure.

import { formatNumber } from './format.js';

export const NOTHING_LIVE = Object.freeze({
  status: 'off', //  off | watching | refused
  refusal: '', //    why they cannot be seen
  calls: {}, //      by initial contact
  agents: {}, //     by id; those who are at work
});

/** What each way of taking part needs of the security profile. */
export const NEEDS = { monitor: 'ManagerListenIn', whisper: 'ManagerListenIn', barge: 'ManagerBargeIn' };

export function reduceLive(live, event) {
  switch (event.type) {
    // The gateway tells all of them again.
    case 'watching': return { ...NOTHING_LIVE, status: event.on ? 'watching' : 'off' };
    case 'watchRefused': return { ...NOTHING_LIVE, status: 'refused', refusal: event.sentence };
    case 'callSeen':
      return live.status === 'watching' ? { ...live, calls: { ...live.calls, [event.contactId]: event } } : live;
    case 'callGone': {
      const { [event.contactId]: gone, ...calls } = live.calls;
      return gone ? { ...live, calls } : live;
    }
    case 'agentSeen': return live.status === 'watching' ? { ...live, agents: withAgent(live.agents, event) } : live;
    default: return live;
  }
}

/** Whoever is offline is no longer listed, and a session that only begins is offline still. */
function withAgent(agents, event) {
  const { [event.agent]: before, ...others } = agents;
  return event.state === 'offline' ? others : { ...others, [event.agent]: event };
}

/** Whether a text contains every word that is looked for. */
export function finder(wanted) {
  const words = wanted.toLowerCase().split(/\s+/).filter(word => word !== '');
  return text => words.every(word => text.toLowerCase().includes(word));
}

/** The calls that contain every word of a text somewhere, oldest first. */
export function seen(live, text) {
  const found = finder(text);
  return Object.values(live.calls)
    .filter(call => found(searchable(call)))
    .sort((a, b) => a.sinceMs - b.sinceMs || (a.contactId < b.contactId ? -1 : 1));
}

/** Numbers are found as they are written here, and as they are dialled. */
function searchable(call) {
  const names = call.participants.flatMap(({ name, agent }) => [name, agent, formatNumber(name)]);
  return [call.number, formatNumber(call.number), call.queue, call.direction, call.state, ...names].join('\n');
}

/** How many of the calls are so. */
export function tally(calls) {
  const count = state => calls.filter(call => call.state === state).length;
  return { all: calls.length, talking: count('connected'), waiting: count('waiting') + count('ringing'), flow: count('flow') };
}
