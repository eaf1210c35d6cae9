// A search for contacts: what is typed, what the address bar keeps of it, what the gateway is asked. Pure.

import { fromLocalInput, parseDuration } from './clock.js';

const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;
/** The gateway looks through so much at once, unless a contact is named. */
const MOST_MS = 56 * DAY_MS;

/** Lengths of the presets, ms. */
export const PRESETS = { hour: HOUR_MS, day: DAY_MS, week: 7 * DAY_MS, month: 30 * DAY_MS };

/** MOS of the leg that sounded worst (ITU-T G.107 annex B: R of 80 is 4.03, of 70 is 3.60). */
export const QUALITIES = { good: { minMos: 4.03 }, fair: { minMos: 3.6, maxMos: 4.03 }, poor: { maxMos: 3.6 } };

export const EMPTY = Object.freeze({
  range: 'day', from: '', to: '', agent: '', queue: '', number: '', attribute: '', value: '', contact: '', shortest: '', longest: '',
  recording: '', quality: '', reason: '',
});

/** Personal, so in no address and no history of the browser: only in memory. */
const PERSONAL = ['number', 'attribute', 'value'];
const KEPT = Object.keys(EMPTY).filter(name => !PERSONAL.includes(name));

/** What the address bar keeps of a form. */
export function toAddress(form) {
  const params = new URLSearchParams();
  for (const name of KEPT) {
    const value = form[name].trim();
    const needless = name === 'from' || name === 'to' ? form.range !== 'exact' : value === EMPTY[name];
    if (value !== '' && !needless) params.set(name, value);
  }
  return params.toString();
}

/** The form that an address names. */
export function fromAddress(search) {
  const params = new URLSearchParams(search);
  const form = { ...EMPTY };
  for (const name of KEPT) form[name] = params.get(name) ?? form[name];
  if (form.range !== 'exact' && !(form.range in PRESETS)) form.range = EMPTY.range;
  return form;
}

/**
 * What the gateway is asked, as { query, wrong }: wrong has a sentence for each field that cannot be understood, and
 * query holds only when that is empty.
 */
export function toRequest(form, nowMs) {
  const wrong = {};
  const query = {};
  const { fromMs, toMs } = times(form, nowMs, wrong);
  const tooLong = fromMs !== null && (toMs ?? nowMs) - fromMs > MOST_MS;
  if (form.contact.trim() === '' && tooLong) wrong.from = 'At most eight weeks at once: choose a later beginning.';
  if (fromMs !== null) query.from = new Date(fromMs).toISOString();
  if (toMs !== null) query.to = new Date(toMs).toISOString();
  for (const name of ['agent', 'queue', 'contact', 'number', 'recording', 'reason']) {
    if (form[name].trim() !== '') query[name] = form[name].trim();
  }
  if (query.number && !/\d/.test(query.number)) wrong.number = 'A number has digits, such as +44 20 7946 0123.';
  attribute(form, query, wrong);
  seconds(form, query, wrong);
  Object.assign(query, QUALITIES[form.quality]);
  return { query, wrong };
}

function times(form, nowMs, wrong) {
  // A contact that is named is looked for at any time, unless times are given exactly.
  if (form.range !== 'exact') return form.contact.trim() === '' ? { fromMs: nowMs - PRESETS[form.range], toMs: null } : { fromMs: null, toMs: null };
  const fromMs = fromLocalInput(form.from);
  const toMs = fromLocalInput(form.to);
  if (fromMs === null) wrong.from = 'Say when the time to search begins.';
  if (form.to !== '' && toMs === null) wrong.to = 'That is no time.';
  if (fromMs !== null && toMs !== null && toMs <= fromMs) wrong.to = 'The end must be after the beginning.';
  return { fromMs, toMs };
}

function attribute(form, query, wrong) {
  const name = form.attribute.trim();
  if (name === '' && form.value === '') return;
  if (name === '') wrong.attribute = 'Which attribute has that value?';
  else if (form.value === '') wrong.value = 'Type the value: it matches exactly.';
  else Object.assign(query, { attribute: name, value: form.value });
}

function seconds(form, query, wrong) {
  for (const [field, name] of [['shortest', 'minSeconds'], ['longest', 'maxSeconds']]) {
    if (form[field].trim() === '') continue;
    const value = parseDuration(form[field]);
    if (value === null) wrong[field] = 'Minutes and seconds, such as 1:30.';
    else query[name] = value;
  }
  if (query.minSeconds > query.maxSeconds) wrong.longest = 'The longest must not be shorter than the shortest.';
}

/** How many fields are in use beyond the time: for the line above the results. */
export function narrowedBy(form) {
  return Object.keys(EMPTY).filter(name => !['range', 'from', 'to', 'value'].includes(name) && form[name].trim() !== '').length;
}
