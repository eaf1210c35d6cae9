// QR codes (ISO/IEC 18004) of up to 230 bytes: byte mode, error correction L, versions 1 to 9. Pure. The mask is always
// the same one: choosing among the eight makes codes easier to read on paper; every reader takes any of them.

/** Per version: codewords in all, of error correction in each block, blocks, centres of alignment patterns. */
const VERSIONS = [
  [26, 7, 1, []], [44, 10, 1, [6, 18]], [70, 15, 1, [6, 22]], [100, 20, 1, [6, 26]], [134, 26, 1, [6, 30]],
  [172, 18, 2, [6, 34]], [196, 20, 2, [6, 22, 38]], [242, 24, 2, [6, 24, 42]], [292, 30, 2, [6, 26, 46]],
];
/** Level L and mask 0, before their own error correction (7.9). */
const FORMAT = 0b01000;

/** Rows of true for dark modules. Throws a RangeError when the text is too long. */
export function modules(text) {
  const bytes = [...new TextEncoder().encode(text)];
  const version = VERSIONS.findIndex(([all, ec, blocks]) => bytes.length + 2 <= all - ec * blocks) + 1;
  if (version === 0) throw new RangeError(`${bytes.length} bytes are too many`);
  const grid = emptyGrid(version);
  place(grid, codewords(bytes, VERSIONS[version - 1]));
  return grid.map(row => row.map(({ dark }) => dark));
}

// ---- the bits

function codewords(bytes, [all, ec, blocks]) {
  const room = all - ec * blocks;
  // Mode 0100, the length in 8 bits, the bytes, the end 0000: so everything is shifted by half a byte.
  const nibbles = [4, bytes.length >> 4, bytes.length & 15, ...bytes.flatMap(byte => [byte >> 4, byte & 15]), 0];
  const data = Array.from({ length: nibbles.length / 2 }, (_, i) => nibbles[2 * i] << 4 | nibbles[2 * i + 1]);
  for (let i = 0; data.length < room; i++) data.push(i % 2 === 0 ? 0xec : 0x11);
  const size = room / blocks;
  const parts = Array.from({ length: blocks }, (_, i) => data.slice(i * size, (i + 1) * size));
  const checks = parts.map(part => remainder(part, ec));
  return [...interleaved(parts), ...interleaved(checks)];
}

const interleaved = parts => parts[0].flatMap((_, i) => parts.map(part => part[i]));

/** Product in the field of 256 elements with the polynomial x^8 + x^4 + x^3 + x^2 + 1. */
function times(a, b) {
  let product = 0;
  for (let bit = 7; bit >= 0; bit--) product = product << 1 ^ (product >> 7) * 0x11d ^ (b >> bit & 1) * a;
  return product;
}

/** The Reed-Solomon check of a block. */
function remainder(data, degree) {
  const generator = [...Array(degree - 1).fill(0), 1];
  for (let i = 0, root = 1; i < degree; i++, root = times(root, 2)) {
    for (let j = 0; j < degree; j++) generator[j] = times(generator[j], root) ^ (generator[j + 1] ?? 0);
  }
  const result = Array(degree).fill(0);
  for (const byte of data) {
    const factor = byte ^ result.shift();
    result.push(0);
    for (let j = 0; j < degree; j++) result[j] ^= times(generator[j], factor);
  }
  return result;
}

/** A value and its check bits of a binary code. */
function checked(value, generator, checkBits) {
  let rest = value << checkBits;
  for (let bit = 31 - Math.clz32(rest); bit >= checkBits; bit = 31 - Math.clz32(rest)) rest ^= generator << bit - checkBits;
  return value << checkBits | rest;
}

// ---- where they are

function emptyGrid(version) {
  const size = 17 + 4 * version;
  const grid = Array.from({ length: size }, () => Array.from({ length: size }, () => ({ dark: false, fixed: false })));
  const set = (x, y, dark) => {
    if (grid[y]?.[x]) grid[y][x] = { dark, fixed: true };
  };
  const square = (cx, cy, radius, isDark) => {
    for (let y = -radius; y <= radius; y++) {
      for (let x = -radius; x <= radius; x++) set(cx + x, cy + y, isDark(Math.max(Math.abs(x), Math.abs(y))));
    }
  };
  for (let i = 0; i < size; i++) [[6, i], [i, 6]].forEach(([x, y]) => set(x, y, i % 2 === 0));
  for (const [x, y] of [[3, 3], [size - 4, 3], [3, size - 4]]) square(x, y, 4, far => far !== 2 && far !== 4);
  const centres = VERSIONS[version - 1][3];
  for (const x of centres) {
    for (const y of centres) {
      const corner = (x === 6 && y === 6) || (x === 6 && y === size - 7) || (x === size - 7 && y === 6);
      if (!corner) square(x, y, 2, far => far !== 1);
    }
  }
  format(set, size);
  if (version >= 7) {
    const bits = checked(version, 0x1f25, 12);
    for (let i = 0; i < 18; i++) {
      const [a, b] = [size - 11 + i % 3, Math.floor(i / 3)];
      set(a, b, (bits >> i & 1) === 1);
      set(b, a, (bits >> i & 1) === 1);
    }
  }
  return grid;
}

function format(set, size) {
  const bits = checked(FORMAT, 0x537, 10) ^ 0x5412;
  const bit = i => (bits >> i & 1) === 1;
  for (let i = 0; i < 15; i++) {
    const inward = i < 6 ? i : i < 8 ? i + 1 : 14 - i + (i === 8 ? 1 : 0);
    if (i < 8) set(8, inward, bit(i));
    else set(inward, 8, bit(i));
    if (i < 8) set(size - 1 - i, 8, bit(i));
    else set(8, size - 15 + i, bit(i));
  }
  set(8, size - 8, true);
}

/** In columns of two from the right, up and down by turns. */
function place(grid, words) {
  let at = 0;
  for (let right = grid.length - 1, up = true; right >= 1; right -= 2, up = !up) {
    if (right === 6) right = 5;
    for (let i = 0; i < grid.length; i++) {
      const y = up ? grid.length - 1 - i : i;
      for (const x of [right, right - 1]) {
        const cell = grid[y][x];
        if (cell.fixed) continue;
        const bit = (words[at >> 3] ?? 0) >> 7 - (at & 7) & 1;
        cell.dark = (bit === 1) !== ((x + y) % 2 === 0);
        at++;
      }
    }
  }
}
