// From figures to a word. Pure.

/** Codec, packet and playout delay that the figures do not show, ms. */
const FIXED_DELAY_MS = 60;

const FAIR = { word: 'Fair', tone: 'fair' };
const POOR = { word: 'Poor', tone: 'bad' };

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

/** Below this MOS more than some are dissatisfied (ITU-T G.109). */
const FAIR_MOS = 3.6;

/**
 * The verdict on a call, null figures when there are none yet. Where the gateway names a problem of our own leg or
 * somebody's we hear, that is it, with the gateway's sentence; else G.109 sets the limits for the figures.
 */
export function verdict(figures, legs = {}) {
  if (!figures) return { word: 'Measuring', tone: 'none', advice: '' };
  const troubled = [legs.agent, legs.customer, ...Object.values(legs)].find(leg => leg?.sentence);
  if (troubled) return { ...(troubled.mos >= FAIR_MOS ? FAIR : POOR), advice: troubled.sentence };
  const score = rating(figures);
  if (score >= 85) return { word: 'Excellent', tone: 'good', advice: 'As clear as being in the same room.' };
  if (score >= 78) return { word: 'Good', tone: 'good', advice: 'Small flaws that few people notice.' };
  return { ...(score >= 65 ? FAIR : POOR), advice: 'The network is at its limit.' };
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
