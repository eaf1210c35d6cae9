// What networks have to let through, from the live configuration.

/** [{ purpose, from, to, protocol, ports, note }], all text. */
export async function networkRequirements(api) {
  const { requirements } = await api.get('/api/network');
  return requirements.map(json => ({
    purpose: json.purpose ?? '', from: json.from ?? '', to: json.to ?? '', protocol: json.protocol ?? '', ports: json.ports ?? '', note: json.note ?? '',
  }));
}
