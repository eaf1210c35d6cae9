// Whom a call can go to: quick connects, and whatever number is typed. Pure.

import { dialable, formatNumber } from './format.js';

const KINDS = ['agent', 'queue', 'number', 'flow'];

/**
 * What is shown and searched of the quick connects; colleagues first, those who are free before the others. A target may
 * be there under several names, but not twice under one.
 */
export function entries(quickConnects, kinds = KINDS) {
  const byKey = new Map();
  for (const quick of quickConnects) {
    const kind = KINDS.find(name => quick[name] !== undefined);
    const key = `${kind}:${quick[kind]}:${quick.name}`;
    if (kinds.includes(kind)) byKey.set(key, { key, kind, name: quick.name, available: quick.available ?? null, target: { [kind]: quick[kind] } });
  }
  return [...byKey.values()].sort((a, b) => order(a) - order(b) || a.name.localeCompare(b.name));
}

function order({ kind, available }) {
  return 2 * KINDS.indexOf(kind) + (available === false ? 1 : 0);
}

/** The entries that a typed text means: by words of their names, and the text itself when it is a number. */
export function matches(all, text) {
  const words = text.toLowerCase().split(/\s+/).filter(word => word !== '');
  const found = all.filter(({ name }) => words.every(word => name.toLowerCase().includes(word)));
  const number = dialable(text);
  return number === null ? found : [typed(number), ...found];
}

function typed(number) {
  return { key: `typed:${number}`, kind: 'number', name: formatNumber(number), available: null, target: { number }, typed: true };
}
