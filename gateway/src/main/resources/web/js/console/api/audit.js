// Events of the audit trail.

/** query: user, recording, contact, from, to (ISO 8601); the newest first. */
export async function listEvents(api, query, after, limit = 100) {
  const { events, next = null } = await api.get('/api/audit', { ...query, after, limit });
  return { events: events.map(event), next };
}

function event(json) {
  const asked = json.requestParameters ?? {};
  const { type, principalId, claimedId } = json.userIdentity;
  return {
    id: json.eventID,
    sequence: json.sequence,
    name: json.eventName,
    atMs: Date.parse(json.eventTime),
    who: { type, id: principalId ?? claimedId ?? null },
    from: json.sourceIPAddress ?? '',
    request: json.requestID ?? '',
    resources: json.resources ?? [],
    asked,
    error: json.errorCode ?? null,
    spans: spans(asked.milliseconds, 1) ?? spans(asked.seconds, 1000) ?? [],
    json,
  };
}

/** Stretches as ms: seconds of what was sent, milliseconds of what was heard. */
function spans(list, unit) {
  if (!Array.isArray(list)) return null;
  return list.map(part => (Array.isArray(part) ? part : [part.from, part.to])).map(([from, to]) => [from * unit, to * unit]);
}
