// Contact records as the gateway gives them, and as the pages see them.

/** query: as the gateway reads it, in the body: an address would end in logs. */
export async function searchContacts(api, query, after) {
  const body = { ...query, limit: 50, ...(after === null ? {} : { after }) };
  const { contacts, next = null } = await api.send('POST', '/api/contact-records/search', { body });
  return { contacts: contacts.map(summary), next };
}

export async function showContact(api, id) {
  return record(await api.get(`/api/contact-records/${encodeURIComponent(id)}`));
}

function summary(json) {
  return {
    id: json.contactId,
    initialId: json.initialContactId,
    previousId: json.previousContactId ?? null,
    direction: json.method,
    beganMs: json.initiatedMs,
    queuedMs: json.queuedMs ?? null,
    connectedMs: json.connectedMs ?? null,
    endedMs: json.endedMs ?? null,
    durationMs: json.durationMs ?? null,
    handleMs: json.handleMs ?? 0,
    queue: json.queue ?? '',
    agent: json.agent ?? '',
    reason: json.disconnectReason ?? '',
    mos: json.worstMos ?? null,
    number: json.number ?? null,
    systemNumber: json.systemNumber ?? null,
    name: json.name ?? null,
    expired: json.expired ?? [],
    tampered: json.tampered ?? [],
    recordingStates: json.recordingStates ?? [],
  };
}

function record(json) {
  return {
    ...summary(json),
    holds: json.holds ?? 0,
    holdMs: json.holdMs ?? 0,
    longestHoldMs: json.longestHoldMs ?? 0,
    afterWorkMs: json.afterWorkMs ?? 0,
    description: json.description ?? null,
    dialled: json.dialled ?? [],
    attributes: Object.entries(json.attributes ?? {}),
    references: json.references ?? [],
    legs: (json.legs ?? []).map(leg => ({ ...leg, roundTripMs: leg.roundTripMs ?? null })),
    recordings: (json.recordings ?? []).map(recording => ({
      id: recording.recordingId, state: recording.state, startedMs: recording.startedMs, endedMs: recording.endedMs ?? null,
      durationMs: recording.durationMs ?? null, sides: recording.sides ?? '',
    })),
    moments: (json.timeline ?? []).map(moment => ({
      atMs: moment.atMs, what: moment.what, recording: moment.recordingId ?? null, contact: moment.contactId ?? null,
    })),
    linked: (json.linked ?? []).map(summary),
  };
}
