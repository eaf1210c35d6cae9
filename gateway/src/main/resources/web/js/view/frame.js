// Header, the way between the two pages, and banners.

import { inCall, may } from '../state.js';
import { linkSentence, microphoneProblem } from '../words.js';
import { $, attribute, show, text } from './dom.js';

const LINK_WORDS = { idle: 'Connecting', connecting: 'Connecting', online: 'Connected', lost: 'Reconnecting', ended: 'Disconnected' };

export function mountFrame(actions) {
  $('signout').addEventListener('click', () => actions.signOut());
  $('banner-link-retry').addEventListener('click', actions.reconnect);
  $('banner-microphone-retry').addEventListener('click', actions.checkMicrophone);
  $('banner-sound-allow').addEventListener('click', actions.allowSound);
  $('banner-error-close').addEventListener('click', actions.dismissError);
  $('turn').addEventListener('click', event => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    actions.turnTo($('turn').getAttribute('href') === '/' ? 'agent' : 'supervisor');
  });

  return (state, nowMs) => {
    if (!state.agent) return;
    const supervisor = state.page === 'supervisor';
    attribute(document.body, 'data-page', state.page);
    show($('turn'), supervisor || may(state, 'AccessMetrics'));
    attribute($('turn'), 'href', supervisor ? '/' : '/supervisor');
    text($('turn'), supervisor ? 'My phone' : 'Live contacts');
    text($('who'), state.agent.displayName);
    attribute($('link'), 'data-state', state.link.phase);
    text($('link-text'), LINK_WORDS[state.link.phase]);
    renderLinkBanner(state, nowMs);
    renderBanner('microphone', microphoneProblem(state.microphone));
    renderBanner('error', state.error);
    show($('banner-sound'), state.soundBlocked);
  };
}

function renderLinkBanner(state, nowMs) {
  const { phase, retryAtMs, reason } = state.link;
  show($('banner-link'), phase === 'lost');
  if (phase !== 'lost') return;
  const seconds = Math.ceil((retryAtMs - nowMs) / 1000);
  text($('banner-link-title'), linkSentence(reason));
  const retry = seconds > 0 ? `Trying again in ${seconds} s.` : 'Trying again…';
  text($('banner-link-text'), inCall(state) && !state.call.audioTroubled ? `Your call’s audio goes on by itself. ${retry}` : retry);
}

function renderBanner(name, words) {
  show($(`banner-${name}`), words !== null);
  if (!words) return;
  text($(`banner-${name}-title`), words.title);
  text($(`banner-${name}-text`), words.text);
}
