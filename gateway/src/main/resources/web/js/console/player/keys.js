// What a key does to a player that has the focus. Pure.

export const SKIP_S = 10;
export const SPEEDS = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2];
const VOLUME_STEP = 0.1;

/** What is done with { key, onControl }: onControl when the focus is on a button or a field, which has its own use of Space. */
export function keyAction({ key, onControl = false }) {
  if (key === ' ' || key === 'k') return onControl && key === ' ' ? null : { do: 'toggle' };
  if (/^[0-9]$/.test(key)) return { do: 'seekPart', part: Number(key) / 10 };
  switch (key) {
    case 'ArrowLeft': return onControl ? null : { do: 'skip', seconds: -SKIP_S };
    case 'ArrowRight': return onControl ? null : { do: 'skip', seconds: SKIP_S };
    case 'ArrowUp': return onControl ? null : { do: 'volume', by: VOLUME_STEP };
    case 'ArrowDown': return onControl ? null : { do: 'volume', by: -VOLUME_STEP };
    case 'Home': return onControl ? null : { do: 'seekPart', part: 0 };
    case 'End': return onControl ? null : { do: 'seekPart', part: 1 };
    case 's': case 'S': return { do: 'solo' };
    case '+': case '=': return { do: 'speed', by: 1 };
    case '-': return { do: 'speed', by: -1 };
    default: return null;
  }
}

/** The next faster or slower speed; the same at either end. */
export function nextSpeed(speed, by) {
  const nearest = SPEEDS.reduce((best, one) => (Math.abs(one - speed) < Math.abs(best - speed) ? one : best));
  return SPEEDS[Math.min(SPEEDS.length - 1, Math.max(0, SPEEDS.indexOf(nearest) + by))];
}

const SOLO = ['both', 'customer', 'agent'];

export function nextSolo(solo) {
  return SOLO[(SOLO.indexOf(solo) + 1) % SOLO.length];
}
