// Stretches of time, [fromMs, toMs) each. Pure.

/** The same time in order and without overlap; what is nearer than joinMs becomes one. */
export function merged(ranges, joinMs = 0) {
  const sorted = ranges.filter(([from, to]) => to > from).sort(([a], [b]) => a - b);
  const result = [];
  for (const [from, to] of sorted) {
    const last = result.at(-1);
    if (last && from - last[1] <= joinMs) last[1] = Math.max(last[1], to);
    else result.push([from, to]);
  }
  return result;
}

/** All of them together, ms; overlaps once. */
export function total(ranges) {
  return merged(ranges).reduce((sum, [from, to]) => sum + to - from, 0);
}

/** The TimeRanges of a media element, in whole ms within its duration. */
export function ofMedia(timeRanges, durationMs) {
  const ranges = [];
  for (let i = 0; i < timeRanges.length; i++) {
    const from = Math.max(0, Math.round(timeRanges.start(i) * 1000));
    const to = Math.min(durationMs, Math.round(timeRanges.end(i) * 1000));
    ranges.push([from, to]);
  }
  return merged(ranges);
}

export function same(a, b) {
  return a.length === b.length && a.every(([from, to], i) => from === b[i][0] && to === b[i][1]);
}
