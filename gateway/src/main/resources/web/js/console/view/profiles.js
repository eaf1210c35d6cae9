// Security profiles as a table: a row for each permission, a column for each profile.

import { $, element, show } from '../../view/dom.js';
import { deleteProfile, listProfiles, putProfile } from '../api/people.js';
import { failureSentence } from '../failures.js';
import { ask, field, tickedOf, ticks, wrong } from './ask.js';

export function mountProfiles(desk) {
  let profiles = [];
  $('profiles-new').addEventListener('click', () => edit(null));

  return { load, known: () => profiles.map(({ name }) => name) };

  async function load() {
    show($('profiles-new'), desk.may('SecurityProfiles.Edit'));
    try {
      profiles = await listProfiles(desk.api);
      $('profiles-matrix').replaceChildren(...matrix());
    } catch (failure) {
      profiles = [];
      $('profiles-matrix').replaceChildren(element('caption', {}, failureSentence('show the security profiles', failure)));
    }
  }

  /** Admin has all of them, so that this is the list of what there is. */
  function permissions() {
    return [...new Set(profiles.flatMap(profile => profile.permissions))].sort();
  }

  function matrix() {
    const edits = desk.may('SecurityProfiles.Edit');
    const heads = profiles.map(profile => {
      const head = element('th', { scope: 'col' }, profile.name);
      if (edits && !profile.builtIn) {
        const change = element('button', { type: 'button', class: 'quiet small', 'aria-label': `Edit ${profile.name}`, 'data-testid': 'profile-edit' }, 'Edit');
        change.addEventListener('click', () => edit(profile));
        head.append(change);
      }
      return head;
    });
    const rows = permissions().map(word => element(
      'tr', {}, element('th', { scope: 'row' }, word),
      ...profiles.map(profile => {
        const given = profile.permissions.includes(word);
        return element('td', { 'data-given': given }, element('span', { 'aria-hidden': 'true' }, given ? '✓' : '–'), element('span', { class: 'visually-hidden' }, given ? 'yes' : 'no'));
      })));
    return [element('thead', {}, element('tr', {}, element('th', { scope: 'col' }, 'May'), ...heads)), element('tbody', {}, ...rows)];
  }

  async function edit(profile) {
    const remove = element('button', { type: 'button', class: 'quiet', 'data-testid': 'profile-delete' }, 'Delete this profile …');
    const asked = ask({
      title: profile ? profile.name : 'New security profile', words: 'Only what you may do yourself can be given.', yes: 'Save', action: 'save the profile',
      fields: [...(profile ? [] : [field('Name', { name: 'profile' })]), ticks('May', 'permissions', permissions(), profile?.permissions ?? []), ...(profile ? [remove] : [])],
      act: form => {
        const name = profile?.name ?? form.profile.value.trim();
        if (name === '') throw wrong('A name is needed.');
        if (!profile && profiles.some(one => one.name === name)) throw wrong('There is a profile of that name.');
        return putProfile(desk.api, name, tickedOf(form, 'permissions'));
      },
    });
    remove.addEventListener('click', async () => {
      const gone = await ask({
        title: `Delete ${profile.name}?`, words: 'Whoever has it loses what it allows, within five seconds.', yes: 'Delete it', no: 'Keep it', danger: true,
        action: 'delete the profile', act: () => deleteProfile(desk.api, profile.name),
      });
      if (gone) $('ask').querySelector('[data-testid="ask-no"]')?.click();
      if (gone) load();
    });
    if (await asked) load();
  }
}
