// Oneself: password, second factor, recovery codes, SIP phones.

import { $, show, facts, text } from '../../view/dom.js';
import { codesView, phoneView, secretView } from '../../view/factor.js';
import { changePassword, confirmEnrolment, dropSipSecret, enrol, newRecoveryCodes, newSipSecret } from '../api/people.js';
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

  $('account-phone').addEventListener('click', async () => {
    const made = await ask({
      title: 'Set up a SIP phone', words: 'For a softphone that speaks SIP over WebSocket. Phones that have the secret of before are signed out.', yes: 'Make a secret', action: 'make a secret for phones',
      act: () => newSipSecret(desk.api),
    });
    if (made === null) return;
    const server = `wss://${location.host}/sip`;
    await ask({ title: 'Your SIP phone', fields: [phoneView({ ...made, server, domain: location.hostname })], yes: 'I have entered it', no: 'Close', action: 'close', act: () => true });
    changed();
  });

  $('account-phone-off').addEventListener('click', async () => {
    const done = await ask({ title: 'Sign my SIP phones out', words: 'Their calls end, and their secret is good no more.', yes: 'Sign them out', action: 'sign phones out', act: () => dropSipSecret(desk.api).then(() => true) });
    if (done) changed();
  });

  return {
    render() {
      const { id, name, profiles = [], secondFactor, codesLeft, sipPhones, permissions } = desk.me;
      const agent = permissions?.includes('BasicAgentAccess') === true;
      facts($('account-facts'), [
        ['Name', name], ['Signs in as', id], ['Security profiles', profiles.join(', ') || 'None'],
        ['Second factor', secondFactor ? `Set up; ${codesLeft} recovery codes left` : 'None'],
      ]);
      text($('account-factor'), secondFactor ? 'Set up another authenticator' : 'Set up a second factor');
      show($('account-codes'), secondFactor === true);
      text($('account-phone'), sipPhones ? 'New secret for SIP phones' : 'Set up a SIP phone');
      show($('account-phone'), agent);
      show($('account-phone-off'), agent && sipPhones === true);
    },
  };
}

function showCodes(codes) {
  return ask({ title: 'Your recovery codes', fields: [codesView(codes)], yes: 'I have kept them', no: 'Close', action: 'close', act: () => true });
}

function tell(title, words) {
  return ask({ title, words, yes: 'Close', no: 'Cancel', action: 'close', act: () => true });
}
