// The agent's own state: which it is, which can be chosen, which comes next, and what carries the audio.

import { formatDuration } from '../format.js';
import { presenceLabel } from '../words.js';
import { $, attribute, each, element, show, text } from './dom.js';

/** States everybody has. Between them come the reasons for not being ready that the gateway allows. */
const FIRST = 'available';
const LAST = 'offline';
/** With a contact, or its work, what is chosen comes afterwards. */
const ENGAGED = new Set(['busy', 'after-contact']);

export function mountPresence(actions) {
  let names = [FIRST, LAST];

  $('presence').addEventListener('click', event => {
    const button = event.target.closest('button');
    if (button && !button.disabled && button.getAttribute('aria-pressed') !== 'true') actions.setState(button.dataset.state);
  });
  $('device').addEventListener('click', event => {
    const button = event.target.closest('button');
    if (button && button.getAttribute('aria-pressed') !== 'true') actions.setDevice(button.dataset.device);
  });

  return (state, nowMs) => {
    if (!state.agent) {
      names = [FIRST, LAST];
      return;
    }
    const { presence } = state;
    names = choices(presence, names);
    const online = state.link.phase === 'online';
    const next = ENGAGED.has(presence.state) ? presence.next : null;
    each($('presence'), names, name => name, make, (button, name) => {
      attribute(button, 'aria-pressed', name === presence.state || name === next);
      attribute(button, 'data-next', name === next);
      button.disabled = !online || !(presence.allowed.includes(name) || name === presence.state || name === next);
    });
    attribute($('presence'), 'data-current', presence.state);
    text($('presence-text'), presenceLabel(presence.state));
    text($('presence-since'), presence.sinceMs > 0 ? formatDuration(nowMs - presence.sinceMs) : '');
    text($('presence-next'), next ? `then ${presenceLabel(next)}` : '');
    renderDevice(state, online);
  };
}

function make(name) {
  return element('button', { 'data-state': name, 'data-testid': `state-${name}` }, presenceLabel(name));
}

/** What can be chosen now or could be before: where nothing is allowed, the buttons stay where they were. */
function choices({ allowed, next, state }, before) {
  const own = ENGAGED.has(state) || ['missed', 'rejected'].includes(state) ? [] : [state];
  const reasons = [...before, ...allowed, ...own, next].filter(name => name && name !== FIRST && name !== LAST);
  return [...new Set([FIRST, ...reasons, LAST])];
}

function renderDevice(state, online) {
  const choice = state.rights.devices.includes('desk-phone');
  show($('device'), choice);
  if (!choice) return;
  for (const button of $('device').children) {
    attribute(button, 'aria-pressed', button.dataset.device === state.presence.device);
    button.disabled = !online;
  }
}
