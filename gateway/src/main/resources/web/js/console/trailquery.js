// What is asked of the audit trail. Pure.

import { fromLocalInput } from './clock.js';

/** { query, name, wrong }: name is what to choose among the answers, because the gateway does not find by it. */
export function toTrailRequest(form) {
  const query = {};
  const wrong = {};
  for (const field of ['user', 'recording', 'contact']) if (form[field].trim() !== '') query[field] = form[field].trim();
  for (const field of ['from', 'to']) {
    if (form[field] === '') continue;
    const ms = fromLocalInput(form[field]);
    if (ms === null) wrong[field] = 'That is no time.';
    else query[field] = new Date(ms).toISOString();
  }
  if (query.from && query.to && query.to <= query.from) wrong.to = 'The end must be after the beginning.';
  return { query, name: form.name, wrong };
}
