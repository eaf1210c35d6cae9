// From figures to a word. Pure.

/** Codec, packet and playout delay that the figures do not show, ms. */
const FIXED_DELAY_MS = 60;

/**
 * A rating from 0 to 100 after the E-model (ITU-T G.107, default values): what delay and loss take from a clear call.
 * G.113 gives loss robustness (Bpl) of about 10 for codecs that conceal.
 */
export function rating({ lossPercent = 0, jitterMs = 0, roundTripMs = 0 }) {
  const delayMs = Math.max(0, roundTripMs) / 2 + 2 * jitterMs + FIXED_DELAY_MS;
  const delayImpairment = 0.024 * delayMs + (delayMs > 177.3 ? 0.11 * (delayMs - 177.3) : 0);
  const lossImpairment = 95 * lossPercent / (lossPercent + 10);
  return Math.max(0, Math.min(100, 93.2 - delayImpairment - lossImpairment));
}

/** The verdict on a call's figures, null when there are none yet. G.109 sets the limits. */
export function verdict(figures) {
  if (!figures) return { word: 'Measuring', tone: 'none', advice: '' };
  const score = rating(figures);
  if (score >= 85) return { word: 'Excellent', tone: 'good', advice: 'As clear as being in the same room.' };
  if (score >= 78) return { word: 'Good', tone: 'good', advice: 'Small flaws that few people notice.' };
  if (score >= 65) return { word: 'Fair', tone: 'fair', advice: why(figures) };
  return { word: 'Poor', tone: 'bad', advice: why(figures) };
}

function why({ lossPercent = 0, jitterMs = 0, roundTripMs = 0 }) {
  if (lossPercent >= 2) return 'Packets are being lost. A cable, or a place nearer to the Wi-Fi, usually helps.';
  if (jitterMs >= 30) return 'Packets arrive unevenly. Pause large downloads, or use a cable.';
  if (roundTripMs >= 250) return 'The way to the gateway is long. A VPN that is not needed can be switched off.';
  return 'The network is at its limit.';
}

/** The worse of what the browser and what the gateway measured; each may know only some figures. */
export function worst(a, b) {
  if (!a || !b) return a ?? b ?? null;
  const result = {};
  for (const name of ['lossPercent', 'jitterMs', 'roundTripMs']) {
    const known = [a[name], b[name]].filter(value => Number.isFinite(value) && value >= 0);
    if (known.length > 0) result[name] = Math.max(...known);
  }
  return result;
}

/** One figure for the screen; a dash when it is not known. */
export function formatFigure(value, unit) {
  if (!Number.isFinite(value) || value < 0) return '–';
  return unit === '%' ? `${value < 10 ? value.toFixed(1) : Math.round(value)} %` : `${Math.round(value)} ms`;
}
