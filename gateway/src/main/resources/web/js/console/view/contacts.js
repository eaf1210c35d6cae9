// The search for contacts and what it found. Kept while one looks at a contact; numbers and attributes in memory only.

import { formatDuration } from '../../format.js';
import { $, attribute, element, show, text } from '../../view/dom.js';
import { searchContacts } from '../api/contacts.js';
import { formatInstant, toLocalInput } from '../clock.js';
import { failureWords } from '../failures.js';
import { DAY_MS, EMPTY, fromAddress, narrowedBy, toAddress, toRequest } from '../query.js';
import { pathOf } from '../route.js';
import { customer, DIRECTIONS, qualityOf, reasonWord, REASONS, recordingWord } from '../words.js';
import { badge, cell, figure, heading, row } from './row.js';

const MORE = ['contact', 'attribute', 'value', 'shortest', 'longest', 'recording', 'quality', 'reason'];

export function mountContacts(desk) {
  const form = $('search');
  /** What was searched last, its answer so far, and how many answers are waited for. */
  const last = { search: null, query: null, contacts: [], next: null };
  let asked = 0;

  $('q-reason').append(element('option', { value: '' }, 'Any reason'), ...Object.entries(REASONS).map(([value, word]) => element('option', { value }, word)));
  $('q-range').addEventListener('change', () => showRange(form));
  form.addEventListener('submit', event => {
    event.preventDefault();
    begin(true);
  });
  $('search-clear').addEventListener('click', () => {
    fill(form, EMPTY);
    begin(true);
  });
  $('found-older').addEventListener('click', () => load(last.next));

  return {
    enter() {
      // Coming back to what is there already keeps it; any other address begins anew.
      if (last.search === location.search) return;
      fill(form, fromAddress(location.search));
      begin(false);
    },
    forget() {
      fill(form, EMPTY);
      Object.assign(last, { search: null, query: null, contacts: [], next: null });
      $('found-rows').replaceChildren();
    },
  };

  function begin(push) {
    const values = readForm(form);
    const { query, wrong } = toRequest(values, Date.now());
    renderWrong(form, wrong);
    if (Object.keys(wrong).length > 0) return;
    const address = toAddress(values);
    const url = `${pathOf('contacts')}${address === '' ? '' : `?${address}`}`;
    if (push && url !== location.pathname + location.search) history.pushState(null, '', url);
    Object.assign(last, { search: location.search, query, contacts: [], next: null });
    load(null);
  }

  async function load(after) {
    const mine = ++asked;
    attribute($('found'), 'aria-busy', true);
    if (after === null) render('Searching…');
    try {
      const { contacts, next } = await searchContacts(desk.api, last.query, after);
      if (mine !== asked) return;
      const before = last.contacts.length;
      Object.assign(last, { contacts: [...last.contacts, ...contacts], next });
      render(null);
      desk.say(last.contacts.length === 0 ? 'Nothing was found.' : `${last.contacts.length} contacts${next ? ', and there are older ones' : ''}.`);
      if (after !== null) $('found-rows').children[before]?.querySelector('a')?.focus();
    } catch (failure) {
      if (mine !== asked) return;
      const { title, text: next } = failureWords('search', failure);
      render(`${title} ${next}`);
      desk.say(`${title} ${next}`);
    } finally {
      if (mine === asked) attribute($('found'), 'aria-busy', false);
    }
  }

  /** note: instead of the results, or null. */
  function render(note) {
    const { contacts, next } = last;
    show($('found-table'), contacts.length > 0);
    show($('found-older'), next !== null && contacts.length > 0);
    show($('found-empty'), contacts.length === 0 || note !== null);
    text($('found-empty'), note ?? emptySentence(readForm(form)));
    text($('found-note'), contacts.length === 0 ? '' : `${contacts.length}${next ? ' newest' : ''}, latest first`);
    $('found-rows').replaceChildren(...contacts.map(contactRow));
  }
}

export function contactRow(contact) {
  const [mark, word] = DIRECTIONS[contact.direction] ?? ['', contact.direction];
  const who = customer(contact);
  const quality = qualityOf(contact.mos);
  return row(
    { 'data-testid': 'found-contact', 'data-contact': contact.id },
    heading(element('a', { href: pathOf('contact', contact.id), class: 'numeric' }, formatInstant(contact.beganMs))),
    cell('Customer', element('span', { class: 'party' }, element('span', { class: 'way', title: word, role: 'img', 'aria-label': word }, mark), ' ',
      element('span', { class: who.tone === 'number' ? 'numeric' : 'muted' }, who.text))),
    cell('Agent', contact.agent || '–'),
    cell('Queue', contact.queue || '–'),
    figure('Lasted', contact.durationMs === null ? 'goes on' : formatDuration(contact.durationMs)),
    cell('Ended because', contact.endedMs === null ? '–' : reasonWord(contact.reason)),
    cell('Quality', quality.tone === 'none' ? '–' : badge(`${quality.word} ${contact.mos.toFixed(1)}`, quality.tone)),
    cell('Recording', ...recordingMarks(contact.recordingStates)));
}

function recordingMarks(states) {
  if (states.length === 0) return ['–'];
  const distinct = [...new Set(states)];
  return [element('span', { class: 'rec', 'data-state': distinct[0] }, `${states.length > 1 ? `${states.length} × ` : ''}${distinct.map(recordingWord).join(', ')}`)];
}

function emptySentence(form) {
  const narrowed = narrowedBy(form);
  if (narrowed === 0) return 'No contacts in that time. Search through more of it.';
  return `Nothing was found. Search through more time, or by less: ${narrowed === 1 ? 'one thing is' : `${narrowed} things are`} asked for beside the time. Numbers and values match only when they are complete.`;
}

function readForm(form) {
  return Object.fromEntries(Object.keys(EMPTY).map(name => [name, form.elements[name].value]));
}

function fill(form, values) {
  for (const [name, value] of Object.entries(values)) form.elements[name].value = value;
  const used = MORE.filter(name => values[name] !== '').length;
  text($('search-more-used'), used > 0 ? `${used} in use` : '');
  if (used > 0) $('search-more').open = true;
  renderWrong(form, {});
  showRange(form);
}

function showRange(form) {
  const exact = form.elements.range.value === 'exact';
  for (const field of form.querySelectorAll('[data-only="exact"]')) show(field, exact);
  if (exact && form.elements.from.value === '') form.elements.from.value = toLocalInput(Date.now() - DAY_MS);
}

/** A sentence below each field that is wrong; the first has the focus. */
export function renderWrong(form, wrong) {
  for (const old of form.querySelectorAll('.field .field-error')) old.remove();
  for (const input of form.elements) {
    if (!input.name) continue;
    const sentence = wrong[input.name];
    attribute(input, 'aria-invalid', sentence !== undefined);
    input.removeAttribute('aria-describedby');
    if (sentence === undefined) continue;
    const id = `${input.id}-wrong`;
    input.after(element('p', { class: 'field-error', id, 'data-testid': id }, sentence));
    input.setAttribute('aria-describedby', id);
    input.closest('details')?.setAttribute('open', '');
  }
  form.querySelector('[aria-invalid="true"]')?.focus();
}
