// What networks have to let through, from the live configuration.

const PURPOSES = {
  pages: 'Pages, API and WebSockets',
  metrics: 'Metrics for Prometheus',
  'browser-audio': 'Audio of browsers',
  'relayed-audio': 'Audio of browsers by TURN',
  signaling: 'Signaling of a trunk',
  'trunk-audio': 'Audio of a trunk',
  database: 'Database',
  storage: 'Where recordings go',
  keys: 'Key service',
  webhook: 'Functions of flows',
  'identity-provider': 'Identity provider',
  names: 'Names of the others (DNS)',
};

const PRIVATE = 'May be plain: on its private circuit only.';
const BOTH_WAYS = 'Either side sends first.';

/** [{ purpose, from, to, protocol, ports, note }], all text. */
export async function networkRequirements(api) {
  const { rules } = await api.get('/api/network');
  return rules.map(rule => {
    const here = words(rule.gateway, 'this gateway');
    const there = words(rule.peer, 'any');
    const isOut = rule.direction === 'out';
    const purpose = PURPOSES[rule.purpose] ?? rule.purpose;
    return {
      purpose: rule.name ? `${purpose}: ${rule.name}` : purpose,
      from: isOut ? here : there,
      to: isOut ? there : here,
      protocol: rule.protocol,
      ports: ports(isOut ? rule.peer : rule.gateway),
      note: [rule.direction === 'both' ? BOTH_WAYS : '', rule.privateCircuit ? PRIVATE : ''].filter(Boolean).join(' '),
    };
  });
}

function words(end, any) {
  return end.addresses.length === 0 ? any : end.addresses.join(', ');
}

function ports({ ports: range }) {
  if (!range) return 'any';
  return range.first === range.last ? String(range.first) : `${range.first}-${range.last}`;
}
