// Cells of tables whose rows become cards on narrow screens; the roles stay those of the elements.

import { element } from '../../view/dom.js';

export function cell(label, ...content) {
  return element('td', { role: 'cell', 'data-label': label }, ...content);
}

export function figure(label, ...content) {
  return element('td', { role: 'cell', 'data-label': label, class: 'figure numeric' }, ...content);
}

export function heading(...content) {
  return element('th', { role: 'rowheader', scope: 'row' }, ...content);
}

export function row(attributes, ...cells) {
  return element('tr', { role: 'row', ...attributes }, ...cells);
}

export function badge(word, tone) {
  return element('span', { class: 'verdict', 'data-tone': tone }, word);
}
