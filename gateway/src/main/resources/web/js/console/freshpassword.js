// A password to be handed over once. Pure: the randomness is an argument.

/** Letters and digits that nobody mistakes for another: 32 of them, so that a byte has no favourites. */
const LETTERS = 'abcdefghijkmnpqrstuvwxyz23456789';

/** One letter of each byte, in groups of five: 20 bytes make 100 bits. */
export function freshPassword(bytes) {
  const letters = [...bytes].map(byte => LETTERS[byte % LETTERS.length]).join('');
  return letters.match(/.{1,5}/g).join('-');
}
