// How numbers and times are written for people. Pure.

// E.164 country codes of one and two digits; every other one has three.
const ONE = new Set(['1', '7']);
const TWO = new Set(('20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 '
  + '81 82 84 86 90 91 92 93 94 95 98').split(' '));

/** "+442079460123" as "+44 207 946 0123"; anything that is not E.164 as it is. */
export function formatNumber(number) {
  if (!number || number === 'anonymous') return 'Number withheld';
  const match = /^\+(\d{7,15})$/.exec(number);
  if (!match) return number;
  const digits = match[1];
  const country = ONE.has(digits[0]) ? 1 : TWO.has(digits.slice(0, 2)) ? 2 : 3;
  return `+${digits.slice(0, country)} ${groups(digits.slice(country)).join(' ')}`;
}

/** Threes, with a last group of two to four: the way most people read a number aloud. */
function groups(digits) {
  const result = [];
  let rest = digits;
  while (rest.length > 4) {
    result.push(rest.slice(0, 3));
    rest = rest.slice(3);
  }
  if (rest.length > 0) result.push(rest);
  return result;
}

/** A number for a screen reader: digit by digit, which "+44 207" would not be. */
export function spellNumber(number) {
  const shown = formatNumber(number);
  return shown.startsWith('+') ? `plus ${shown.slice(1).replace(/\d/g, '$& ').replace(/ +/g, ' ').trim()}` : shown;
}

/** 0:07, 12:40, 1:02:03. */
export function formatDuration(ms) {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = n => String(n).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const rest = `${Math.floor(seconds / 60) % 60}`;
  return hours > 0 ? `${hours}:${two(rest)}:${two(seconds % 60)}` : `${rest}:${two(seconds % 60)}`;
}

/** What a person types as what the gateway wants: "(020) 7946-0000" as "02079460000"; null when it cannot be a number. */
export function dialable(text) {
  const number = text.trim().replace(/[\s().\-/]/g, '').replace(/^00/, '+');
  return /^\+?[0-9*#]{2,20}$/.test(number) ? number : null;
}

/** The value of an attribute: a number as numbers are written, anything else as it is. */
export function formatValue(value) {
  return /^\+\d{7,15}$/.test(value) ? formatNumber(value) : value;
}

/** "customer_type" or "customerType" as "Customer type". */
export function formatLabel(key) {
  const words = key.replace(/[_\-.]+/g, ' ').replace(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase().trim();
  return words === '' ? key : words[0].toUpperCase() + words.slice(1);
}
