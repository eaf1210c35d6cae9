// Everybody: who they are, what they may do, whether they may sign in.

import { $, element, show, text } from '../../view/dom.js';
import { changeUser, createUser, listUsers, resetPassword, resetSecondFactor } from '../api/people.js';
import { failureSentence } from '../failures.js';
import { freshPassword } from '../freshpassword.js';
import { ask, field, tickedOf, ticks, wrong } from './ask.js';
import { badge, cell, heading, row } from './row.js';

const SOURCES = { configured: 'by the configuration', local: 'added here', provider: 'signs in elsewhere', removed: 'no longer in the configuration' };

/** Who alone states names and profiles. */
const STATED_BY = { configured: 'the configuration', provider: 'the sign-in provider' };

/** profiles() are the names that can be given. */
export function mountUsers(desk, profiles) {
  const edits = () => desk.may('Users.Edit');
  $('users-new').addEventListener('click', add);

  return { load };

  async function load() {
    show($('users-new'), edits());
    try {
      const users = await listUsers(desk.api);
      $('users-rows').replaceChildren(...users.sort((a, b) => a.name.localeCompare(b.name)).map(userRow));
      note('');
    } catch (failure) {
      note(failureSentence('show who there is', failure));
    }
  }

  function userRow(user) {
    const [word, tone] = user.source === 'removed' ? ['Removed', 'none'] : user.disabled ? ['Disabled', 'bad'] : user.mustChange ? ['New password due', 'fair'] : ['Active', 'good'];
    const actions = [
      action('Edit', () => edit(user)),
      ...(user.source === 'provider' ? [] : [action('New password', () => newPassword(user))]),
      ...(user.secondFactor ? [action('Reset second factor', () => resetFactor(user))] : []),
    ];
    return row(
      { 'data-testid': 'user', 'data-user': user.id },
      heading(user.name, ' ', element('span', { class: 'fine' }, user.id)),
      cell('Profiles', user.profiles.join(', ') || (user.permissions.length > 0 ? 'own permissions' : 'None')),
      cell('Second factor', user.secondFactor ? `Yes, ${user.codesLeft} codes left` : 'No'),
      cell('State', badge(word, tone), ' ', element('span', { class: 'fine' }, SOURCES[user.source] ?? user.source)),
      cell('', ...(edits() && user.source !== 'removed' ? actions : [])));
  }

  async function add() {
    const password = freshPassword(crypto.getRandomValues(new Uint8Array(20)));
    const done = await ask({
      title: 'Add somebody', words: 'Give them the password on another way; they choose their own with it.', yes: 'Add', action: 'add somebody',
      fields: [
        field('Signs in as', { name: 'id', autocapitalize: 'none', spellcheck: 'false' }), field('Name', { name: 'displayName' }),
        field('First password', { name: 'password', value: password, spellcheck: 'false' }), ticks('Security profiles', 'profiles', profiles(), ['Agent']),
      ],
      act: form => {
        if (form.id.value.trim() === '' || form.displayName.value.trim() === '') throw wrong('Both names are needed.');
        return createUser(desk.api, { id: form.id.value.trim(), name: form.displayName.value.trim(), profiles: tickedOf(form, 'profiles'), password: form.password.value });
      },
    });
    if (done) load();
  }

  async function edit(user) {
    const stated = STATED_BY[user.source] ?? null;
    const off = element('input', { type: 'checkbox', name: 'disabled', 'data-testid': 'ask-disabled' });
    off.checked = user.disabled;
    const name = field('Name', { name: 'displayName', value: user.name });
    const given = ticks('Security profiles', 'profiles', profiles(), user.profiles);
    if (stated) for (const input of [...name.querySelectorAll('input'), ...given.querySelectorAll('input')]) input.disabled = true;
    const done = await ask({
      title: user.name, words: stated ? `Name and profiles are those of ${stated}.` : '', yes: 'Save', action: 'change this',
      fields: [name, given, element('label', { class: 'check' }, off, element('span', {}, 'Disabled: signed out within five seconds, and not let in again'))],
      act: form => changeUser(desk.api, user.id, {
        ...(stated ? {} : { name: changed(form.displayName.value.trim(), user.name), profiles: tickedOf(form, 'profiles') }),
        disabled: changed(off.checked, user.disabled),
      }),
    });
    if (done) load();
  }

  async function newPassword(user) {
    const password = freshPassword(crypto.getRandomValues(new Uint8Array(20)));
    const done = await ask({
      title: `A new password for ${user.name}`, words: 'They are signed out, and choose their own when they sign in with it.', yes: 'Set it', action: 'set the password',
      fields: [field('Password', { name: 'password', value: password, spellcheck: 'false' })], act: form => resetPassword(desk.api, user.id, form.password.value),
    });
    if (done) load();
  }

  async function resetFactor(user) {
    const done = await ask({
      title: `Reset the second factor of ${user.name}?`, words: 'Their authenticator and recovery codes no longer work. Make sure that it is they who ask.',
      yes: 'Reset it', no: 'Keep it', danger: true, action: 'reset the second factor', act: () => resetSecondFactor(desk.api, user.id),
    });
    if (done) load();
  }

  function note(words) {
    show($('users-empty'), words !== '');
    text($('users-empty'), words);
  }
}

function changed(now, before) {
  return now === before ? undefined : now;
}

function action(word, act) {
  const button = element('button', { type: 'button', class: 'quiet small', 'data-testid': `user-${word.toLowerCase().replaceAll(' ', '-')}` }, word);
  button.addEventListener('click', act);
  return button;
}
