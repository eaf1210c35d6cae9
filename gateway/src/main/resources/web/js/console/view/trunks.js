// How the trunks do, at the moment that it was asked.

import { $, element, show, text } from '../../view/dom.js';
import { trunkStates } from '../api/trunks.js';
import { failureWords } from '../failures.js';
import { badge, cell, figure, heading, row } from './row.js';

export function mountTrunks(desk) {
  $('trunks-again').addEventListener('click', () => enter());
  return { enter };

  async function enter() {
    let trunks = [];
    let words = '';
    try {
      trunks = await trunkStates(desk.api);
      words = trunks.length === 0 ? 'There is no trunk: calls come from nowhere, and go nowhere.' : '';
      desk.say('Looked up.');
    } catch (failure) {
      const { title, text: why } = failureWords('show the trunks', failure);
      words = `${title} ${why}`;
    }
    $('trunks-rows').replaceChildren(...trunks.map(one => row(
      { 'data-testid': 'trunk' }, heading(one.id), cell('State', badge(one.word, one.tone)), cell('Why', element('span', { class: 'fine' }, one.why)),
      figure('Calls', one.calls), figure('At most', one.most))));
    show($('trunks-table'), trunks.length > 0);
    show($('trunks-empty'), words !== '');
    text($('trunks-empty'), words);
  }
}
