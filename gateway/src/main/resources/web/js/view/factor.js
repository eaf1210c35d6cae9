// A second factor to be copied into an authenticator, recovery codes, and the secret of phones: shown once, kept nowhere.

import { modules } from '../qr.js';
import { element } from './dom.js';

const SVG = 'http://www.w3.org/2000/svg';
/** Light modules around a code, which readers need (ISO/IEC 18004, 6.3.8). */
const QUIET = 4;

export function secretView({ secret, uri }) {
  const grouped = secret.match(/.{1,4}/g).join(' ');
  return element(
    'div', { class: 'factor' }, drawn(uri),
    element('p', { class: 'fine' }, 'Or type this key into the app:'),
    element('p', { class: 'secret numeric', 'data-testid': 'secret' }, grouped),
    element('details', {}, element('summary', {}, 'As an address'), element('p', { class: 'fine uri' }, uri)));
}

function drawn(uri) {
  const grid = modules(uri);
  const size = grid.length + 2 * QUIET;
  const svg = document.createElementNS(SVG, 'svg');
  const path = document.createElementNS(SVG, 'path');
  const dark = grid.flatMap((row, y) => row.map((on, x) => (on ? `M${x + QUIET} ${y + QUIET}h1v1h-1z` : '')));
  path.setAttribute('d', dark.join(''));
  svg.setAttribute('viewBox', `0 0 ${size} ${size}`);
  svg.setAttribute('class', 'qr');
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-label', 'QR code of the key');
  svg.append(path);
  return svg;
}

export function codesView(codes) {
  return element(
    'div', { class: 'factor' },
    element('p', { class: 'muted' }, 'Each signs you in once when your authenticator is not at hand. They are shown this once: print them, or put them where you keep passwords.'),
    element('ul', { class: 'codes numeric', 'data-testid': 'recovery-codes' }, ...codes.map(code => element('li', {}, code))));
}

export function phoneView({ server, domain, user, secret }) {
  const rows = [['Server', server], ['Address', `sip:${user}@${domain}`], ['User', user], ['Password', secret]];
  return element(
    'div', { class: 'factor' },
    element('p', { class: 'muted' }, 'Enter this into the phone. The password is shown this once.'),
    element('dl', { class: 'facts', 'data-testid': 'sip-phone' }, ...rows.flatMap(([name, value]) => [element('dt', {}, name), element('dd', { class: 'numeric' }, value)])));
}
