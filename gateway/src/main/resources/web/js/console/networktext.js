// The table of the network as text and as CSV (RFC 4180). Pure.

const COLUMNS = ['purpose', 'from', 'to', 'protocol', 'ports', 'note'];
const HEADS = ['For', 'From', 'To', 'Protocol', 'Ports', 'Note'];

const cells = rows => [HEADS, ...rows.map(row => COLUMNS.map(name => String(row[name])))];

export function asCsv(rows) {
  return cells(rows).map(line => line.map(quoted).join(',')).join('\r\n').concat('\r\n');
}

/** A spreadsheet must not take a cell for a formula (CWE-1236). */
function quoted(cell) {
  const harmless = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** In columns, for a mail or a ticket. */
export function asText(rows) {
  const lines = cells(rows);
  const widths = HEADS.map((_, i) => Math.max(...lines.map(line => line[i].length)));
  return lines.map(line => line.map((cell, i) => cell.padEnd(widths[i])).join('  ').trimEnd()).join('\n').concat('\n');
}
