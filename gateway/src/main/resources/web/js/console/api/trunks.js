// How the trunks do, in words.

const CONDITIONS = {
  up: { word: 'Up', tone: 'good', why: '' },
  'no-answer': { word: 'Down', tone: 'bad', why: 'It has not answered two OPTIONS in a row. Look at its address and the firewall, then ask the carrier.' },
  failing: { word: 'Resting', tone: 'fair', why: 'It has failed three calls in a row. One call will try it again in a while.' },
  'asks-for-rest': { word: 'Resting', tone: 'fair', why: 'It has answered 503 and said when to come again.' },
  'not-registered': { word: 'Not registered', tone: 'bad', why: 'Its registrar does not have us, so no calls come in. Look at user and password.' },
};

/** [{ id, word, tone, why, calls, most }], all text. */
export async function trunkStates(api) {
  const { trunks } = await api.get('/api/trunks');
  return trunks.map(trunk => ({
    id: trunk.trunkId,
    ...(CONDITIONS[trunk.condition] ?? { word: trunk.condition, tone: 'fair', why: '' }),
    calls: String(trunk.calls),
    most: trunk.mostCalls === 0 ? 'no limit' : String(trunk.mostCalls),
  }));
}
