// Words of contacts, recordings and people. Pure.

import { formatNumber } from '../format.js';

export const DIRECTIONS = { inbound: ['↓', 'Inbound'], outbound: ['↑', 'Outbound'], transfer: ['⇄', 'Transfer'], internal: ['↔', 'Internal'] };

/** What contacts end with, as in the protocol of agents. */
export const REASONS = {
  'customer-hung-up': 'Customer hung up', abandoned: 'Customer gave up waiting', 'agent-hung-up': 'Agent hung up', transferred: 'Passed on', 'no-answer': 'No answer',
  busy: 'Busy', missed: 'Missed by the agent', rejected: 'Declined', removed: 'Taken out', ended: 'Ended', 'media-lost': 'Audio lost', failed: 'Failed',
};

export function reasonWord(reason) {
  return REASONS[reason] ?? (reason === '' ? '–' : reason.replaceAll('-', ' '));
}

/** The customer of a contact as { text, tone }: tone is number, expired or none. */
export function customer(contact) {
  if (contact.number) return { text: formatNumber(contact.number), tone: 'number' };
  if (contact.expired.some(field => /number|customer/.test(field) && !/system/.test(field))) return { text: 'expired', tone: 'expired' };
  return { text: 'not known', tone: 'none' };
}

/** A word for a MOS (ITU-T G.107 annex B), and its tone. */
export function qualityOf(mos) {
  if (mos === null) return { word: '–', tone: 'none' };
  if (mos >= 4.03) return { word: 'Good', tone: 'good' };
  if (mos >= 3.6) return { word: 'Fair', tone: 'fair' };
  return { word: 'Poor', tone: 'bad' };
}

const RECORDING = {
  open: 'Being recorded', sealed: 'Being prepared', uploading: 'Being delivered', delivered: 'Delivered', failed: 'Delivery failed', deleted: 'Deleted',
};

export function recordingWord(state) {
  return RECORDING[state] ?? state;
}

/** Whether there may be something to hear; the gateway says so finally. */
export function isPlayable(state) {
  return state !== 'open' && state !== 'deleted';
}

export const PARTIES = { agent: 'Agent', customer: 'Customer', 'third-party': 'Third party', supervisor: 'Supervisor' };
export const SIDES = { agent: 'agent only', customer: 'customer only', both: 'both sides' };

const KINDS = {
  'contact-reference': 'Reference', 'outbound-campaign': 'Campaign', 'customer-profile': 'Customer profile', case: 'Case', task: 'Task',
  'external-application': 'Application', 'speaker-id': 'Speaker',
};

export function kindWord(kind) {
  return KINDS[kind] ?? kind;
}

/** Fields whose keys were destroyed or whose rows were changed, as one word each. */
export function fieldWord(field) {
  const word = field.replaceAll('-', ' ');
  return word[0].toUpperCase() + word.slice(1);
}
