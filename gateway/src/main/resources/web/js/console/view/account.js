// Oneself: password, second factor, recovery codes.

import { $, show, facts, text } from '../../view/dom.js';
import { codesView, secretView } from '../../view/factor.js';
import { changePassword, confirmEnrolment, enrol, newRecoveryCodes } from '../api/people.js';
import { failureSentence } from '../failures.js';
import { ask, field, wrong } from './ask.js';

const PASSWORD = { name: 'password', type: 'password', autocomplete: 'new-password' };

/** changed() is told when something of it is different. */
export function mountAccount(desk, changed) {
  $('account-password').addEventListener('click', async () => {
    const done = await ask({
      title: 'Change my password', words: 'Twelve characters or more. Whoever else is signed in as you is signed out.', yes: 'Change it', action: 'change the password',
      fields: [field('New password', PASSWORD), field('Once more', { ...PASSWORD, name: 'again' })],
      act: form => {
        if (form.password.value !== form.again.value) throw wrong('The two are not the same.');
        return changePassword(desk.api, form.password.value);
      },
    });
    if (done) desk.say('Your password was changed.');
  });

  $('account-factor').addEventListener('click', async () => {
    let started;
    try {
      started = await enrol(desk.api);
    } catch (failure) {
      desk.say(failureSentence('set up a second factor', failure));
      await tell('A second factor', failureSentence('set up a second factor', failure));
      return;
    }
    const codes = await ask({
      title: 'Set up a second factor', words: 'Add this to an authenticator app, then enter the code that it shows.', yes: 'Confirm', action: 'confirm the code',
      fields: [secretView(started), field('Code', { name: 'code', inputmode: 'numeric', autocomplete: 'one-time-code' })],
      act: form => confirmEnrolment(desk.api, form.code.value.trim()),
    });
    if (codes === null) return;
    await showCodes(codes);
    changed();
  });

  $('account-codes').addEventListener('click', async () => {
    const codes = await ask({
      title: 'New recovery codes', words: 'Those that you have no longer work then.', yes: 'Make new ones', action: 'make recovery codes', act: () => newRecoveryCodes(desk.api),
    });
    if (codes === null) return;
    await showCodes(codes);
    changed();
  });

  return {
    render() {
      const { id, name, profiles = [], secondFactor, codesLeft } = desk.me;
      facts($('account-facts'), [
        ['Name', name], ['Signs in as', id], ['Security profiles', profiles.join(', ') || 'None'],
        ['Second factor', secondFactor ? `Set up; ${codesLeft} recovery codes left` : 'None'],
      ]);
      text($('account-factor'), secondFactor ? 'Set up another authenticator' : 'Set up a second factor');
      show($('account-codes'), secondFactor === true);
    },
  };
}

function showCodes(codes) {
  return ask({ title: 'Your recovery codes', fields: [codesView(codes)], yes: 'I have kept them', no: 'Close', action: 'close', act: () => true });
}

function tell(title, words) {
  return ask({ title, words, yes: 'Close', no: 'Cancel', action: 'close', act: () => true });
}
