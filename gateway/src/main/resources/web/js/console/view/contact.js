// One contact: facts, course, quality, what it carries, its recordings and who listened to them.

import { formatDuration, formatLabel, formatNumber, formatValue } from '../../format.js';
import { $, element } from '../../view/dom.js';
import { showContact } from '../api/contacts.js';
import { formatInstant, sayDuration } from '../clock.js';
import { failureWords } from '../failures.js';
import { pathOf } from '../route.js';
import { customer, DIRECTIONS, fieldWord, kindWord, PARTIES, qualityOf, reasonWord } from '../words.js';
import { mountRecording } from './recording.js';
import { badge, cell, figure, heading, row } from './row.js';
import { timeline } from './timeline.js';

export function mountContact(desk) {
  const page = $('page-contact');
  let recordings = [];
  let shown = null;

  return {
    async enter(id) {
      shown = id;
      page.replaceChildren(top(id), card('contact-wait', '', element('p', { class: 'empty', role: 'status' }, 'Looking it up…')));
      try {
        const contact = await showContact(desk.api, id);
        if (shown === id) render(contact);
      } catch (failure) {
        if (shown === id) page.replaceChildren(top(id), problem(failure, () => this.enter(id)));
      }
    },
    leave,
    forget() {
      leave();
      page.replaceChildren();
    },
  };

  function leave() {
    shown = null;
    recordings.forEach(recording => recording.leave());
    recordings = [];
  }

  function render(contact) {
    recordings.forEach(recording => recording.leave());
    recordings = contact.recordings.map((recording, i) => mountRecording(desk, contact, recording, i));
    page.replaceChildren(
      top(contact.id), facts(contact), card('course', 'Course', timeline(contact, Date.now(), desk)),
      ...recordings.map(({ node }) => node),
      ...(recordings.length === 0 ? [card('no-recording', 'Recording', element('p', { class: 'muted' }, 'This contact has no recording.'))] : []),
      element('div', { class: 'pair' }, carried(contact, desk), quality(contact)));
    desk.say(`Contact of ${formatInstant(contact.beganMs)}.`);
  }
}

function top(id) {
  return element(
    'div', { class: 'crumb' }, element('a', { href: pathOf('contacts'), 'data-testid': 'back' }, '← Contacts'),
    element('span', { class: 'fine numeric' }, id));
}

function problem(failure, again) {
  const { title, text } = failureWords('show this contact', failure);
  const button = element('button', {}, 'Try again');
  button.addEventListener('click', again);
  return element('section', { class: 'card', role: 'alert', 'data-testid': 'contact-problem' }, element('h1', {}, title), element('p', { class: 'empty' }, text), button);
}

export function card(id, title, ...content) {
  const head = title === '' ? [] : [element('h2', { id: `${id}-title` }, title)];
  return element('section', { class: 'card', id, 'data-testid': id, ...(title === '' ? {} : { 'aria-labelledby': `${id}-title` }) }, ...head, ...content);
}

function facts(contact) {
  const who = customer(contact);
  const [, way] = DIRECTIONS[contact.direction] ?? ['', contact.direction];
  const judged = qualityOf(contact.mos);
  const pairs = [
    ['Began', formatInstant(contact.beganMs)],
    ['Lasted', contact.durationMs === null ? 'It goes on' : formatDuration(contact.durationMs)],
    ['Agent', contact.agent || 'None'],
    ['Queue', contact.queue || 'None'],
    ['Our number', contact.systemNumber ? formatNumber(contact.systemNumber) : 'not known'],
    ['Ended because', contact.endedMs === null ? 'It goes on' : reasonWord(contact.reason)],
    ['Waited', contact.queuedMs === null ? '–' : sayDuration((contact.connectedMs ?? contact.endedMs ?? Date.now()) - contact.queuedMs)],
    ['On hold', contact.holds === 0 ? 'Never' : `${contact.holds === 1 ? 'Once' : `${contact.holds} times`}, ${sayDuration(contact.holdMs)} in all, ${sayDuration(contact.longestHoldMs)} at the longest`],
    ['Handle time', sayDuration(contact.handleMs)],
    ...contact.dialled.map(({ by, number }) => [by === 'flow' ? 'Dialled by the flow' : 'Dialled by the agent', formatNumber(number)]),
  ];
  const node = element(
    'section', { class: 'card', 'aria-labelledby': 'contact-title', 'data-testid': 'contact-facts' },
    element('div', { class: 'title-row' },
      element('h1', { id: 'contact-title' }, `${way}, `, element('span', { class: 'party numeric' }, who.tone === 'number' ? who.text : `customer ${who.text}`)),
      judged.tone === 'none' ? '' : badge(`${judged.word} ${contact.mos.toFixed(1)}`, judged.tone)),
    ...(contact.name ? [element('p', { class: 'muted' }, contact.name)] : []),
    element('dl', { class: 'facts two' }, ...pairs.map(([name, value]) => element('div', {}, element('dt', {}, name), element('dd', { class: 'numeric' }, value)))));
  if (contact.tampered.length > 0) {
    node.append(element('p', { class: 'notice bad', role: 'alert' }, `Changed in the database by somebody: ${contact.tampered.map(fieldWord).join(', ')}. Tell your security officer.`));
  }
  if (contact.expired.length > 0) {
    node.append(element('p', { class: 'notice', 'data-testid': 'expired' }, `Expired: ${contact.expired.map(fieldWord).join(', ')}. The keys were destroyed at the end of their time, and nobody can read these any more.`));
  }
  return node;
}

function carried(contact, desk) {
  const pairs = [
    ...(contact.description ? [['Description', contact.description]] : []),
    ...contact.attributes.map(([name, value]) => [formatLabel(name), formatValue(value)]),
    ...contact.references.map(({ kind, name, value }) => [`${kindWord(kind)}: ${name}`, value]),
  ];
  const linked = contact.linked.map(other => element(
    'li', {}, element('a', { href: pathOf('contact', other.id), 'data-testid': 'linked' }, `${(DIRECTIONS[other.direction] ?? ['', other.direction])[1]} ${formatInstant(other.beganMs)}`),
    element('span', { class: 'fine' }, ` ${other.agent || 'no agent'}${other.queue ? `, ${other.queue}` : ''}`)));
  const none = desk.may('ContactAttributes.View') ? 'It carries none.' : 'Not permitted: your security profile lacks ContactAttributes.View.';
  return card(
    'carried', 'Attributes and references',
    pairs.length > 0 ? element('dl', { class: 'facts' }, ...pairs.map(([name, value]) => element('div', {}, element('dt', {}, name), element('dd', {}, value))))
      : element('p', { class: 'muted' }, contact.expired.some(field => /attribute/.test(field)) ? 'Expired.' : none),
    element('h2', { class: 'second' }, 'Linked contacts'),
    linked.length > 0 ? element('ul', { class: 'linked' }, ...linked) : element('p', { class: 'muted' }, 'None: it was not passed on.'));
}

function quality({ legs }) {
  if (legs.length === 0) return card('quality', 'Quality', element('p', { class: 'muted' }, 'Nothing was measured.'));
  const rows = legs.map(leg => {
    const judged = qualityOf(leg.mos);
    return row(
      {}, heading(PARTIES[leg.who] ?? leg.who, ' ', element('span', { class: 'fine' }, leg.codec)),
      cell('Sounds', badge(`${judged.word} ${leg.mos.toFixed(1)}`, judged.tone)), figure('Loss', `${leg.lostPercent.toFixed(1)} %`),
      figure('Jitter', `${Math.round(leg.jitterMs)} ms`), figure('Round trip', leg.roundTripMs === null ? '–' : `${Math.round(leg.roundTripMs)} ms`));
  });
  const heads = ['Leg', 'Sounds', 'Loss', 'Jitter', 'Round trip'].map((name, i) => element('th', { role: 'columnheader', scope: 'col', class: i > 1 ? 'figure' : '' }, name));
  return card('quality', 'Quality', element(
    'table', { class: 'records', role: 'table', 'aria-labelledby': 'quality-title' }, element('thead', { role: 'rowgroup' }, element('tr', { role: 'row' }, ...heads)),
    element('tbody', { role: 'rowgroup' }, ...rows)), element('p', { class: 'fine' }, 'Of what each sent to the gateway; MOS by the E-model (ITU-T G.107), 1 to 4.5.'));
}
