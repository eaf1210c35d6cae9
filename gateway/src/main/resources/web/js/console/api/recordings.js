// Recordings: tickets to play them, wave forms, what was heard, deletion and legal hold.

import { ApiFailure, failureOf } from '../api.js';

const path = (id, rest = '') => `/api/recordings/${encodeURIComponent(id)}${rest}`;

/** What is kept beyond what the contact says of it: hold and deletion. */
export async function showRecording(api, id) {
  const json = await api.get(path(id));
  return {
    id, state: json.state, durationMs: json.durationMs ?? null, gaps: json.gaps ?? 0, concealedMs: json.concealedMs ?? 0,
    heldMs: json.heldMs ?? null, heldBy: json.heldBy ?? '', deletedMs: json.deletedMs ?? null, deletedBy: json.deletedBy ?? '',
    deleteReason: json.deleteReason ?? '', removed: json.removed ?? true, location: json.location ?? '', reason: json.reason ?? '',
  };
}

/** { url, heardUrl, durationMs } of a ticket. */
export async function openPlay(api, id) {
  const { url, heardUrl, durationMs } = await api.send('POST', path(id, '/plays'), { body: {} });
  return { url, heardUrl, durationMs };
}

/** ranges: [[fromMs, toMs], …], all that was played with the ticket; the gateway knows which of it is new. */
export function reportHeard(api, play, ranges, leaving) {
  return api.send('POST', play.heardUrl, { body: { ranges }, keepalive: leaving });
}

/** { durationMs, customer, agent, marks }: pairs of least and greatest per column, -128 to 127. */
export async function waveform(api, id, columns) {
  const { durationMs, left, right, marks } = await api.get(path(id, '/waveform'), { columns });
  // The manifest says agent:alice where everything else says alice.
  return { durationMs, customer: left, agent: right, marks: marks.map(mark => ({ ...mark, who: mark.who?.replace(/^agent:/, '') })) };
}

/** Why its sound does not come: rejects with the failure that <audio> does not tell, if there is one. */
export async function probe(play) {
  const response = await fetch(play.url, { headers: { range: 'bytes=0-0' }, cache: 'no-store' }).catch(() => {
    throw new ApiFailure({ kind: 'unreachable' });
  });
  if (!response.ok) throw await failureOf(response);
}

export function download(api, id) {
  return api.send('GET', path(id, '/download'), { blob: true, timeoutMs: 0 });
}

export const DELETE_REASONS = {
  'erasure-request': 'Somebody asked for erasure', 'consent-withdrawn': 'Consent was withdrawn', 'recorded-in-error': 'Recorded in error',
  'retention-ended': 'Its retention is over', 'legal-order': 'A legal order', 'test-call': 'A test call', other: 'Another reason',
};

/** Resolves with whether nothing is left of it where it was delivered. */
export async function deleteRecording(api, id, reason) {
  return (await api.send('DELETE', path(id), { body: { reason } })).removed;
}

export function hold(api, id, held) {
  return api.send(held ? 'PUT' : 'DELETE', path(id, '/hold'), { body: held ? {} : undefined });
}
