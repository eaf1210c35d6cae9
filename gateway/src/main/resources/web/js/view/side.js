// The side column: this contact, level meters, quality, recent calls.

import { directionMark, endedName } from '../callwords.js';
import { formatDuration, formatLabel, formatNumber, formatValue } from '../format.js';
import { formatFigure, verdict, worst } from '../quality.js';
import { SILENT_DB } from '../sound.js';
import { isRinging } from '../state.js';
import { endingSentence } from '../words.js';
import { $, attribute, element, facts, show, text } from './dom.js';

/** Louder than this a voice begins to distort on the way. */
const HOT_DB = -6;

export function mountSide() {
  return (state, nowMs) => {
    if (!state.agent) return;
    renderDetails(state.call);
    renderQuality(state.call);
    show($('meter-heard-row'), state.agent.demo);
    show($('sound-note'), !isTalking(state.call));
    renderRecent(state.recent, nowMs);
  };
}

function isTalking(call) {
  return call !== null && (call.phase === 'connected' || call.phase === 'early-media');
}

function renderDetails(call) {
  // While it rings, the phone itself shows all this.
  const known = call !== null && !isRinging(call);
  show($('details'), known);
  if (!known) return;
  facts($('details-facts'), [
    ...(call.number ? [['Number', formatNumber(call.number)]] : []),
    ...(call.queue ? [['Queue', call.queue]] : []),
    ...(call.from ? [['From', call.from]] : []),
    ...Object.entries(call.attributes).map(([name, value]) => [formatLabel(name), formatValue(value)]),
  ]);
}

function renderQuality(call) {
  const talking = call?.phase === 'connected';
  const figures = talking ? worst(call.figures, call.browserFigures) : null;
  const judged = talking ? verdict(figures, call.legs) : { word: 'No call', tone: 'none', advice: '' };
  text($('verdict'), judged.word);
  attribute($('verdict'), 'data-tone', judged.tone);
  text($('figure-loss'), formatFigure(figures?.lossPercent, '%'));
  text($('figure-jitter'), formatFigure(figures?.jitterMs, 'ms'));
  text($('figure-roundtrip'), formatFigure(figures?.roundTripMs, 'ms'));
  text($('verdict-note'), judged.advice || 'Measured on the way between this browser and the gateway.');
}

/** levels: dB by meter name, -127 or less for silence. Called several times a second; says little to the DOM. */
export function renderMeters(levels) {
  for (const [name, db] of Object.entries(levels)) renderMeter($(`meter-${name}`), db);
}

export function renderMeter(meter, db) {
  const shown = Math.round(Math.max(SILENT_DB, Math.min(0, db)));
  attribute(meter, 'aria-valuenow', shown);
  attribute(meter, 'aria-valuetext', shown <= SILENT_DB ? 'silent' : `${shown} decibels`);
  attribute(meter, 'data-hot', shown > HOT_DB);
  meter.firstElementChild.style.transform = `scaleX(${1 - shown / SILENT_DB})`;
}

function renderRecent(recent, nowMs) {
  show($('recent-empty'), recent.length === 0);
  const list = $('recent');
  const key = recent.map(call => `${call.id}${Math.floor((nowMs - call.endedAtMs) / 60_000)}`).join();
  if (list.dataset.shown === key) return;
  list.dataset.shown = key;
  list.replaceChildren(...recent.map(call => element(
    'li', {},
    element('b', { class: 'numeric' }, `${directionMark(call.direction)} ${endedName(call)}`),
    element('span', { class: 'numeric' }, call.talkedMs > 0 ? formatDuration(call.talkedMs) : '–'),
    element('span', { class: 'fine' }, `${endingSentence(call)} · ${ago(nowMs - call.endedAtMs)}`))));
}

function ago(ms) {
  const minutes = Math.floor(ms / 60_000);
  return minutes === 0 ? 'just now' : minutes < 60 ? `${minutes} min ago` : `${Math.floor(minutes / 60)} h ago`;
}
