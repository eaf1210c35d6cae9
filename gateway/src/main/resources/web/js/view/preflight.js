// The check of everything in the settings dialog: a line for each part, and what it means.

import { preflight } from '../preflight.js';
import { microphoneProblem } from '../words.js';
import { $, each, element, show, text } from './dom.js';

const NAMES = { microphone: 'Microphone', link: 'Connection to the gateway', direct: 'Audio, direct', tcp: 'Audio, by TCP', relayed: 'Audio, by the relay' };
const MARKS = { running: '…', good: '✓', poor: '!', failed: '✗' };

/** parts(): what preflight.js needs; mayRun(): whether there is no call. */
export function mountPreflight(parts, mayRun) {
  const button = $('preflight');
  let running = false;

  button.addEventListener('click', async () => {
    if (running) return;
    if (!mayRun()) {
      showVerdict({ state: 'poor', title: 'Not during a call.', text: 'Run the check when the call is over.' });
      return;
    }
    running = true;
    button.disabled = true;
    text(button, 'Checking; please speak…');
    show($('preflight-verdict'), false);
    try {
      showVerdict(await preflight(parts(), showChecks));
    } finally {
      running = false;
      button.disabled = false;
      text(button, 'Check again');
    }
  });
}

function showChecks(checks) {
  const rows = Object.entries(checks).filter(([, check]) => check.state !== 'none');
  show($('preflight-checks'), true);
  each($('preflight-checks'), rows, ([name]) => name,
    ([name]) => element('li', { 'data-testid': `preflight-${name}` },
      element('b', { 'aria-hidden': 'true' }), element('span', {}, NAMES[name]), element('em')),
    (row, [name, check]) => {
      row.dataset.state = check.state;
      text(row.children[0], MARKS[check.state]);
      text(row.children[2], words(name, check));
    });
}

function words(name, { state, kind, reason, roundTripMs, figures }) {
  if (state === 'running') return 'checking';
  if (name === 'microphone') return { good: 'heard you', poor: 'open, but silent', failed: microphoneProblem(kind)?.title ?? 'cannot be used' }[state];
  if (name === 'link') return state === 'failed' ? 'no answer' : `answers in ${roundTripMs} ms`;
  if (state === 'failed') return { busy: 'not now', silent: 'connected, but no sound came', 'not-answered': 'not tried' }[reason] ?? 'blocked';
  const delay = figures.roundTripMs < 0 ? '' : `${figures.roundTripMs} ms there and back, `;
  return `${delay}${figures.lossPercent < 0.5 ? 'nothing' : `${Math.round(figures.lossPercent)} %`} lost`;
}

function showVerdict({ state, title, text: next }) {
  const verdict = $('preflight-verdict');
  verdict.dataset.state = state;
  verdict.replaceChildren(element('strong', {}, title), next === '' ? '' : ` ${next}`);
  show(verdict, true);
}
