// The parts of a player, as elements: nothing here knows what they do.

import { element } from '../../view/dom.js';
import { SKIP_S, SPEEDS } from './keys.js';

const SVG = 'http://www.w3.org/2000/svg';
const ICONS = {
  play: 'M8 5.5v13l10.5-6.5Z', pause: 'M9 5.5v13M15 5.5v13', back: 'M4.5 9.5a8 8 0 1 1-.6 4.5M4.2 4.5v5h5', forward: 'M19.5 9.5a8 8 0 1 0 .6 4.5M19.8 4.5v5h-5',
};

export function controls() {
  const audio = element('audio', { preload: 'metadata', 'data-testid': 'player-audio' });
  const canvas = element('canvas', { class: 'wave' });
  const slider = element('div', { class: 'wave-box', role: 'slider', tabindex: '0', 'aria-label': 'Position', 'aria-valuemin': '0', 'aria-valuenow': '0', 'data-testid': 'player-position' }, canvas);
  const toggle = icon('toggle', 'play', 'Play');
  toggle.classList.add('primary');
  const solo = element('div', { class: 'segments', role: 'group', 'aria-label': 'Whom you hear' }, ...[['both', 'Both'], ['customer', 'Customer'], ['agent', 'Agent']].map(([value, word]) =>
    element('button', { type: 'button', 'data-solo': value, 'aria-pressed': String(value === 'both'), 'data-testid': `solo-${value}` }, word)));
  const speed = element('select', { 'aria-label': 'Speed', 'data-testid': 'player-speed' }, ...SPEEDS.map(value => element('option', { value }, `${value}×`)));
  speed.value = '1';
  const volume = element('input', { type: 'range', min: '0', max: '1', step: '0.05', value: '1', 'aria-label': 'Volume', 'data-testid': 'player-volume' });
  const now = element('span', { class: 'numeric', 'data-testid': 'player-now' }, '0:00');
  const length = element('span', { class: 'numeric', 'data-testid': 'player-length' }, '0:00');
  const talkers = element('p', { class: 'talkers fine', 'data-testid': 'player-talkers' });
  const message = element('p', { class: 'notice bad', role: 'alert', 'data-testid': 'player-message' });
  message.hidden = true;
  const marks = element('ul', { class: 'marks', 'aria-label': 'Holds, pauses and gaps', 'data-testid': 'player-marks' });
  const inks = Object.fromEntries([['customer', 'Customer'], ['agent', 'Agent'], ['hold', 'On hold'], ['pause', 'Paused'], ['gap', 'Gap'], ['position', '']]
    .map(([name, word]) => [name, element('span', { class: 'ink', 'data-ink': name }, word)]));
  const { position, ...legend } = inks;
  position.hidden = false;
  const back = icon('back', 'back', `${SKIP_S} seconds back`);
  const forward = icon('forward', 'forward', `${SKIP_S} seconds forward`);
  const node = element(
    'div', { class: 'player', role: 'group', 'aria-label': 'Player', 'data-testid': 'player' }, audio, message, slider,
    element('div', { class: 'player-line' }, element('p', { class: 'time' }, now, ' / ', length), talkers, element('p', { class: 'legend fine', 'aria-hidden': 'true' }, ...Object.values(legend), position)),
    element('div', { class: 'player-row' }, element('div', { class: 'player-keys' }, back, toggle, forward), solo, element('label', { class: 'inline' }, element('span', {}, 'Speed'), speed), element('label', { class: 'inline' }, element('span', {}, 'Volume'), volume)),
    marks,
    element('p', { class: 'fine' }, 'Keys: ', ...[['Space', 'play or pause'], ['← →', '10 s'], ['↑ ↓', 'volume'], ['1–9', 'jump'], ['S', 'solo'], ['+ −', 'speed']].flatMap(([key, what]) => [element('kbd', {}, key), ` ${what}  `])));
  return { node, audio, canvas, slider, toggle, back, forward, solo, speed, volume, now, length, talkers, message, marks, inks };
}

function icon(name, drawn, word) {
  const button = element('button', { type: 'button', class: 'icon', 'aria-label': word, title: word, 'data-testid': `player-${name}` });
  button.append(drawing(drawn));
  return button;
}

export function drawing(name) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', ICONS[name]);
  svg.append(path);
  return svg;
}
