// What firewalls have to let through, to read and to copy.

import { $, element, show, text } from '../../view/dom.js';
import { networkRequirements } from '../api/network.js';
import { failureWords } from '../failures.js';
import { asCsv, asText } from '../networktext.js';
import { cell, figure, heading, row } from './row.js';

export function mountNetwork(desk) {
  let rows = [];
  $('network-text').addEventListener('click', () => copy(asText(rows)));
  $('network-csv').addEventListener('click', () => copy(asCsv(rows)));

  return {
    async enter() {
      note('Looking it up…');
      try {
        rows = await networkRequirements(desk.api);
        note(rows.length === 0 ? 'Nothing has to be let through.' : '');
      } catch (failure) {
        rows = [];
        const words = failureWords('show what the network needs', failure);
        note(`${words.title} ${words.text}`);
      }
      $('network-rows').replaceChildren(...rows.map(one => row(
        { 'data-testid': 'network-row' }, heading(one.purpose), cell('From', one.from), cell('To', one.to), cell('Protocol', one.protocol),
        figure('Ports', one.ports), cell('Note', element('span', { class: 'fine' }, one.note)))));
      show($('network-table'), rows.length > 0);
      for (const id of ['network-text', 'network-csv']) $(id).disabled = rows.length === 0;
    },
  };

  function note(words) {
    show($('network-empty'), words !== '');
    text($('network-empty'), words);
  }

  async function copy(words) {
    try {
      await navigator.clipboard.writeText(words);
      desk.say('Copied.');
      note('Copied.');
    } catch {
      note('Your browser does not let this page copy. Select the table instead.');
    }
  }
}
