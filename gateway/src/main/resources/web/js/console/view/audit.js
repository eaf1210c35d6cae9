// The audit trail, event by event as a sentence, with all that is kept of it below.

import { $, attribute, element, show, text } from '../../view/dom.js';
import { listEvents } from '../api/audit.js';
import { NAMES, sayWord, sentence } from '../auditwords.js';
import { formatInstant } from '../clock.js';
import { failureWords } from '../failures.js';
import { toTrailRequest } from '../trailquery.js';
import { renderWrong } from './contacts.js';

const FIELDS = ['user', 'recording', 'contact', 'name', 'from', 'to'];

export function mountAudit(desk) {
  const form = $('trail-search');
  let query = {};
  let name = '';
  let next = null;
  let asked = 0;
  let seen = 0;

  $('t-name').append(element('option', { value: '' }, 'Anything'), ...NAMES.map(value => element('option', { value }, capital(sayWord(value)))));
  form.addEventListener('submit', event => {
    event.preventDefault();
    begin();
  });
  $('trail-clear').addEventListener('click', () => {
    form.reset();
    begin();
  });
  $('trail-older').addEventListener('click', () => load(next));

  return {
    enter() {
      const params = new URLSearchParams(location.search);
      for (const field of FIELDS) if (params.has(field)) form.elements[field].value = params.get(field);
      begin();
    },
    forget() {
      form.reset();
      $('trail').replaceChildren();
    },
  };

  function begin() {
    const request = toTrailRequest(Object.fromEntries(FIELDS.map(field => [field, form.elements[field].value])));
    renderWrong(form, request.wrong);
    if (Object.keys(request.wrong).length > 0) return;
    ({ query, name } = request);
    seen = 0;
    $('trail').replaceChildren();
    load(null);
  }

  async function load(after) {
    const mine = ++asked;
    attribute($('trail-found'), 'aria-busy', true);
    if (after === null) note('Looking it up…');
    try {
      const answer = await listEvents(desk.api, query, after);
      if (mine !== asked) return;
      next = answer.next;
      seen += answer.events.length;
      // The gateway finds by who, what to and when; what was done is chosen here.
      $('trail').append(...answer.events.filter(event => name === '' || event.name === name).map(eventItem));
      const count = $('trail').childElementCount;
      note(count > 0 ? '' : next ? `None of the newest ${seen} events is that. Look at older ones.` : 'No such event. Ask for less, or for more time.');
      text($('trail-note'), count === 0 ? '' : `${count}${name === '' ? '' : ` of ${seen}`}, latest first`);
      desk.say(`${count} events.`);
    } catch (failure) {
      if (mine !== asked) return;
      const words = failureWords('show the audit trail', failure);
      note(`${words.title} ${words.text}`);
    } finally {
      if (mine === asked) {
        attribute($('trail-found'), 'aria-busy', false);
        show($('trail-older'), next !== null);
      }
    }
  }

  function note(words) {
    show($('trail-empty'), words !== '');
    text($('trail-empty'), words);
  }
}

function eventItem(event) {
  const json = element('pre', { class: 'json', tabindex: '0' });
  const details = element('details', {}, element('summary', {}, 'All of it'), json);
  details.addEventListener('toggle', () => text(json, JSON.stringify(event.json, null, 2)), { once: true });
  return element(
    'li', { 'data-testid': 'trail-event', 'data-name': event.name, 'data-failed': event.error !== null },
    element('time', { class: 'numeric fine', datetime: new Date(event.atMs).toISOString() }, formatInstant(event.atMs)),
    element('p', {}, sentence(event), ...(event.from === '' || event.from === 'internal' ? [] : [' ', element('span', { class: 'fine' }, `from ${event.from}`)])), details);
}

function capital(word) {
  return word[0].toUpperCase() + word.slice(1);
}
