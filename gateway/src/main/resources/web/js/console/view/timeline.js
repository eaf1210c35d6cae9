// The course of a contact: bars for the eye, the same as a list for everybody.

import { element } from '../../view/dom.js';
import { formatDuration } from '../../format.js';
import { formatTime, sayDuration } from '../clock.js';
import { pathOf } from '../route.js';
import { layout, momentWord } from '../timeline.js';

const percent = part => `${(part * 100).toFixed(3)}%`;

export function timeline(contact, nowMs) {
  const { fromMs, toMs, lanes, points } = layout(contact, nowMs);
  const drawn = element('div', { class: 'course', 'aria-hidden': 'true' }, ...lanes.flatMap(({ name, kind, bars }) => [
    element('span', { class: 'lane-name' }, name),
    element('div', { class: 'lane' }, ...bars.map(one => bar(one, kind)), ...(kind === 'talking' ? points.map(point) : [])),
  ]), element('span', {}), element('div', { class: 'scale numeric' }, element('span', {}, formatTime(fromMs)), element('span', {}, sayDuration(toMs - fromMs)), element('span', {}, formatTime(toMs))));
  return element('div', {}, drawn, moments(contact, fromMs));
}

function bar({ left, width, fromMs, toMs }, kind) {
  const node = element('span', { class: 'bar', 'data-kind': kind, title: `${formatTime(fromMs)} to ${formatTime(toMs)}` });
  node.style.left = percent(left);
  node.style.width = percent(width);
  return node;
}

function point({ left, atMs, what }) {
  const node = element('span', { class: 'point', title: `${momentWord(what)} at ${formatTime(atMs)}` });
  node.style.left = percent(left);
  return node;
}

function moments(contact, fromMs) {
  return element('ol', { class: 'moments', 'data-testid': 'moments' }, ...contact.moments.map(moment => element(
    'li', {}, element('time', { class: 'numeric', datetime: new Date(moment.atMs).toISOString() }, formatTime(moment.atMs)),
    element('span', { class: 'fine numeric' }, `+${formatDuration(moment.atMs - fromMs)}`),
    element('span', {}, momentWord(moment.what), ...(moment.contact ? [' to ', element('a', { href: pathOf('contact', moment.contact) }, 'the next contact')] : [])))));
}
