// Header, banners and the agent's own state.

import { formatDuration } from '../format.js';
import { inCall } from '../state.js';
import { linkSentence, microphoneProblem, presenceLabel } from '../words.js';
import { $, attribute, element, show, text } from './dom.js';

const LINK_WORDS = { idle: 'Connecting', connecting: 'Connecting', online: 'Connected', lost: 'Reconnecting', ended: 'Disconnected' };
/** States everybody has. Between them come the reasons for not being ready that the gateway allows. */
const FIRST = 'available';
const LAST = 'offline';

export function mountFrame(actions) {
  $('signout').addEventListener('click', actions.signOut);
  $('banner-link-retry').addEventListener('click', actions.reconnect);
  $('banner-microphone-retry').addEventListener('click', actions.checkMicrophone);
  $('banner-sound-allow').addEventListener('click', actions.allowSound);
  $('banner-error-close').addEventListener('click', actions.dismissError);
  $('presence').addEventListener('click', event => {
    const button = event.target.closest('button');
    if (button && !button.disabled) actions.setState(button.dataset.state);
  });

  return (state, nowMs) => {
    if (!state.agent) return;
    text($('who'), state.agent.displayName);
    attribute($('link'), 'data-state', state.link.phase);
    text($('link-text'), LINK_WORDS[state.link.phase]);
    renderLinkBanner(state, nowMs);
    renderBanner('microphone', microphoneProblem(state.microphone));
    renderBanner('error', state.error);
    show($('banner-sound'), state.soundBlocked);
    renderPresence(state, nowMs);
  };
}

function renderLinkBanner(state, nowMs) {
  const { phase, retryAtMs, reason } = state.link;
  show($('banner-link'), phase === 'lost');
  if (phase !== 'lost') return;
  const seconds = Math.ceil((retryAtMs - nowMs) / 1000);
  text($('banner-link-title'), linkSentence(reason));
  const retry = seconds > 0 ? `Trying again in ${seconds} s.` : 'Trying again…';
  text($('banner-link-text'), inCall(state) ? `Your call’s audio goes on by itself. ${retry}` : retry);
}

function renderBanner(name, words) {
  show($(`banner-${name}`), words !== null);
  if (!words) return;
  text($(`banner-${name}-title`), words.title);
  text($(`banner-${name}-text`), words.text);
}

function renderPresence(state, nowMs) {
  const { state: current, sinceMs, allowed } = state.presence;
  const list = $('presence');
  const names = choices(allowed, list.dataset.names?.split(',') ?? []);
  if (list.dataset.names !== names.join()) {
    list.dataset.names = names.join();
    list.replaceChildren(...names.map(name =>
      element('button', { 'data-state': name, 'data-testid': `state-${name}` }, presenceLabel(name))));
  }
  for (const button of list.children) {
    const name = button.dataset.state;
    attribute(button, 'aria-pressed', name === current);
    button.disabled = name !== current && (!allowed.includes(name) || state.link.phase !== 'online');
  }
  attribute(list, 'data-current', current);
  text($('presence-text'), presenceLabel(current));
  text($('presence-since'), sinceMs > 0 ? formatDuration(nowMs - sinceMs) : '');
}


/** What can be chosen now or could be before: during a call nothing is allowed, and the buttons stay where they were. */
function choices(allowed, before) {
  const reasons = [...before, ...allowed].filter(name => name !== FIRST && name !== LAST);
  return [...new Set([FIRST, ...reasons, LAST])];
}
