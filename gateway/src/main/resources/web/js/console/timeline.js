// A contact's course as lanes of bars and points, in parts of its whole length. Pure.

import { merged } from './ranges.js';

/** Bars narrower than that, in parts of the whole, could not be seen or hit. */
const LEAST_WIDTH = 0.004;

const WORDS = {
  initiated: 'Began', queued: 'Into the queue', connected: 'Agent and customer connected', 'recording-began': 'Recording began',
  'recording-ended': 'Recording ended', 'passed-on': 'Passed on', ended: 'Ended', 'work-ended': 'After-contact work done',
};

export function momentWord(what) {
  return WORDS[what] ?? what.replaceAll('-', ' ');
}

/**
 * { fromMs, toMs, lanes: [{ name, kind, bars: [{ left, width, fromMs, toMs }] }], points: [{ left, atMs, what, contact }] },
 * where left and width are 0 to 1. What goes on still reaches to nowMs.
 */
export function layout(contact, nowMs) {
  const { moments } = contact;
  const at = what => moments.find(moment => moment.what === what)?.atMs ?? null;
  const fromMs = Math.min(contact.beganMs, ...moments.map(moment => moment.atMs));
  const endMs = contact.endedMs ?? nowMs;
  const workEndMs = at('work-ended') ?? endMs + contact.afterWorkMs;
  const toMs = Math.max(fromMs + 1, endMs, workEndMs, ...moments.map(moment => moment.atMs));
  const part = ms => Math.min(1, Math.max(0, (ms - fromMs) / (toMs - fromMs)));
  const bar = ([from, to]) => ({ left: part(from), width: Math.max(LEAST_WIDTH, part(to) - part(from)), fromMs: from, toMs: to });
  const lane = (name, kind, spans) => ({ name, kind, bars: merged(spans).map(bar) });
  const spans = {
    waiting: contact.queuedMs === null ? [] : [[contact.queuedMs, contact.connectedMs ?? endMs]],
    talking: contact.connectedMs === null ? [] : [[contact.connectedMs, endMs]],
    work: contact.connectedMs === null || contact.endedMs === null ? [] : [[endMs, workEndMs]],
  };
  const lanes = [
    lane('Waiting', 'waiting', spans.waiting), lane('Connected', 'talking', spans.talking), lane('Recorded', 'recorded', recorded(contact, endMs)),
    lane('After-contact work', 'work', spans.work),
  ].filter(({ bars }) => bars.length > 0);
  const points = moments.filter(({ what }) => what === 'passed-on')
    .map(({ atMs, what, contact: id }) => ({ left: part(atMs), atMs, what, contact: id }));
  return { fromMs, toMs, lanes, points };
}

function recorded({ recordings }, endMs) {
  return recordings.map(({ startedMs, endedMs }) => [startedMs, endedMs ?? endMs]);
}
