// Peaks for as many columns as there are pixels, and where marks lie. Pure.

/** [least, greatest] of each of `count` columns, -1 to 1, from the server's pairs of -128 to 127. */
export function columns(pairs, count) {
  const windows = pairs.length / 2;
  const result = [];
  for (let column = 0; column < count; column++) {
    const from = Math.floor(column * windows / count);
    const until = Math.max(from + 1, Math.floor((column + 1) * windows / count));
    let least = 127;
    let greatest = -128;
    for (let window = from; window < until && window < windows; window++) {
      least = Math.min(least, pairs[2 * window]);
      greatest = Math.max(greatest, pairs[2 * window + 1]);
    }
    result.push(greatest < least ? [0, 0] : [least / 128, greatest / 128]);
  }
  return result;
}

/** How much louder it is drawn, so that quiet talk is seen too: 1 to 8. */
export function gain(...channels) {
  const loudest = Math.max(0.02, ...channels.flat().map(value => Math.abs(value) / 128));
  return Math.min(8, Math.max(1, 0.95 / loudest));
}

const WORDS = { hold: 'On hold', pause: 'Recording paused', gap: 'Gap' };

/** Marks for the list beside the wave form: no talkers, those are drawn. */
export function listed(marks) {
  return marks.filter(({ kind }) => kind in WORDS).map(mark => ({ ...mark, word: mark.kind === 'gap' && mark.lost > 0 ? `Gap (${mark.lost} packets lost)` : WORDS[mark.kind] }));
}

/** Who of the talkers is in this channel at that time, or null. */
export function talkerAt(marks, channel, ms) {
  return marks.find(mark => mark.kind === 'talker' && mark.channel === channel && mark.fromMs <= ms && ms < mark.toMs)?.who ?? null;
}
